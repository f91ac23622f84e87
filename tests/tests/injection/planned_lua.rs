//! The script that target `envoy-lua` plans for a program: each literal of it, said once more and compared with what a tokeniser reads.

use std::{cmp::Reverse, collections::BTreeSet};

use cors_compiler::{
    Headers, Methods, Program, ProgramRules,
    origin_set::{HostPattern, OriginSet},
};
use cors_core::{OnDenied, Preflight};
use serde_json::{Map, Value, json};

use super::{leaves::Piece, lua};

/// What is the same for every policy.
const REST: [&str; 3] = [
    include_str!("../../../cors-compiler/src/targets/lua/origins.lua"),
    include_str!("../../../cors-compiler/src/targets/envoy_lua/paths.lua"),
    include_str!("../../../cors-compiler/src/targets/envoy_lua/filter.lua"),
];

/// A filter's script: first what the program says, statement after statement, and then [`REST`].
pub(crate) fn assert_script(program: &Program, script: &str) {
    let (read, planned) = (read(script, &REST), statements(program));
    for (read, planned) in read.iter().zip(&planned) {
        assert_eq!(read, planned, "{script}");
    }
    assert_eq!(read.len(), planned.len(), "{script}");
}

/// What the script of a matcher says of its set, read.
pub(crate) fn read_matcher(script: &str) -> Value {
    let asked = "function envoy_match(origin) return is_in(ORIGINS, origin) end";
    json!(read(script, &[REST[0], asked]))
}

/// The same, planned.
pub(crate) fn matcher(set: &OriginSet) -> Value {
    json!([["ORIGINS", origins(set)]])
}

/// The statements of a script before what is the same in all.
fn read(script: &str, rest: &[&str]) -> Vec<(String, Value)> {
    let (mut pieces, mut same) = (Vec::new(), Vec::new());
    lua::pieces(script, &mut pieces);
    rest.iter().for_each(|text| lua::pieces(text, &mut same));
    assert!(pieces.ends_with(&same), "the script ends otherwise:\n{script}");
    pieces.truncate(pieces.len() - same.len());
    let mut reader = Reader { pieces: &pieces };
    let mut read = Vec::new();
    while !reader.pieces.is_empty() {
        read.push(reader.statement());
    }
    read
}

/// What each statement assigns, and to what.
fn statements(program: &Program) -> Vec<(String, Value)> {
    let mut all: Vec<(String, Value)> = Vec::new();
    let mut say = |name: String, value: Value| all.push((name, value));
    let name = program.name.as_ref().map_or_else(|| "corsgen".to_owned(), |name| format!("corsgen.{name}"));
    say("NAME".into(), text(&name));
    say("REJECTS".into(), json!(program.rules.iter().any(|rules| rules.terms.on_denied == OnDenied::Reject)));
    say("ORIGINS".into(), table());
    // Each set once, by what it holds.
    let mut sets: Vec<Value> = Vec::new();
    let mut records = Vec::new();
    for rules in &program.rules {
        let place = (!rules.terms.any_origin).then(|| {
            let own = origins(&rules.origins);
            let place = sets.iter().position(|set| *set == own);
            place.unwrap_or_else(|| {
                sets.push(own.clone());
                say(format!("ORIGINS[{}]", sets.len()), own);
                sets.len() - 1
            })
        });
        records.push((format!("RULES[{}]", records.len() + 1), record(rules, place)));
    }
    say("RULES".into(), table());
    records.into_iter().for_each(|(name, record)| say(name, record));
    say("DOCUMENT".into(), program.document.map_or_else(|| text("unclaimed"), |index| json!(index + 1)));
    say("HAS_ROUTES".into(), json!(!program.routes.is_empty()));
    let paths = |prefixes: bool| -> Vec<(&str, Option<usize>)> {
        let own = program.routes.iter().filter(move |route| route.path.ends_with("/*") == prefixes);
        own.map(|route| (route.path.strip_suffix("/*").unwrap_or(&route.path), route.rules)).collect()
    };
    for (name, prefixes) in [("EXACT", false), ("PREFIXES", true)] {
        let claims = paths(prefixes)
            .into_iter()
            .map(|(path, rules)| (text(path), rules.map_or_else(|| text("denied"), |index| json!(index + 1))));
        say(name.into(), keyed(claims));
    }
    for (name, prefixes) in [("EXACT_SPELLINGS", false), ("PREFIX_SPELLINGS", true)] {
        let folded = paths(prefixes).into_iter().map(|(path, _)| (path.to_ascii_lowercase(), path));
        say(
            name.into(),
            keyed(folded.filter(|(folded, path)| folded != path).map(|(one, other)| (text(&one), text(other)))),
        );
    }
    let lengths: BTreeSet<Reverse<usize>> = paths(true).iter().map(|(path, _)| Reverse(path.len())).collect();
    say("PREFIX_LENGTHS".into(), list(lengths.into_iter().map(|Reverse(length)| json!(length))));
    all
}

