use std::fmt::Write as _;

use cors_core::{OnDenied, Preflight};

use crate::{Headers, Methods, Program, ProgramRules, distinct::Distinct};

use super::{
    super::lua::{Quoted, keys, origin_set},
    routes::index,
};

/// Sets of origins, each once, and every set of rules, as Lua.
pub(super) fn rules(program: &Program) -> String {
    let mut text =
        String::from("-- Origins that are one text each, and patterns as they are written.\nlocal ORIGINS = {}\n");
    // Each set once: routes share them, and a set is large.
    let mut sets = Distinct::new();
    let mut records = String::new();
    for rules in &program.rules {
        let set = (!rules.terms.any_origin).then(|| sets.place(rules.origins.asked()));
        if let Some((number, true)) = set {
            let _ = writeln!(text, "ORIGINS[{}] = {}", index(number), origin_set(&rules.origins));
        }
        let record = record(rules, set.map(|(number, _)| number));
        let _ = writeln!(records, "RULES[{}] = {record}", index(rules.index));
    }
    text.push_str("-- What holds: the document's own, if it has any, and each route's.\nlocal RULES = {}\n");
    text + &records
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
        ("origins", set.map(|set| format!("ORIGINS[{}]", index(set)))),
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
