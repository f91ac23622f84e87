//! The README's transcripts, and what `start` shows, are what happens.

use std::path::Path;

use corsgen_transcripts::{Example, Start};

#[test]
fn the_transcripts_are_what_happens() {
    let example = Example {
        readme: include_str!("../README.md"),
        start: "cargo run -p example-runtime-reload",
        binary: env!("CARGO_BIN_EXE_example-runtime-reload"),
        folder: env!("CARGO_MANIFEST_DIR"),
        scratch: env!("CARGO_TARGET_TMPDIR"),
    };
    assert!(example.assert_true() > 7, "the README has commands");
}

#[test]
fn it_answers_as_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    Start { folder, variable: "SERVER", server: Path::new(env!("CARGO_BIN_EXE_example-runtime-reload")) }
        .assert_shown();
}