fn origins(set: &OriginSet) -> Value {
    let held = |texts: &mut dyn Iterator<Item = String>| keyed(texts.map(|own| (text(&own), json!(true))));
    let mut fields = vec![(name("exact"), held(&mut set.exact.iter().map(ToString::to_string)))];
    if !set.patterns.is_empty() {
        let patterns = || set.patterns.iter().map(|pattern| &pattern.value);
        fields.push((name("patterns"), held(&mut patterns().map(ToString::to_string))));
        let around = patterns().filter_map(|pattern| match &pattern.host {
            HostPattern::Label { before, after, .. } => Some((before.len(), after.len())),
            HostPattern::Exact(_) | HostPattern::Subdomains { .. } => None,
        });
        let around: BTreeSet<(usize, usize)> = around.collect();
        fields.push((
            name("fillings"),
            list(around.into_iter().flat_map(|(before, after)| [json!(before), json!(after)])),
        ));
        let longest = patterns().map(|pattern| pattern.scheme.len() + 3).max();
        fields.push((name("longest_scheme"), json!(longest)));
    }
    keyed(fields.into_iter())
}

fn record(rules: &ProgramRules, set: Option<usize>) -> Value {
    let terms = &rules.terms;
    let mut fields: Vec<(Value, Value)> = Vec::new();
    let mut say = |key: &str, value: Option<Value>| fields.extend(value.map(|value| (name(key), value)));
    let yes = |holds: bool| holds.then(|| json!(true));
    let held = |names: &[std::sync::Arc<str>]| keyed(names.iter().map(|own| (text(own), json!(true))));
    let said = |value: &Option<std::sync::Arc<str>>| value.as_ref().map(|value| text(value));
    say("any_origin", yes(terms.any_origin));
    say("origins", set.map(|set| json!({ "of": format!("ORIGINS[{}]", set + 1) })));
    say("credentials", yes(terms.credentials));
    say("allow_methods", said(&terms.allow_methods));
    say("allow_headers", said(&terms.allow_headers));
    say("expose_headers", said(&terms.expose_headers));
    say("max_age", said(&terms.max_age));
    say(
        "status",
        match terms.preflight {
            Preflight::Answer(status) => Some(text(&status.to_string())),
            Preflight::Forward => None,
        },
    );
    say("rejects", yes(terms.on_denied == OnDenied::Reject));
    match &rules.methods {
        Methods::Any => say("any_method", yes(true)),
        Methods::Listed(names) => say("methods", Some(held(names))),
    }
    match &rules.headers {
        Headers::Any { authorization } => {
            say("any_header", yes(true));
            say("authorization", yes(*authorization));
        }
        Headers::Listed(names) => say("headers", Some(held(names))),
    }
    say("longest_list", Some(json!(terms.request_list_limit)));
    keyed(fields.into_iter())
}

/// A string, which no name or number is equal to.
fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn name(name: &str) -> Value {
    json!({ "name": name })
}

fn table() -> Value {
    Value::Object(Map::new())
}

/// Keys and values in the order in which they stand. Of none: an empty table.
fn keyed(entries: impl Iterator<Item = (Value, Value)>) -> Value {
    list(entries.map(|(key, value)| json!([key, value])))
}

fn list(values: impl Iterator<Item = Value>) -> Value {
    let values: Vec<Value> = values.collect();
    if values.is_empty() { table() } else { Value::Array(values) }
}

struct Reader<'p> {
    pieces: &'p [Piece],
}

impl Reader<'_> {
    /// `local NAME = value` or `NAME[1] = value`.
    fn statement(&mut self) -> (String, Value) {
        let mut name = self.mark();
        if name == "local" {
            name = self.mark();
        } else {
            name += &self.index();
        }
        self.expect("=");
        (name, self.value())
    }

    fn value(&mut self) -> Value {
        if let Some((Piece::Text(own), rest)) = self.pieces.split_first() {
            self.pieces = rest;
            return text(own);
        }
        let mark = self.mark();
        match mark.as_str() {
            "true" => json!(true),
            "false" => json!(false),
            "{" => self.entries(),
            "ORIGINS" => json!({ "of": mark + &self.index() }),
            number => json!(number.parse::<usize>().unwrap_or_else(|_| panic!("nobody planned `{number}`"))),
        }
    }

    /// All up to the brace that closes.
    fn entries(&mut self) -> Value {
        let mut entries = Vec::new();
        while !self.takes("}") {
            let is_named = matches!(self.pieces, [Piece::Mark(word), Piece::Mark(sign), ..]
                if sign == "=" && word.starts_with(|first: char| first.is_ascii_lowercase()));
            if self.takes("[") {
                let key = self.value();
                self.expect("]");
                self.expect("=");
                entries.push(json!([key, self.value()]));
            } else if is_named {
                let key = name(&self.mark());
                self.expect("=");
                entries.push(json!([key, self.value()]));
            } else {
                entries.push(self.value());
            }
            if !self.takes(",") {
                self.expect("}");
                break;
            }
        }
        list(entries.into_iter())
    }

    fn index(&mut self) -> String {
        self.expect("[");
        let index = self.mark();
        self.expect("]");
        format!("[{index}]")
    }

    fn mark(&mut self) -> String {
        let Some((Piece::Mark(mark), rest)) = self.pieces.split_first() else {
            panic!("no mark, but {:?}", self.pieces.first())
        };
        self.pieces = rest;
        mark.clone()
    }

    fn expect(&mut self, mark: &str) {
        assert!(self.takes(mark), "`{mark}` was planned, but {:?}", self.pieces.first());
    }

    fn takes(&mut self, mark: &str) -> bool {
        let is_next = matches!(self.pieces.first(), Some(Piece::Mark(own)) if own == mark);
        if is_next {
            self.pieces = &self.pieces[1..];
        }
        is_next
    }
}
