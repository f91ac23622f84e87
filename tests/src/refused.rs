//! Documents that are refused, those that are only warned of, and the table of what is found in each.

use std::{collections::BTreeMap, path::Path};

use cors_compiler::{Date, Finding, Level, Options, Report, Source, judge, parse};
use serde::Deserialize;

use crate::{Failure, case::latin1};

/// A document that is refused, and everything that is found in it: a row of a file of `refused/`. Or one that is not, though
/// something is found: a row of a file of `warned/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The sentence that says so: an id in `docs/language.md`.
    pub sentence: Option<String>,
    document: Option<String>,
    /// The document where it is no UTF-8: characters U+0000 to U+00FF are its bytes.
    bytes: Option<String>,
    /// What its file is called, if not `cors.yaml`.
    file: Option<String>,
    /// The day on which it is judged; no day by default, so that nothing expires.
    today: Option<String>,
    /// The profile that it is compiled with; by default it is judged without one and with each.
    selected: Option<String>,
    /// The target that it is compiled for; by default none.
    target: Option<String>,
    /// Whether notes are in the table too.
    #[serde(default)]
    notes: bool,
    /// All that is found, in the order of the text; but for notes, unless they are asked for.
    pub findings: Vec<Place>,
}

/// What is found, and where its span begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// The rule's name.
    pub rule: String,
    /// The profile with which alone it is found.
    pub profile: Option<String>,
}

impl Refused {
    /// Reads a file of refused documents.
    ///
    /// # Errors
    ///
    /// What in its text is no such file.
    pub fn read(path: &Path) -> Result<Vec<Self>, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// The document as a source.
    pub fn source(&self) -> Source {
        let file = self.file.as_deref().unwrap_or("cors.yaml");
        match (&self.document, &self.bytes) {
            (Some(text), None) => Source::new(file, text.as_str()),
            (None, Some(bytes)) => Source::from_bytes(file, latin1(bytes)),
            _ => panic!("one of `document` and `bytes`: {self:?}"),
        }
    }

    /// What is found in it, in the order of the text.
    pub fn found(&self) -> Vec<Place> {
        let source = self.source();
        let report = self.report(&source);
        let told = report.findings().iter().filter(|finding| self.notes || finding.rule.level != Level::Note);
        let mut places: Vec<Place> = told.map(|finding| Place::of(finding, &source)).collect();
        places.sort();
        places
    }

    fn report(&self, source: &Source) -> Report {
        if self.selected.is_none() && self.target.is_none() {
            return judge(source, self.today.as_deref().map(|day| Date::parse(day).expect("a day")));
        }
        let compiled = cors_compiler::compile(source, &Options { profile: self.selected.clone() });
        match (compiled, &self.target) {
            (Err(report), None) => report,
            (Ok((program, _)), Some(name)) => {
                let target = cors_compiler::targets::find(name).expect("a target");
                let mut report = cors_compiler::refusals(target, &program);
                report.append(cors_compiler::differences(target, parse(source).0.span));
                report
            }
            (compiled, target) => panic!("{target:?}: {compiled:?}"),
        }
    }
}

impl Place {
    fn of(finding: &Finding, source: &Source) -> Self {
        let start = source.position(finding.span.start);
        Self {
            line: start.line,
            column: start.column,
            rule: finding.rule.name.to_owned(),
            profile: finding.profile.clone(),
        }
    }
}

/// Every refused document, by the name of its file.
///
/// # Errors
///
/// A file that cannot be read, or is none of refused documents.
pub fn all() -> Result<BTreeMap<String, Vec<Refused>>, Failure> {
    of_folder("refused")
}

/// Every document that is accepted, though something is found, by the name of its file.
///
/// # Errors
///
/// A file that cannot be read, or is none of such documents.
pub fn warned() -> Result<BTreeMap<String, Vec<Refused>>, Failure> {
    of_folder("warned")
}

fn of_folder(folder: &str) -> Result<BTreeMap<String, Vec<Refused>>, Failure> {
    let files = crate::corpus::yaml_files(&crate::corpus::folder(folder))?;
    files.into_iter().map(|path| Ok((crate::corpus::stem(&path), Refused::read(&path)?))).collect()
}
