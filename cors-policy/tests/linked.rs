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
    let added = &linked("tracing") - &linked("tower");
    assert_eq!(added, ["tracing", "tracing-core"].map(str::to_owned).into());
}

/// axum has a graph of its own, which an axum application links anyway.
#[test]
fn nothing_reads_yaml_or_rust_with_any_feature() {
    let linked = linked("axum,tower,tracing");
    assert!(linked.contains("axum"), "{linked:?}");
    for unwanted in ["corsgen-compiler", "corsgen-macros", "granit-parser", "serde", "syn", "proc-macro2"] {
        assert!(!linked.contains(unwanted), "{unwanted} in {linked:?}");
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
