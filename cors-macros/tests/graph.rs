//! What a user compiles for the macro.

use std::{collections::BTreeSet, process::Command};

/// Each of these is time in every user's build: a name is added here on purpose or not at all.
const GRAPH: [&str; 13] = [
    "annotate-snippets",
    "anstyle",
    "arraydeque",
    "corsgen-compiler",
    "corsgen-core",
    "corsgen-macros",
    "granit-parser",
    "proc-macro2",
    "quote",
    "smallvec",
    "syn",
    "unicode-ident",
    "unicode-width",
];

#[test]
fn the_macro_compiles_these_crates_and_no_other() {
    let arguments = ["tree", "--frozen", "--package", "corsgen-macros", "--edges", "normal", "--prefix", "none"];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    let graph: BTreeSet<&str> = lines.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(graph, GRAPH.into());
}
