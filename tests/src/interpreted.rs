//! Generated code, run without a compiler: what `cors_policy!` expands to for any policy, not only for those that the build script knows.

mod code;
mod table;

use cors_compiler::{Program, rust};
use cors_core::{OnDenied, Policy, Preflight, Route, Rules, Terms, routes::Found};
use proc_macro2::{Ident, Span, TokenStream};
use syn::{Arm, Block, Expr, ExprMatch, ImplItem, Item, Pat, Stmt};

use self::{
    code::{Scope, last, text},
    table::{Table, field, structure},
};

/// A checker's code, read: it answers as the code would.
pub struct Interpreted {
    rules: Vec<InterpretedRules>,
    rejects: bool,
    routes: Option<Table>,
    /// What holds where no route claims a path, as an index into `rules`; `None`: nothing does.
    document: Option<usize>,
    /// What is answered where a path is ambiguous, and where no rules hold.
    ambiguous: Plain,
    unclaimed: Plain,
    denied: Plain,
}

/// The rules of one variant.
pub struct InterpretedRules {
    index: usize,
    terms: Terms<String>,
    origin: Expr,
    method: Expr,
    header: Expr,
}

/// A route without rules.
#[derive(Clone, Copy, Debug)]
enum Plain {
    Denied,
    Ambiguous,
    Unclaimed,
}

impl Interpreted {
    /// The checker of a program.
    pub fn of(program: &Program) -> Self {
        Self::read(&Self::code(program))
    }

    /// The code for a program, as its tokens are printed one by one.
    pub fn code(program: &Program) -> String {
        let path = |text: &str| -> TokenStream { text.parse().expect("a path") };
        let declaration = rust::Declaration {
            attributes: TokenStream::new(),
            visibility: TokenStream::new(),
            name: Ident::new("Checker", Span::call_site()),
            front_door: path("::cors_policy"),
            lints: TokenStream::new(),
        };
        rust::checker(program, &declaration).to_string()
    }

    /// Code that is there as text.
    ///
    /// # Panics
    ///
    /// If there is anything in it that no checker has.
    pub fn read(code: &str) -> Self {
        let file = syn::parse_file(code).expect("Rust");
        let Some(Item::Const(checker)) = file.items.into_iter().find(|item| matches!(item, Item::Const(_))) else {
            panic!("no checker")
        };
        let Expr::Block(block) = *checker.expr else { panic!("no block") };
        let mut policy = None;
        let mut rules = None;
        for statement in block.block.stmts {
            let Stmt::Item(Item::Impl(implementation)) = statement else { continue };
            match implementation.trait_.as_ref().map(|(_, path, _)| last(path)).as_deref() {
                Some("Policy") => policy = Some(implementation.items),
                Some("Rules") => rules = Some(implementation.items),
                _ => {}
            }
        }
        let (policy, rules) = (policy.expect("a policy"), rules.expect("rules"));
        let variants = variants(&body(&policy, "all"));
        let rules: Vec<InterpretedRules> =
            variants.iter().map(|variant| InterpretedRules::of(&rules, variant)).collect();
        let rejects = code::is_true(tail(&body(&policy, "rejects")), &Scope::default());
        let mut read = Self {
            rules,
            rejects,
            routes: None,
            document: None,
            ambiguous: Plain::Ambiguous,
            unclaimed: Plain::Unclaimed,
            denied: Plain::Denied,
        };
        read.read_routes(&body(&policy, "route"), &variants);
        read
    }

    fn read_routes(&mut self, body: &Block, variants: &[String]) {
        let index = |variant: &str| variants.iter().position(|own| own == variant).expect("a variant");
        let found = match tail(body) {
            Expr::Match(found) => found,
            // No routes: the document's rules, or none.
            nothing => return self.read_nothing(nothing, &index),
        };
        let Some(Stmt::Item(Item::Static(routes))) = body.stmts.first() else { panic!("no routes") };
        self.routes = Some(table::routes(&routes.expr, &index));
        for Arm { pat, body, .. } in &found.arms {
            match pat {
                Pat::Path(path) if last(&path.path) == "Nothing" => self.read_nothing(body, &index),
                Pat::Path(path) if last(&path.path) == "Ambiguous" => self.ambiguous = plain(body),
                Pat::TupleStruct(route) if matches!(route.elems.first(), Some(Pat::Wild(_))) => {
                    self.denied = plain(body);
                }
                // A route's own rules, by its own name: an expression of the two.
                Pat::TupleStruct(_) => {
                    let Expr::Block(body) = &**body else { panic!("a route of another kind") };
                    let Expr::Call(call) = tail(&body.block) else { panic!("a route of another kind") };
                    let own: Vec<String> = call.args.iter().map(code::name).collect();
                    assert_eq!(own, ["rules", "written"], "rules of another route");
                }
                _ => panic!("an arm of another kind"),
            }
        }
    }

    fn read_nothing(&mut self, expression: &Expr, index: &impl Fn(&str) -> usize) {
        let Expr::Call(call) = expression else {
            self.unclaimed = plain(expression);
            return;
        };
        let rules = call.args.first().map(|rules| match rules {
            Expr::Reference(reference) => code::name(&reference.expr),
            other => code::name(other),
        });
        assert_eq!(call.args.get(1).map(text).as_deref(), Some("document"));
        self.document = Some(index(&rules.expect("rules")));
    }

