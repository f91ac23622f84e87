use std::{collections::BTreeSet, fmt::Write as _};

use cors_core::path;

use crate::Program;

use super::super::lua::Quoted;

/// Which rules hold for which path, as Lua.
pub(super) fn routes(program: &Program) -> String {
    let document = program.document().map_or_else(|| Quoted("unclaimed").to_string(), |rules| index(rules.index));
    let mut text =
        String::from("-- Whose rules hold for a path that no route claims, and for one that a route does.\n");
    let _ = writeln!(text, "local DOCUMENT = {document}");
    let _ = writeln!(text, "local HAS_ROUTES = {}", !program.routes.is_empty());
    let _ = writeln!(text, "local EXACT = {}", table(&claims(program, false)));
    let _ = writeln!(text, "local PREFIXES = {}", table(&claims(program, true)));
    text.push_str(
        "-- Those that are not in lower case, as they are written; and the prefixes' lengths, the longest first.\n",
    );
    let _ = writeln!(text, "local EXACT_SPELLINGS = {}", table(&spellings(program, false)));
    let _ = writeln!(text, "local PREFIX_SPELLINGS = {}", table(&spellings(program, true)));
    let lengths: BTreeSet<usize> = paths(program, true).map(|(path, _)| path.len()).collect();
    let lengths: Vec<String> = lengths.iter().rev().map(usize::to_string).collect();
    let _ = writeln!(text, "local PREFIX_LENGTHS = {{ {} }}", lengths.join(", "));
    text
}

/// The place of some rules in Lua's `RULES`.
pub(super) fn index(index: usize) -> String {
    (index + 1).to_string()
}

/// The paths of one kind of routes, without `/*`, with the place of the rules; `None`: `cors: false`.
fn paths(program: &Program, prefixes: bool) -> impl Iterator<Item = (&str, Option<usize>)> {
    let all = program.routes.iter().map(|route| (path::Pattern::new(&route.path).parts(), route.rules));
    all.filter(move |((_, below), _)| *below == prefixes).map(|((path, _), rules)| (path, rules))
}

fn claims(program: &Program, prefixes: bool) -> Vec<(&str, String)> {
    let rules = |rules: Option<usize>| rules.map_or_else(|| Quoted("denied").to_string(), index);
    paths(program, prefixes).map(|(path, own)| (path, rules(own))).collect()
}

fn spellings(program: &Program, prefixes: bool) -> Vec<(String, String)> {
    let folded = paths(program, prefixes).map(|(path, _)| (path.to_ascii_lowercase(), path));
    folded.filter(|(folded, path)| folded != path).map(|(folded, path)| (folded, Quoted(path).to_string())).collect()
}

/// A table of constants, which Lua holds as one, however many there are.
fn table<Key: AsRef<str>>(entries: &[(Key, String)]) -> String {
    if entries.is_empty() {
        return "{}".to_owned();
    }
    let mut text = String::from("{\n");
    for (key, value) in entries {
        let _ = writeln!(text, "  [{}] = {value},", Quoted(key.as_ref()));
    }
    text + "}"
}
