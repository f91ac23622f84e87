use serde::Serialize;

use crate::{Rung, Sentence, Trial};

#[derive(Serialize)]
pub(super) struct JsonRung<'a> {
    check: &'static str,
    question: String,
    answer: &'static str,
    found: Option<&'a str>,
    why: Option<String>,
    spec: &'static str,
    preflight: bool,
}

#[derive(Serialize)]
pub(super) struct JsonConsole<'a> {
    browser: &'static str,
    works: bool,
    lines: &'a [String],
    exception: Option<&'a str>,
    departs: Option<String>,
}

#[derive(Serialize)]
pub(super) struct JsonOrigins<'a> {
    page: &'a str,
    server: &'a str,
    same_site: bool,
    differ: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct JsonHeader<'a> {
    name: &'a str,
    there: bool,
    reading: &'static str,
}

#[derive(Serialize)]
pub(super) struct JsonTrial<'a> {
    what: String,
    command: String,
    expect: &'a [String],
}

impl<'a> JsonRung<'a> {
    pub(super) fn new(rung: &'a Rung) -> Self {
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
    pub(super) fn new(console: &'a crate::Console) -> Self {
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
    pub(super) fn new(origins: &'a crate::Origins) -> Self {
        let differ = origins.rows.iter().filter(|row| row.differs).map(|row| row.name).collect();
        Self { page: &origins.page, server: &origins.server, same_site: origins.is_same_site, differ }
    }
}

impl<'a> JsonHeader<'a> {
    pub(super) fn new(row: &'a crate::HeaderRow) -> Self {
        Self { name: &row.name, there: row.is_there, reading: row.reading.name() }
    }
}

impl<'a> JsonTrial<'a> {
    pub(super) fn new(trial: &'a Trial) -> Self {
        Self { what: trial.what.to_string(), command: trial.command.join(" "), expect: &trial.expect }
    }
}
