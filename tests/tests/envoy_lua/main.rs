//! The filter in Lua on the real Envoy.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod beside;
mod bounds;

use cors_compiler::{Options, Program, Source, compile};
use corsgen_tests::{Failure, Request};

fn compiled(file: &str, text: &str) -> Result<(Source, Program), Failure> {
    let source = Source::new(file, text);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
    Ok((source, program))
}

fn get(target: &str, origin: &str) -> Request {
    request("GET", target, &[("origin", origin)])
}

fn request(method: &str, target: &str, headers: &[(&str, &str)]) -> Request {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()));
    Request::new(method, target, headers.collect())
}
