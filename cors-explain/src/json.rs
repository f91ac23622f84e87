//! An explanation for programs. The first fields are a contract; others may join them.

use cors_browser::{Browser, Exchange, Failure, HeaderList, Kind};
use serde::Serialize;

use crate::{
    Beside, Cure, Explanation, HeaderLine, Note, PolicyLine, Rung, Sentence, Then, Trial, because, sequence::Event,
};

/// The version of the format.
const VERSION: u32 = 1;

type Lines = Vec<(String, String)>;

#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    outcome: &'static str,
    same_origin: bool,
    preflight: Option<JsonPreflight<'a>>,
    actual: Option<JsonExchange<'a>>,
    readable_headers: &'a [String],
    failed: Option<JsonFailure>,
    also_would_fail: Vec<JsonFailure>,
    policy_line: Option<JsonLine<'a>>,
    browser: &'static str,
    verdict: String,
    says: Option<String>,
    edit: Option<JsonEdit<'a>>,
    sequence: Vec<JsonEvent<'a>>,
    ladder: Vec<JsonRung<'a>>,
    console: Vec<JsonConsole<'a>>,
    origins: JsonOrigins<'a>,
    headers: Vec<JsonHeader<'a>>,
    try_it: Vec<JsonTrial<'a>>,
    limits: Vec<String>,
    beside: Option<JsonBeside<'a>>,
    warnings: Vec<String>,
    assumptions: Vec<String>,
}

#[derive(Serialize)]
struct JsonPreflight<'a> {
    request: JsonRequest<'a>,
    response: Option<JsonResponse>,
    cached_for: u64,
    cached: bool,
}

#[derive(Serialize)]
struct JsonExchange<'a> {
    request: JsonRequest<'a>,
    response: Option<JsonResponse>,
}

#[derive(Serialize)]
struct JsonRequest<'a> {
    method: &'a str,
    url: &'a str,
    headers: Lines,
    credentials: bool,
}

#[derive(Serialize)]
struct JsonResponse {
    status: u16,
    headers: Lines,
}

#[derive(Serialize)]
struct JsonFailure {
    step: &'static str,
    spec: &'static str,
    chromium: Option<String>,
    firefox: Option<String>,
    safari: Option<String>,
    because: String,
}

#[derive(Serialize)]
pub(crate) struct JsonLine<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    steps: Vec<String>,
    removed: Vec<(usize, &'a str)>,
    added: Vec<(usize, &'a str)>,
    price: Vec<String>,
    then: &'static str,
    because: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum JsonEvent<'a> {
    Message {
        message: &'static str,
        title: &'a str,
        headers: Vec<(&'a str, Option<&'a str>)>,
        deciding: Vec<&'a str>,
        refused: bool,
    },
    Note {
        note: String,
    },
}

#[derive(Serialize)]
struct JsonRung<'a> {
    check: &'static str,
    question: String,
    answer: &'static str,
    found: Option<&'a str>,
    why: Option<String>,
    spec: &'static str,
    preflight: bool,
}

#[derive(Serialize)]
struct JsonConsole<'a> {
    browser: &'static str,
    works: bool,
    lines: &'a [String],
    exception: Option<&'a str>,
    departs: Option<String>,
}

#[derive(Serialize)]
struct JsonOrigins<'a> {
    page: &'a str,
    server: &'a str,
    same_site: bool,
    differ: Vec<&'static str>,
}

#[derive(Serialize)]
struct JsonHeader<'a> {
    name: &'a str,
    there: bool,
    reading: &'static str,
}

#[derive(Serialize)]
struct JsonTrial<'a> {
    what: String,
    command: String,
    expect: &'a [String],
}

#[derive(Serialize)]
struct JsonBeside<'a> {
    by_policy: &'static str,
    by_server: &'static str,
    differences: Vec<JsonDifference<'a>>,
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    preflight: bool,
    what: &'a str,
    policy: Option<&'a str>,
    server: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonDiagnosis<'a> {
    version: u32,
    browser: &'static str,
    preflight: bool,
    values: Vec<(&'static str, &'a str)>,
    findings: Vec<JsonFound>,
    agrees: Option<bool>,
    policy_line: Option<JsonLine<'a>>,
    edit: Option<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonFound {
    step: &'static str,
    spec: &'static str,
    means: String,
    key: Option<&'static str>,
    cure: String,
}

#[derive(Serialize)]
struct JsonMatrix<'a> {
    version: u32,
    columns: Vec<JsonColumn<'a>>,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    method: &'a str,
    path: &'a str,
    policy: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    origin: &'a str,
    why: &'static str,
    cells: Vec<JsonCell>,
}

