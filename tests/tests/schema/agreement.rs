//! The schema and the compiler, asked of the same value.

use std::collections::BTreeSet;

use cors_compiler::{Finding, Level, Report, Source, judge};
use jsonschema::Validator;
use serde_json::Value;

use crate::unknowable::{self, OF_THE_TEXT, Seen};

/// Asks both, and keeps which rules were seen to be beyond a schema.
pub(crate) struct Agreement {
    validator: Validator,
    /// Rules with an error that the schema had to know.
    pub(crate) known: BTreeSet<&'static str>,
    /// Rules with an error that it could not.
    pub(crate) unknown: BTreeSet<&'static str>,
    /// Rules with an error of the text that its value does not have.
    pub(crate) of_the_text: BTreeSet<&'static str>,
    /// How many values both accept, and how many both refuse.
    pub(crate) counts: (usize, usize),
}

impl Agreement {
    pub(crate) fn new() -> Self {
        let none = BTreeSet::new();
        Self { validator: validator(), known: none.clone(), unknown: none.clone(), of_the_text: none, counts: (0, 0) }
    }

    /// Compares them over a document as somebody wrote it. `false`: another YAML reader makes no JSON of it.
    pub(crate) fn compare(&mut self, source: &Source) -> bool {
        let report = judge(source, None);
        let Ok(value) = serde_yaml::from_str::<Value>(source.text()) else {
            assert!(report.refuses() || is_stricter(source), "only the other reader refuses:\n{}", source.text());
            let found = errors(&report).map(|finding| finding.rule.name);
            self.of_the_text.extend(found.filter(|rule| OF_THE_TEXT.contains(rule)));
            return false;
        };
        let of_the_value = self.compare_value(&value);
        let valid = self.validator.is_valid(&value);
        if valid {
            let others = errors(&report).map(|finding| finding.rule.name).filter(|rule| !of_the_value.contains(rule));
            self.explain(source, others.collect());
        }
        if !report.refuses() {
            assert!(valid, "the schema is narrower: {:?}\n{}", self.faults(&value), source.text());
        }
        true
    }

    /// What the compiler finds in a text and not in its value is of the text; what else it finds may come of that.
    fn explain(&mut self, source: &Source, found: BTreeSet<&'static str>) {
        let listed: Vec<&str> = found.iter().copied().filter(|rule| OF_THE_TEXT.contains(rule)).collect();
        assert!(found.is_empty() || !listed.is_empty(), "of the text, and not listed: {found:?}\n{}", source.text());
        self.of_the_text.extend(listed);
    }

    /// Compares them over a value; tells the rules of the errors that it has.
    pub(crate) fn compare_value(&mut self, value: &Value) -> BTreeSet<&'static str> {
        let source = Source::new("cors.json", in_ascii(value));
        let report = judge(&source, None);
        let document = cors_compiler::parse(&source).0;
        let seen = Seen { source: &source, value, document: &document };
        let mut known = BTreeSet::new();
        for finding in errors(&report) {
            if unknowable::is_unknowable(finding, &seen) {
                self.unknown.insert(finding.rule.name);
            } else {
                known.insert(finding.rule.name);
            }
        }
        let valid = self.validator.is_valid(value);
        // Past a limit the compiler reads no further.
        let cut_short = errors(&report).any(|finding| finding.rule.name == "too-large");
        assert!(
            valid == known.is_empty() || (cut_short && !valid),
            "the schema {} what has {known:?}: {:?}\n{value}",
            if valid { "accepts" } else { "refuses" },
            self.faults(value),
        );
        if valid && !report.refuses() {
            self.counts.0 += 1;
        }
        self.counts.1 += usize::from(!valid);
        self.known.extend(known);
        errors(&report).map(|finding| finding.rule.name).collect()
    }

    /// What is wrong by the schema: the place, then the message.
    fn faults(&self, value: &Value) -> Vec<String> {
        self.validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

/// The schema, which is one by its metaschema.
pub(crate) fn validator() -> Validator {
    let schema = cors_compiler::schema::schema();
    jsonschema::draft7::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// As JSON, with an escape for each character that could move a reader's eye: those are errors of the text.
fn in_ascii(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            _ if c.is_ascii() => text.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text += &format!("\\u{unit:04x}")),
        }
    }
    text
}

fn errors(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings().iter().filter(|finding| matches!(finding.rule.level, Level::Error | Level::Risk))
}

/// In corners that only mutations find, the other reader refuses what YAML 1.2 allows.
fn is_stricter(source: &Source) -> bool {
    source.text().contains(['\t', '\u{2028}', '\u{feff}', '\r', '\u{85}', '\u{2029}'])
}
