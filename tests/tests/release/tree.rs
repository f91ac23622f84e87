//! The tree of a service that uses the macro, as `docs/supply-chain.md` shows it.

use std::{fs, path::Path};

use regex::Regex;

use corsgen_tests::Failure;

use crate::project::{ROOT, cargo, is_recorded};

#[test]
fn the_document_shows_the_tree() -> Result<(), Failure> {
    const DOCUMENT: &str = "docs/supply-chain.md";
    let arguments = ["tree", "--frozen", "--package", "corsgen-policy", "--features", "tower", "--edges", "normal"];
    let tree = cargo(&arguments)?;
    // Where this checkout lies, and the blank at the end of a line.
    let tree = Regex::new(r"(?m) \(/[^)]*\)| +$")?.replace_all(&tree, "");
    let text = fs::read_to_string(Path::new(ROOT).join(DOCUMENT))?;
    let block = Regex::new(r"(?s)```text\ncorsgen-policy .*?```")?;
    assert_eq!(block.find_iter(&text).count(), 1);
    is_recorded(DOCUMENT, &block.replace(&text, format!("```text\n{tree}```")))
}