#[derive(Serialize)]
struct JsonCell {
    outcome: &'static str,
    preflighted: bool,
}

/// What a text of a console means, as one line of JSON, with its line feed.
///
/// # Errors
///
/// Never in practice: everything in it can be written.
pub fn diagnosis(diagnosis: &crate::Diagnosis) -> Result<String, serde_json::Error> {
    let message = &diagnosis.message;
    let policy = diagnosis.explanation.as_ref().and_then(|explanation| explanation.policy.as_ref());
    let found = |found: &crate::Found| JsonFound {
        step: found.reason.check().name(),
        spec: found.reason.check().spec(),
        means: found.means.to_string(),
        key: found.key,
        cure: found.cure.to_string(),
    };
    let json = JsonDiagnosis {
        version: VERSION,
        browser: message.browser.name(),
        preflight: message.is_preflight,
        values: message.values.iter().map(|(name, value)| (*name, value.as_str())).collect(),
        findings: diagnosis.findings.iter().map(found).collect(),
        agrees: diagnosis.agrees,
        policy_line: policy.and_then(|policy| policy.line.as_ref()).map(JsonLine::new),
        edit: policy.and_then(|policy| policy.cure.as_ref()).map(JsonEdit::new),
    };
    serde_json::to_string(&json).map(|line| line + "\n")
}

/// A matrix as one line of JSON, with its line feed.
///
/// # Errors
///
/// Never in practice: everything in it can be written.
pub fn matrix(matrix: &crate::Matrix) -> Result<String, serde_json::Error> {
    let cell = |cell: &crate::Cell| JsonCell { outcome: cell.name(), preflighted: cell.is_preflighted() };
    let json = JsonMatrix {
        version: VERSION,
        columns: matrix
            .columns
            .iter()
            .map(|column| JsonColumn {
                method: &column.method,
                path: &column.path,
                policy: column.claimed_by.as_deref(),
            })
            .collect(),
        rows: matrix
            .rows
            .iter()
            .map(|row| JsonRow { origin: &row.origin, why: row.why, cells: row.cells.iter().map(cell).collect() })
            .collect(),
    };
    serde_json::to_string(&json).map(|line| line + "\n")
}

/// The explanation as one line of JSON, with its line feed.
///
/// # Errors
///
/// Never in practice: everything in it can be written.
pub fn json(explanation: &Explanation) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Json::new(explanation)).map(|line| line + "\n")
}

impl<'a> Json<'a> {
    fn new(explanation: &'a Explanation) -> Self {
        let outcome = &explanation.outcome;
        let policy = explanation.policy.as_ref();
        Self {
            version: VERSION,
            outcome: outcome.verdict.name(),
            same_origin: outcome.same_origin,
            preflight: outcome.preflight().map(JsonPreflight::new),
            actual: outcome.actual().map(JsonExchange::new),
            readable_headers: &outcome.readable_headers,
            failed: outcome.failed.as_ref().map(JsonFailure::new),
            also_would_fail: explanation.also_would_fail.iter().map(JsonFailure::new).collect(),
            policy_line: policy.and_then(|policy| policy.line.as_ref()).map(JsonLine::new),
            browser: explanation.browser.name(),
            verdict: explanation.verdict.sentence.to_string(),
            says: policy.map(|policy| policy.says.to_string()),
            edit: policy.and_then(|policy| policy.cure.as_ref()).map(JsonEdit::new),
            sequence: explanation.sequence.events.iter().map(JsonEvent::new).collect(),
            ladder: explanation.ladder.rungs.iter().map(JsonRung::new).collect(),
            console: explanation.console.iter().map(JsonConsole::new).collect(),
            origins: JsonOrigins::new(&explanation.origins),
            headers: explanation.headers.rows.iter().map(JsonHeader::new).collect(),
            try_it: explanation.trials.iter().map(JsonTrial::new).collect(),
            limits: plain(&explanation.limits),
            beside: explanation.beside.as_ref().map(JsonBeside::new),
            warnings: plain(&explanation.warnings),
            assumptions: plain(&explanation.assumptions),
        }
    }
}

fn plain(sentences: &[Sentence]) -> Vec<String> {
    sentences.iter().map(Sentence::to_string).collect()
}

fn lines(headers: &HeaderList) -> Lines {
    headers.iter().map(|(name, value)| (name.to_owned(), characters(value))).collect()
}

/// Bytes as characters, U+0000 to U+00FF.
fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

