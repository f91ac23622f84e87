use std::{collections::BTreeMap, path::Path};

use cors_compiler::{Options, Program, Source};
use serde::Deserialize;

use crate::{Failure, Request};

/// A file of `cases/`: policies that have one topic.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct File {
    /// In the author's order.
    pub groups: Vec<Group>,
}

/// A policy, and what it answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The text of a `cors.yaml`.
    pub policy: String,
    /// The profile that is selected.
    pub profile: Option<String>,
    /// The subjects whose target must refuse this policy, each with the finding's line.
    #[serde(default)]
    pub cannot_hold: BTreeMap<String, usize>,
    /// What is asked.
    pub cases: Vec<Case>,
}

/// One request and what becomes of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name, unique in the corpus.
    pub id: String,
    /// The sentence that says so: an id in `docs/language.md` or `docs/decision.md`.
    pub sentence: String,
    /// The anchor in <https://fetch.spec.whatwg.org/>, without `#`.
    pub fetch: Option<String>,
    /// Whether no browser can send it. Such a request alone may be refused by a server's parser.
    #[serde(default)]
    pub raw: bool,
    request: WrittenRequest,
    /// What is answered.
    pub expect: Expectation,
    /// The subjects that answer otherwise, each with the id of the difference that its target declares.
    #[serde(default)]
    pub differs: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRequest {
    method: String,
    path: String,
    #[serde(default)]
    headers: Vec<WrittenLine>,
}

/// `[name, value]`, or `[name, value, count]`: the value that often, without anything between.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum WrittenLine {
    Once(String, String),
    Repeated(String, String, usize),
}

/// What is answered, in the shape of `corsgen decide --format json`. What stands there as `null` or `[]` may be left out here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    pub(crate) policy: Option<String>,
    pub(crate) class: Class,
    pub(crate) origin: Judged,
    pub(crate) method: Option<Judged>,
    pub(crate) headers: Option<Judged>,
    /// Who answers.
    pub answered_by: By,
    /// The layer's status.
    pub status: Option<u16>,
    /// What the layer sets; names in lower case.
    #[serde(default)]
    pub response_headers: Vec<(String, String)>,
    /// Whether the CORS headers that the application wrote reach the client: on unclaimed paths. (Not in `decide`'s JSON, which
    /// knows of no application.)
    #[serde(default)]
    pub untouched: bool,
}

/// Why a request is answered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The claiming path as written, or `document`; `None` where no policy holds.
    pub policy: Option<String>,
    /// How the request is seen.
    pub class: Class,
    /// The origin.
    pub origin: Judged,
    /// The method; `None` unless a preflight from an allowed origin.
    pub method: Option<Judged>,
    /// The request list; `None` unless a preflight from an allowed origin.
    pub headers: Option<Judged>,
}

/// How a request is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// `preflight`
    Preflight,
    /// `actual`
    Actual,
    /// `not-cors`
    NotCors,
}

/// What was found of an origin, a method or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judged {
    /// In the set.
    Allowed,
    /// Not in the set.
    Denied,
    /// No origin, or none that counts.
    Absent,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// What the policy is compiled to.
    Layer,
    /// What stands behind it.
    Application,
}

impl File {
    /// Reads a file of cases.
    ///
    /// # Errors
    ///
    /// What in its text is no such file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
    }
}

impl Group {
    /// The policy as a source called `cors.yaml`.
    pub fn source(&self) -> Source {
        Source::new("cors.yaml", self.policy.as_str())
    }

    /// What the compiler is asked for.
    pub fn options(&self) -> Options {
        Options { profile: self.profile.clone() }
    }

    /// The policy, compiled.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn program(&self) -> Result<Program, Failure> {
        let compiled = cors_compiler::compile(&self.source(), &self.options());
        compiled.map(|(program, _)| program).map_err(|report| format!("refused: {report:?}").into())
    }

    /// What is asked, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.cases.iter().map(Case::request).collect()
    }
}

impl Case {
    /// The request.
    pub fn request(&self) -> Request {
        let headers = self.request.headers.iter().map(|line| match line {
            WrittenLine::Once(name, value) => (name.clone(), latin1(value)),
            WrittenLine::Repeated(name, value, count) => (name.clone(), latin1(value).repeat(*count)),
        });
        Request::new(latin1(&self.request.method), latin1(&self.request.path), headers.collect())
    }
}

impl Expectation {
    /// Why it is answered so.
    pub fn verdict(&self) -> Verdict {
        Verdict {
            policy: self.policy.clone(),
            class: self.class,
            origin: self.origin,
            method: self.method,
            headers: self.headers,
        }
    }
}

/// The bytes that characters U+0000 to U+00FF stand for.
///
/// # Panics
///
/// On any other character: the case is then written wrongly.
pub(crate) fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).expect("a character of a case is U+0000 to U+00FF")).collect()
}
