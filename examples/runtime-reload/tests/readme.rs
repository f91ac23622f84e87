//! The README's transcripts are what happens.

use corsgen_transcripts::Example;

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
