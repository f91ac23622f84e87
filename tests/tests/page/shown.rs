//! A page in Chromium, and what is wrong with it.

use std::{fs, path::PathBuf};

use corsgen_tests::{Failure, browser::Chromium, installed::installed};
use serde_json::Value;

const LAYOUT: &str = include_str!("../../page/layout.js");

/// The names of a page's elements and attributes, in order, and whether a script of others has run.
pub(crate) const SHAPE: &str = "({shape: [...document.querySelectorAll('*:not(wbr)')].map((element) => [element.localName, ...element.getAttributeNames()].join(' ')), \
     pwned: typeof pwned !== 'undefined', text: document.body.textContent})";

/// A page in a file, for as long as this lives.
pub(crate) struct Shown(pub(crate) PathBuf);

impl Shown {
    pub(crate) fn new(name: &str, html: &str) -> Result<Self, Failure> {
        let end = if html.starts_with("<svg") { "svg" } else { "html" };
        let path = std::env::temp_dir().join(format!("corsgen-page-{}-{name}.{end}", std::process::id()));
        fs::write(&path, html)?;
        Ok(Self(path))
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

/// What is wrong with where its boxes stand.
pub(crate) fn faults(chromium: &mut Chromium, session: &str) -> Result<Vec<String>, Failure> {
    let found = chromium.evaluate(session, LAYOUT)?;
    let found = found.as_array().ok_or("no list")?;
    Ok(found.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// What axe-core objects to, of any weight: a line for each.
pub(crate) fn objections(chromium: &mut Chromium, session: &str) -> Result<Vec<String>, Failure> {
    let axe = fs::read_to_string(installed("CORSGEN_AXE")?)?;
    chromium.evaluate(session, &format!("{axe};null"))?;
    let run = "axe.run().then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.html}`)))";
    let found = chromium.evaluate(session, run)?;
    Ok(found.as_array().ok_or("no list")?.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect())
}
