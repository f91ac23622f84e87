//! A release build of this links only if the optimiser has proved that generated code, and the decision over it, cannot panic.

use std::{env, hint::black_box, process::ExitCode};

use cors_policy::{__private::core, Policy, Rules, cors_policy, decide};
#[cfg(not(debug_assertions))]
use no_panic::no_panic;

cors_policy!(struct Api = "./cors.yaml");

/// A request whose every part is `text`.
struct Request<'a> {
    text: &'a [u8],
}

impl core::Request for Request<'_> {
    fn method(&self) -> &[u8] {
        self.text
    }
    fn path(&self) -> &[u8] {
        self.text
    }
    fn authority(&self) -> Option<&[u8]> {
        Some(self.text)
    }
    fn line(&self, _: core::Field) -> core::Line<'_> {
        core::Line::of([self.text].into_iter())
    }
    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        [self.text].into_iter()
    }
}

// Unoptimised code holds every panic that the optimiser would remove.
#[cfg_attr(not(debug_assertions), no_panic)]
fn route(path: &[u8]) -> bool {
    Api.route(path).rules().is_some()
}

#[cfg_attr(not(debug_assertions), no_panic)]
fn allows_origin(origin: &[u8]) -> bool {
    Api.all().iter().any(|rules| rules.allows_origin(origin))
}

#[cfg_attr(not(debug_assertions), no_panic)]
fn allows_method(method: &[u8]) -> bool {
    Api.all().iter().any(|rules| rules.allows_method(method))
}

#[cfg_attr(not(debug_assertions), no_panic)]
fn allows_header(name: &[u8]) -> bool {
    Api.all().iter().any(|rules| rules.allows_header(name))
}

#[cfg_attr(not(debug_assertions), no_panic)]
fn allows(text: &[u8]) -> bool {
    decide(&Api, &Request { text }).verdict.origin == Some(true)
}

#[cfg(feature = "control")]
#[cfg_attr(not(debug_assertions), no_panic)]
#[expect(clippy::indexing_slicing, reason = "it is what must be found")]
fn allows_first(origin: &[u8]) -> bool {
    origin[0] == b'h'
}

fn main() -> ExitCode {
    let text = env::args().nth(1).unwrap_or_default();
    let text = black_box(text.as_bytes());
    let answers = [route(text), allows_origin(text), allows_method(text), allows_header(text), allows(text)];
    #[cfg(feature = "control")]
    black_box(allows_first(text));
    // What is not used would be removed, and its panics with it.
    ExitCode::from(black_box(answers).into_iter().map(u8::from).sum::<u8>())
}
