//! What a service links: ours, and what a feature asks for. Nothing that reads YAML, and nothing of the macro's.
#![expect(clippy::expect_used, reason = "a test fails by a panic")]

use std::{collections::BTreeSet, process::Command};

const OURS: [&str; 2] = ["corsgen-core", "corsgen-policy"];
const TOWER: [&str; 6] = ["bytes", "http", "itoa", "pin-project-lite", "tower-layer", "tower-service"];

#[test]
fn the_macro_adds_nothing() {
    assert_eq!(linked(""), OURS.map(str::to_owned).into());
}

#[test]
fn the_layer_adds_http_and_tower() {
    assert_eq!(linked("tower"), OURS.iter().chain(&TOWER).map(|&name| name.to_owned()).collect());
}

#[test]
fn events_add_tracing() {
    let added = &linked("tower,tracing") - &linked("tower");
    assert_eq!(added, ["tracing", "tracing-core"].map(str::to_owned).into());
}

/// axum and actix-web have graphs of their own, which their applications link anyway.
#[test]
fn nothing_reads_policies_or_rust_but_at_run_time() {
    const READERS: [&str; 4] = ["annotate-snippets", "corsgen-compiler", "granit-parser", "notify"];
    let without = linked("axum,actix,tower,tracing");
    assert!(without.contains("axum") && without.contains("actix-web"), "{without:?}");
    for unwanted in READERS.iter().chain(&["corsgen-macros"]) {
        assert!(!without.contains(*unwanted), "{unwanted} in {without:?}");
    }
    let with = linked("runtime");
    for wanted in READERS {
        assert!(with.contains(wanted), "{wanted} is not in {with:?}");
    }
    // Nothing of the compiler's extras: they are for the command.
    for unwanted in ["corsgen-macros", "prettyplease", "serde", "serde_json", "sha2", "syn", "yaml_serde"] {
        assert!(!with.contains(unwanted), "{unwanted} in {with:?}");
    }
}

/// The names of the packages that this one links with some features.
fn linked(features: &str) -> BTreeSet<String> {
    let arguments = ["tree", "--frozen", "--package", "corsgen-policy", "--features", features];
    let format = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(format)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    lines.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}
