use cors_browser::{Browser, Failure};
use serde::Serialize;

use crate::because;

#[derive(Serialize)]
pub(super) struct JsonFailure {
    step: &'static str,
    spec: &'static str,
    chromium: Option<String>,
    firefox: Option<String>,
    safari: Option<String>,
    because: String,
}

impl JsonFailure {
    pub(super) fn new(failure: &Failure) -> Self {
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