impl<'a> JsonExchange<'a> {
    fn new(exchange: &'a Exchange) -> Self {
        let request = &exchange.request;
        let response = exchange.response.as_ref();
        Self {
            request: JsonRequest {
                method: &request.method,
                url: request.url.as_str(),
                headers: lines(&request.headers),
                credentials: request.credentials,
            },
            response: response
                .map(|response| JsonResponse { status: response.status, headers: lines(&response.headers) }),
        }
    }
}

impl<'a> JsonPreflight<'a> {
    fn new(exchange: &'a Exchange) -> Self {
        let JsonExchange { request, response } = JsonExchange::new(exchange);
        let (cached_for, cached) = match exchange.kind {
            Kind::Preflight { kept_for } => (kept_for, false),
            Kind::KeptPreflight { left } => (left, true),
            Kind::Actual => (0, false),
        };
        Self { request, response, cached_for, cached }
    }
}

impl JsonFailure {
    fn new(failure: &Failure) -> Self {
        Self {
            step: failure.check().name(),
            spec: failure.check().spec(),
            chromium: failure.text(Browser::Chromium),
            firefox: failure.text(Browser::Firefox),
            safari: failure.text(Browser::Safari),
            because: because(failure).to_string(),
        }
    }
}

impl<'a> JsonLine<'a> {
    pub(crate) fn new(line: &'a PolicyLine) -> Self {
        Self { file: &line.file, line: line.line, column: line.column }
    }
}

impl<'a> JsonEdit<'a> {
    fn new(cure: &'a Cure) -> Self {
        let of = |is_added| {
            let lines = cure.diff.iter().filter(move |line| line.is_added == is_added);
            lines.map(|line| (line.line, line.text.as_str())).collect()
        };
        let (then, because) = match &cure.then {
            Then::Works => ("works", None),
            Then::Fails(why) => ("fails", Some(why.to_string())),
            Then::Refused { rule, message } => ("refused", Some(format!("{rule}: {message}"))),
        };
        Self {
            steps: plain(&cure.steps),
            removed: of(false),
            added: of(true),
            price: plain(&cure.prices),
            then,
            because,
        }
    }
}

impl<'a> JsonEvent<'a> {
    fn new(event: &'a Event) -> Self {
        match event {
            Event::Message(message) => {
                let decides = |line: &&HeaderLine| matches!(line.part, crate::Part::Allows | crate::Part::Refuses);
                Self::Message {
                    message: message.what.name(),
                    title: &message.title,
                    headers: message.lines.iter().map(|line| (line.name.as_str(), line.value.as_deref())).collect(),
                    deciding: message.lines.iter().filter(decides).map(|line| line.name.as_str()).collect(),
                    refused: message.is_refused,
                }
            }
            Event::Note(Note { words, .. }) => Self::Note { note: words.to_string() },
        }
    }
}

impl<'a> JsonRung<'a> {
    fn new(rung: &'a Rung) -> Self {
        Self {
            check: rung.check,
            question: rung.question.to_string(),
            answer: rung.answer.name(),
            found: rung.found.as_deref(),
            why: rung.why.as_ref().map(Sentence::to_string),
            spec: rung.spec,
            preflight: rung.is_preflight,
        }
    }
}

impl<'a> JsonConsole<'a> {
    fn new(console: &'a crate::Console) -> Self {
        Self {
            browser: console.browser.name(),
            works: console.works,
            lines: &console.lines,
            exception: console.exception.as_deref(),
            departs: console.departs.as_ref().map(Sentence::to_string),
        }
    }
}

impl<'a> JsonOrigins<'a> {
    fn new(origins: &'a crate::Origins) -> Self {
        let differ = origins.rows.iter().filter(|row| row.differs).map(|row| row.name).collect();
        Self { page: &origins.page, server: &origins.server, same_site: origins.is_same_site, differ }
    }
}

impl<'a> JsonHeader<'a> {
    fn new(row: &'a crate::HeaderRow) -> Self {
        Self { name: &row.name, there: row.is_there, reading: row.reading.name() }
    }
}

impl<'a> JsonTrial<'a> {
    fn new(trial: &'a Trial) -> Self {
        Self { what: trial.what.to_string(), command: trial.command.join(" "), expect: &trial.expect }
    }
}

impl<'a> JsonBeside<'a> {
    fn new(beside: &'a Beside) -> Self {
        let differences = beside.differences.iter().map(|difference| JsonDifference {
            preflight: difference.is_preflight,
            what: &difference.what,
            policy: difference.policy.as_deref(),
            server: difference.server.as_deref(),
        });
        Self {
            by_policy: beside.by_policy.name(),
            by_server: beside.by_server.name(),
            differences: differences.collect(),
        }
    }
}
