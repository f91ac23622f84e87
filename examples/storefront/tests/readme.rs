//! The README's transcripts are what happens.

use corsgen_transcripts::Example;

#[test]
fn the_transcripts_are_what_happens() {
    let example = Example {
        readme: include_str!("../README.md"),
        start: "cargo run -p storefront",
        binary: env!("CARGO_BIN_EXE_storefront"),
        folder: env!("CARGO_MANIFEST_DIR"),
        scratch: env!("CARGO_TARGET_TMPDIR"),
    };
    assert!(example.assert_true() > 11, "the README has commands");
}
