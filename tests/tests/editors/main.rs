//! What editors show of a policy: the YAML language server over the schema, asked as they ask it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod completions;
mod hovers;
mod mistakes;
mod modeline;
mod pages;
mod server;
mod snippet;

use std::{fs, path::Path};

use serde::de::DeserializeOwned;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The rows of a table of `tests/editors/`.
fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    let path = root().join("tests/editors").join(table);
    serde_yaml::from_str(&fs::read_to_string(&path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
