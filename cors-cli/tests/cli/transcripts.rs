//! Calls and what they print, as whoever types them sees it. `TRYCMD=overwrite cargo test` writes them anew: read the difference.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
