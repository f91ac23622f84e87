use serde::Serialize;

use crate::{Cure, PolicyLine, Then, Wanted};

use super::{exchange::JsonResponse, plain};

#[derive(Serialize)]
pub(super) struct JsonLine<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
pub(super) struct JsonEdit<'a> {
    steps: Vec<String>,
    removed: Vec<(usize, &'a str)>,
    added: Vec<(usize, &'a str)>,
    price: Vec<String>,
    then: &'static str,
    because: Option<String>,
}

impl<'a> JsonLine<'a> {
    pub(super) fn new(line: &'a PolicyLine) -> Self {
        Self { file: &line.file, line: line.line, column: line.column }
    }
}

impl<'a> JsonEdit<'a> {
    pub(super) fn new(cure: &'a Cure) -> Self {
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

#[derive(Serialize)]
pub(super) struct JsonWanted<'a> {
    policy: &'a str,
    preflight: Option<JsonResponse>,
    actual: JsonResponse,
    price: Vec<String>,
}

impl<'a> JsonWanted<'a> {
    pub(super) fn new(wanted: &'a Wanted) -> Self {
        Self {
            policy: &wanted.text,
            preflight: wanted.preflight.as_ref().map(JsonResponse::new),
            actual: JsonResponse::new(&wanted.actual),
            price: plain(&wanted.prices),
        }
    }
}
