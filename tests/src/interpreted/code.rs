//! The expressions that tests of bytes are made of: comparisons, a `match` on a length or on a byte, and calls of `cors_core::origin`.

use cors_core::origin;
use syn::{Arm, BinOp, Expr, ExprCall, ExprLit, ExprMatch, ExprMethodCall, Item, Lit, Pat, PatLit, Path, Stmt, UnOp};

use super::table;

/// What names stand for.
#[derive(Clone, Default)]
pub(super) struct Scope<'b> {
    names: Vec<(String, &'b [u8])>,
}

impl<'b> Scope<'b> {
    /// One name.
    pub(super) fn of(name: &str, bytes: &'b [u8]) -> Self {
        Self { names: vec![(name.to_owned(), bytes)] }
    }

    fn get(&self, expression: &Expr) -> &'b [u8] {
        let name = name(expression);
        let own = self.names.iter().rev().find(|(own, _)| *own == name);
        own.unwrap_or_else(|| panic!("nothing is called `{name}`")).1
    }
}

/// The value of a test.
pub(super) fn is_true(expression: &Expr, scope: &Scope<'_>) -> bool {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Bool(bool), .. }) => bool.value,
        Expr::Paren(inner) => is_true(&inner.expr, scope),
        Expr::Unary(not) if matches!(not.op, UnOp::Not(_)) => !is_true(&not.expr, scope),
        Expr::Binary(binary) => match binary.op {
            BinOp::Or(_) => is_true(&binary.left, scope) || is_true(&binary.right, scope),
            BinOp::And(_) => is_true(&binary.left, scope) && is_true(&binary.right, scope),
            BinOp::Eq(_) => scope.get(&binary.left) == bytes(&binary.right),
            BinOp::Le(_) => length(&binary.left, scope).expect("a length") <= number(&binary.right),
            _ => panic!("an operator of another kind"),
        },
        Expr::Match(choice) => is_true(chosen(choice, scope), scope),
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [Stmt::Item(Item::Static(set)), Stmt::Expr(Expr::MethodCall(call), None)] => {
                assert_eq!((name(&call.receiver), set.ident.to_string()), ("SET".to_owned(), "SET".to_owned()));
                let (set, subject) = (table::set(&set.expr), scope.get(first(call)));
                match call.method.to_string().as_str() {
                    "contains" => set.contains(subject),
                    "contains_parent" => set.contains_parent(subject),
                    other => panic!("a set is asked `{other}`"),
                }
            }
            _ => panic!("a block of another kind"),
        },
        Expr::MethodCall(call) if call.method == "eq_ignore_ascii_case" => {
            scope.get(&call.receiver).eq_ignore_ascii_case(&bytes(first(call)))
        }
        Expr::MethodCall(call) if call.method == "is_some_and" => is_some_and(call, scope),
        Expr::Call(call) => match (called(call).as_str(), arguments(call).as_slice()) {
            ("is_below", [host, parent]) => origin::is_below(scope.get(host), &bytes(parent)),
            ("is_label", [label, before, after]) => origin::is_label(scope.get(label), &bytes(before), &bytes(after)),
            (other, _) => panic!("`{other}` is called"),
        },
        _ => panic!("a test of another kind"),
    }
}

/// `….is_some_and(|host| …)`
fn is_some_and(call: &ExprMethodCall, scope: &Scope<'_>) -> bool {
    let Expr::Closure(closure) = first(call) else { panic!("no closure") };
    let Some(found) = found(&call.receiver, scope) else { return false };
    let names: Vec<String> = match closure.inputs.first() {
        Some(Pat::Ident(one)) => vec![one.ident.to_string()],
        Some(Pat::Tuple(pair)) => pair.elems.iter().map(bound).collect(),
        _ => panic!("a closure of another kind"),
    };
    assert_eq!(names.len(), found.len());
    let mut inner = scope.clone();
    inner.names.extend(names.into_iter().zip(found));
    is_true(&closure.body, &inner)
}