    fn plain(&self, plain: Plain) -> Route<'_, InterpretedRules> {
        match plain {
            Plain::Denied => Route::Denied,
            Plain::Ambiguous => Route::Ambiguous,
            Plain::Unclaimed => Route::Unclaimed,
        }
    }
}

impl Policy for Interpreted {
    type Rules = InterpretedRules;

    fn all(&self) -> &[InterpretedRules] {
        &self.rules
    }

    fn route(&self, path: &[u8]) -> Route<'_, InterpretedRules> {
        match self.routes.as_ref().map_or(Found::Nothing, |routes| routes.find(path)) {
            Found::Nothing => match self.document {
                Some(index) => Route::Rules(&self.rules[index], "document"),
                None => self.plain(self.unclaimed),
            },
            Found::Ambiguous => self.plain(self.ambiguous),
            Found::Route(entry) => match entry.rules {
                Some(index) => Route::Rules(&self.rules[index], &entry.written),
                None => self.plain(self.denied),
            },
        }
    }

    fn rejects(&self) -> bool {
        self.rejects
    }
}

impl InterpretedRules {
    fn of(items: &[ImplItem], variant: &str) -> Self {
        let own = |name: &str| own(tail(&body(items, name)), variant).clone();
        let Expr::Reference(terms) = own("terms") else { panic!("no terms") };
        Self {
            index: code::number(&own("index")),
            terms: of_terms(&terms.expr),
            origin: own("allows_origin"),
            method: own("allows_method"),
            header: own("allows_header"),
        }
    }
}

impl Rules for InterpretedRules {
    type Text = String;

    fn index(&self) -> usize {
        self.index
    }

    fn terms(&self) -> &Terms<String> {
        &self.terms
    }

    fn allows_origin(&self, origin: &[u8]) -> bool {
        code::is_true(&self.origin, &Scope::of("origin", origin))
    }

    fn allows_method(&self, method: &[u8]) -> bool {
        code::is_true(&self.method, &Scope::of("method", method))
    }

    fn allows_header(&self, name: &[u8]) -> bool {
        code::is_true(&self.header, &Scope::of("name", name))
    }
}

/// The body of a method.
fn body(items: &[ImplItem], name: &str) -> Block {
    let mut methods = items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == name => Some(method.block.clone()),
        _ => None,
    });
    methods.next().unwrap_or_else(|| panic!("no `{name}`"))
}

/// The expression that a block ends with.
fn tail(block: &Block) -> &Expr {
    match block.stmts.last() {
        Some(Stmt::Expr(expression, None)) => expression,
        _ => panic!("a block without a value"),
    }
}

/// The variants that `all` lists, in its order.
fn variants(all: &Block) -> Vec<String> {
    let Expr::Reference(list) = tail(all) else { panic!("no list") };
    let Expr::Array(list) = &*list.expr else { panic!("no list") };
    list.elems.iter().map(code::name).collect()
}

/// What a variant has of a `match *self`; all of it where all variants have the same.
fn own<'e>(expression: &'e Expr, variant: &str) -> &'e Expr {
    let Expr::Match(ExprMatch { expr, arms, .. }) = expression else { return expression };
    if !matches!(&**expr, Expr::Unary(_)) {
        return expression;
    }
    let names = |pattern: &Pat| match pattern {
        Pat::Path(path) => last(&path.path) == variant,
        _ => panic!("a pattern of another kind"),
    };
    let is_own = |arm: &&Arm| match &arm.pat {
        Pat::Or(several) => several.cases.iter().any(names),
        pattern => names(pattern),
    };
    &arms.iter().find(is_own).unwrap_or_else(|| panic!("no `{variant}`")).body
}

fn of_terms(expression: &Expr) -> Terms<String> {
    let terms = structure(expression);
    let optional = |name: &str| match field(terms, name) {
        Expr::Call(some) => some.args.first().map(text),
        _ => None,
    };
    let is_true = |name: &str| code::is_true(field(terms, name), &Scope::default());
    Terms {
        any_origin: is_true("any_origin"),
        credentials: is_true("credentials"),
        allow_methods: optional("allow_methods"),
        allow_headers: optional("allow_headers"),
        expose_headers: optional("expose_headers"),
        max_age: optional("max_age"),
        request_list_limit: code::number(field(terms, "request_list_limit")),
        preflight: match field(terms, "preflight") {
            Expr::Call(answer) => {
                let status = answer.args.first().map(code::number).and_then(|status| u16::try_from(status).ok());
                Preflight::Answer(status.expect("a status"))
            }
            forward => {
                assert_eq!(code::name(forward), "Forward");
                Preflight::Forward
            }
        },
        on_denied: if code::name(field(terms, "on_denied")) == "Reject" { OnDenied::Reject } else { OnDenied::Pass },
    }
}

fn plain(expression: &Expr) -> Plain {
    match code::name(expression).as_str() {
        "Denied" => Plain::Denied,
        "Ambiguous" => Plain::Ambiguous,
        "Unclaimed" => Plain::Unclaimed,
        other => panic!("a route that is `{other}`"),
    }
}
