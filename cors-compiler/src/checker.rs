//! A program that is asked often: what is answered at run time.

mod origins;

use std::sync::Arc;

use cors_core::{Policy, Route, Rules, Terms, routes::Found};

use crate::{
    Headers, Methods, Program, ProgramRules,
    distinct::Distinct,
    route_table::{RouteTable, route_table},
};
use origins::Origins;

/// A [`Program`]'s answers, found by look-up: what a policy that is read at run time is asked through.
///
/// The program answers the same; it looks at one thing after another.
#[derive(Clone, Debug)]
pub struct Checker {
    rules: Vec<CheckerRules>,
    /// As an index into `rules`.
    document: Option<usize>,
    /// With their rules as an index into `rules`.
    routes: Option<RouteTable>,
    rejects: bool,
}

/// The rules of the document or of a route.
#[derive(Clone, Debug)]
pub struct CheckerRules {
    index: usize,
    terms: Terms<Arc<str>>,
    methods: Methods,
    headers: Headers,
    /// Shared by rules with the same origins.
    origins: Arc<Origins>,
}

impl Checker {
    /// The checker of `program`.
    pub fn new(program: &Program) -> Self {
        let mut rules: Vec<CheckerRules> = Vec::with_capacity(program.rules.len());
        let mut distinct = Distinct::new();
        let mut sets: Vec<Arc<Origins>> = Vec::new();
        for own in &program.rules {
            let (place, is_first) = distinct.place(own.origins.asked());
            let origins = sets.get(place).map_or_else(|| Arc::new(Origins::of(&own.origins)), Arc::clone);
            if is_first {
                sets.push(Arc::clone(&origins));
            }
            let ProgramRules { index, terms, methods, headers, .. } = own.clone();
            rules.push(CheckerRules { index, terms, methods, headers, origins });
        }
        Self { rules, document: program.document, routes: route_table(program), rejects: program.rejects() }
    }
}

impl Policy for Checker {
    type Rules = CheckerRules;

    fn all(&self) -> &[CheckerRules] {
        &self.rules
    }

    fn route(&self, path: &[u8]) -> Route<'_, CheckerRules> {
        match self.routes.as_ref().map_or(Found::Nothing, |routes| routes.find(path)) {
            Found::Nothing => {
                let document = self.document.and_then(|index| self.rules.get(index));
                document.map_or(Route::Unclaimed, |rules| Route::Rules(rules, "document"))
            }
            Found::Ambiguous => Route::Ambiguous,
            Found::Route(entry) => {
                let rules = entry.rules.and_then(|index| self.rules.get(index));
                rules.map_or(Route::Denied, |rules| Route::Rules(rules, &entry.written))
            }
        }
    }

    fn rejects(&self) -> bool {
        self.rejects
    }
}

impl Rules for CheckerRules {
    type Text = Arc<str>;

    fn index(&self) -> usize {
        self.index
    }

    fn terms(&self) -> &Terms<Arc<str>> {
        &self.terms
    }

    fn allows_origin(&self, origin: &[u8]) -> bool {
        self.origins.contains(origin)
    }

    fn allows_method(&self, method: &[u8]) -> bool {
        self.methods.allow(method)
    }

    fn allows_header(&self, name: &[u8]) -> bool {
        self.headers.allow(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Source, compile};

    /// Who keeps something for each of the rules, as layers keep headers, finds it by their index.
    #[test]
    fn rules_stand_where_their_index_says() {
        let route =
            |path: &str| format!("  - path: {path}\n    allow_origins: [\"https://{}.example.com\"]\n", &path[1..]);
        let text = format!("allow_origins: \"*\"\nroutes:\n{}{}", route("/a"), route("/b"));
        let (program, _) = compile(&Source::new("cors.yaml", text), &Options::default()).unwrap();
        fn indices<P: Policy>(policy: &P) -> Vec<usize> {
            policy.all().iter().map(Rules::index).collect()
        }
        assert_eq!(indices(&program), [0, 1, 2]);
        assert_eq!(indices(&Checker::new(&program)), [0, 1, 2]);
    }
}