/// What is left of bytes: one piece or two.
fn found<'b>(expression: &Expr, scope: &Scope<'b>) -> Option<Vec<&'b [u8]>> {
    match expression {
        Expr::MethodCall(call) => {
            let (subject, affix) = (scope.get(&call.receiver), bytes(first(call)));
            let rest = match call.method.to_string().as_str() {
                "strip_prefix" => subject.strip_prefix(affix.as_slice()),
                "strip_suffix" => subject.strip_suffix(affix.as_slice()),
                other => panic!("`{other}` is called"),
            };
            Some(vec![rest?])
        }
        Expr::Call(call) => match (called(call).as_str(), arguments(call).as_slice()) {
            ("without_port", [authority, default]) => {
                let default = match default {
                    Expr::Call(some) => some.args.first().map(number).and_then(|port| u16::try_from(port).ok()),
                    none => {
                        assert_eq!(name(none), "None");
                        None
                    }
                };
                Some(vec![origin::without_port(scope.get(authority), default)?])
            }
            ("split_label", [host]) => origin::split_label(scope.get(host)).map(|(label, rest)| vec![label, rest]),
            (other, _) => panic!("`{other}` is called"),
        },
        _ => panic!("something else is found"),
    }
}

/// The arm that is taken of a `match` on a length, or on one of the bytes.
fn chosen<'e>(choice: &'e ExprMatch, scope: &Scope<'_>) -> &'e Expr {
    let subject = if let Some(length) = length(&choice.expr, scope) {
        Some(length)
    } else {
        let Expr::MethodCall(get) = &*choice.expr else { panic!("something else is matched") };
        assert_eq!(get.method, "get");
        scope.get(&get.receiver).get(number(first(get))).map(|byte| usize::from(*byte))
    };
    let is_taken = |arm: &&Arm| takes(&arm.pat, subject);
    &choice.arms.iter().find(is_taken).expect("an arm").body
}

fn takes(pattern: &Pat, subject: Option<usize>) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Or(several) => several.cases.iter().any(|case| takes(case, subject)),
        Pat::TupleStruct(some) => takes(some.elems.first().expect("a pattern"), subject),
        Pat::Lit(PatLit { lit: Lit::Int(own), .. }) => subject == own.base10_parse().ok(),
        Pat::Lit(PatLit { lit: Lit::Byte(own), .. }) => subject == Some(usize::from(own.value())),
        _ => panic!("a pattern of another kind"),
    }
}

/// `host.len()`
fn length(expression: &Expr, scope: &Scope<'_>) -> Option<usize> {
    match expression {
        Expr::MethodCall(call) if call.method == "len" => Some(scope.get(&call.receiver).len()),
        _ => None,
    }
}

pub(super) fn bytes(expression: &Expr) -> Vec<u8> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::ByteStr(bytes), .. }) => bytes.value(),
        _ => panic!("no bytes"),
    }
}

pub(super) fn text(expression: &Expr) -> String {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.value(),
        _ => panic!("no text"),
    }
}

pub(super) fn number(expression: &Expr) -> usize {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().expect("a number"),
        _ => panic!("no number"),
    }
}

/// A name, of a path the last.
pub(super) fn name(expression: &Expr) -> String {
    match expression {
        Expr::Path(path) => last(&path.path),
        _ => panic!("no name"),
    }
}

pub(super) fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn bound(pattern: &Pat) -> String {
    match pattern {
        Pat::Ident(name) => name.ident.to_string(),
        _ => panic!("no name"),
    }
}

fn called(call: &ExprCall) -> String {
    name(&call.func)
}

fn arguments(call: &ExprCall) -> Vec<&Expr> {
    call.args.iter().collect()
}

fn first(call: &ExprMethodCall) -> &Expr {
    call.args.first().expect("an argument")
}
