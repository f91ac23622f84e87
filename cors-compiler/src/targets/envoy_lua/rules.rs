use std::fmt::Write as _;

use cors_core::{OnDenied, Preflight};

use crate::{Headers, Methods, Program, ProgramRules, origin_set::OriginSet};

use super::{
    super::lua::{Quoted, keys, origin_set},
    routes::index,
};

/// Sets of origins, each once, and every set of rules, as Lua.
pub(super) fn rules(program: &Program) -> String {
    let sets = sets(program);
    let mut text =
        String::from("-- Origins that are one text each, and patterns as they are written.\nlocal ORIGINS = {}\n");
    for (number, set) in sets.iter().enumerate() {
        let _ = writeln!(text, "ORIGINS[{}] = {}", index(number), origin_set(set));
    }
    text.push_str("-- What holds: the document's own, if it has any, and each route's.\nlocal RULES = {}\n");
    for rules in &program.rules {
        let set = sets.iter().position(|set| **set == rules.origins);
        let _ = writeln!(text, "RULES[{}] = {}", index(rules.index), record(rules, set));
    }
    text
}

/// The sets of origins, each once: routes share them, and a set is large.
fn sets(program: &Program) -> Vec<&OriginSet> {
    let mut sets: Vec<&OriginSet> = Vec::new();
    for rules in program.rules.iter().filter(|rules| !rules.terms.any_origin) {
        if !sets.contains(&&rules.origins) {
            sets.push(&rules.origins);
        }
    }
    sets
}

fn record(rules: &ProgramRules, set: Option<usize>) -> String {
    let terms = &rules.terms;
    let yes = |key: &'static str, holds: bool| (key, holds.then(|| "true".to_owned()));
    let text = |key: &'static str, text: Option<&str>| (key, text.map(|text| Quoted(text).to_string()));
    let status = match terms.preflight {
        Preflight::Answer(status) => Some(status.to_string()),
        Preflight::Forward => None,
    };
    let (any_method, methods) = match &rules.methods {
        Methods::Any => (true, None),
        Methods::Listed(names) => (false, Some(keys(names.iter().map(AsRef::as_ref), false))),
    };
    let (any_header, authorization, headers) = match &rules.headers {
        Headers::Any { authorization } => (true, *authorization, None),
        Headers::Listed(names) => (false, false, Some(keys(names.iter().map(AsRef::as_ref), false))),
    };
    let fields = [
        yes("any_origin", terms.any_origin),
        ("origins", set.filter(|_| !terms.any_origin).map(|set| format!("ORIGINS[{}]", index(set)))),
        yes("credentials", terms.credentials),
        text("allow_methods", terms.allow_methods.as_deref()),
        text("allow_headers", terms.allow_headers.as_deref()),
        text("expose_headers", terms.expose_headers.as_deref()),
        text("max_age", terms.max_age.as_deref()),
        text("status", status.as_deref()),
        yes("rejects", terms.on_denied == OnDenied::Reject),
        yes("any_method", any_method),
        ("methods", methods),
        yes("any_header", any_header),
        yes("authorization", authorization),
        ("headers", headers),
        ("longest_list", Some(terms.request_list_limit.to_string())),
    ];
    let mut record = String::from("{\n");
    for (key, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(record, "  {key} = {value},");
        }
    }
    record + "}"
}
