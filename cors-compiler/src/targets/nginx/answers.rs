//! What is answered in each case: one map for each header, and one for what nginx answers by itself.

use std::collections::{BTreeMap, BTreeSet};

use cors_core::{AllowOrigin, Lists, Outcome, Vary};

use super::{
    cases::Case,
    map::{Map, Table},
    quoted::Quoted,
    variable::{Names, Variable},
};

/// The headers that the layer owns, with what their variables are called: Fetch's six, and one that browsers have withdrawn.
pub(super) const OWNED: [(&str, &str); 7] = [
    ("Access-Control-Allow-Origin", "acao"),
    ("Access-Control-Allow-Credentials", "acac"),
    ("Access-Control-Allow-Methods", "acam"),
    ("Access-Control-Allow-Headers", "acah"),
    ("Access-Control-Max-Age", "acma"),
    ("Access-Control-Expose-Headers", "aceh"),
    ("Access-Control-Allow-Private-Network", "acapn"),
];

/// What is answered, as maps and as what a server does with them.
#[derive(Debug)]
pub(super) struct Answers {
    /// The maps, each of them used.
    pub(super) maps: Vec<Map>,
    /// The headers that are added to responses, each with its variable.
    pub(super) headers: Vec<(&'static str, Variable)>,
    /// The statuses with which nginx answers by itself.
    pub(super) statuses: BTreeSet<u16>,
}

/// The variable that holds the case.
pub(super) fn case(names: &Names) -> Variable {
    names.variable("case")
}

/// The variable that holds the status with which nginx answers by itself.
pub(super) fn status(names: &Names) -> Variable {
    names.variable("status")
}

/// The variable that holds nothing. `return 403;` and `return 403 "";` send a page of nginx's.
pub(super) fn nothing(names: &Names) -> Variable {
    names.variable("nothing")
}

impl Answers {
    /// What is answered in `cases`.
    pub(super) fn new(names: &Names, cases: &[Case<'_>]) -> Self {
        let mut answers = Self { maps: Vec::new(), headers: Vec::new(), statuses: BTreeSet::new() };
        answers.add_statuses(names, cases);
        for (header, role) in OWNED {
            let values = cases.iter().filter_map(|case| Some((case.key.clone(), value(names, header, case)?)));
            let table = by_case(names, Quoted::default()).lines(values);
            // What an application wrote is known only once it has answered.
            let table = if cases.iter().any(is_untouched) { table.volatile() } else { table };
            answers.add_header(header, names.variable(role), table);
        }
        answers.add_header("Vary", names.variable("vary"), vary(names, cases));
        if answers.statuses.contains(&403) {
            let refused = (Quoted::new("403"), Quoted::new("no-store"));
            let table = Table::new(Quoted::variable(&status(names)), Quoted::default()).lines([refused]);
            answers.add_header("Cache-Control", names.variable("cache_control"), table);
            answers.maps.push(Table::new(Quoted::default(), Quoted::default()).defines(nothing(names)));
        }
        answers
    }

    fn add_header(&mut self, header: &'static str, variable: Variable, table: Table) {
        if !table.is_empty() {
            self.headers.push((header, variable.clone()));
            self.maps.push(table.defines(variable));
        }
    }

    fn add_statuses(&mut self, names: &Names, cases: &[Case<'_>]) {
        let statuses = cases.iter().filter_map(|case| match case.outcome {
            Outcome::Respond(status) => Some((case.key.clone(), status)),
            Outcome::Continue => None,
        });
        let statuses: Vec<_> = statuses.collect();
        self.statuses.extend(statuses.iter().map(|(_, status)| *status));
        if !statuses.is_empty() {
            let lines = statuses.into_iter().map(|(key, code)| (key, Quoted::default().and_number(usize::from(code))));
            self.maps.push(by_case(names, Quoted::default()).lines(lines).defines(status(names)));
        }
    }
}

/// Why, in one word, for logs.
pub(super) fn verdict(names: &Names, cases: &[Case<'_>]) -> Map {
    let default = Quoted::new("no-policy");
    let words = cases.iter().filter(|case| case.word != default).map(|case| (case.key.clone(), case.word.clone()));
    by_case(names, default.clone()).lines(words).defines(names.variable("verdict"))
}

fn by_case(names: &Names, default: Quoted) -> Table {
    Table::new(Quoted::variable(&case(names)), default)
}

/// Whether the application's own headers reach the client.
fn is_untouched(case: &Case<'_>) -> bool {
    !case.effect.strip && case.terms.is_none()
}

/// What a header that the layer owns holds in a case.
fn value(names: &Names, header: &'static str, case: &Case<'_>) -> Option<Quoted> {
    let Some(terms) = case.terms else {
        // Removed for all, and put back here: a location cannot be chosen by what the maps say.
        return is_untouched(case).then(|| Quoted::variable(&Variable::of_upstream(header)));
    };
    let tokens = |list: &str| Quoted::default().and_tokens(list, &names.variable("dollar"));
    let lists = case.effect.lists;
    let list = |on: Lists, list: &Option<std::sync::Arc<str>>| list.as_deref().filter(|_| lists == on).map(tokens);
    match (header, case.effect.allow_origin) {
        ("Access-Control-Allow-Origin", AllowOrigin::Any) => Some(Quoted::new("*")),
        ("Access-Control-Allow-Origin", AllowOrigin::Echo) => Some(Quoted::new("$http_origin")),
        ("Access-Control-Allow-Credentials", AllowOrigin::Echo) if terms.credentials => Some(Quoted::new("true")),
        ("Access-Control-Allow-Methods", _) => list(Lists::Preflight, &terms.allow_methods),
        ("Access-Control-Allow-Headers", _) => list(Lists::Preflight, &terms.allow_headers),
        ("Access-Control-Max-Age", _) => list(Lists::Preflight, &terms.max_age),
        ("Access-Control-Expose-Headers", _) => list(Lists::Actual, &terms.expose_headers),
        _ => None,
    }
}

/// `Vary`. What most cases have is the default, since no case is without an answer here.
fn vary(names: &Names, cases: &[Case<'_>]) -> Table {
    let value = |vary| match vary {
        Vary::None => Quoted::default(),
        Vary::Origin => Quoted::new("Origin"),
        Vary::Preflight => Quoted::new("Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
    };
    let mut counts = BTreeMap::new();
    for case in cases {
        *counts.entry(value(case.effect.vary)).or_insert(0usize) += 1;
    }
    let most = counts.iter().max_by_key(|(_, count)| **count).map(|(value, _)| value.clone()).unwrap_or_default();
    let others = cases.iter().map(|case| (case.key.clone(), value(case.effect.vary)));
    by_case(names, most.clone()).lines(others.filter(|(_, value)| *value != most))
}
