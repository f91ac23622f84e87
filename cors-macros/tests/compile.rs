//! What the macro accepts, and what the compiler says of what it does not.

#[test]
fn compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/pass/*.rs");
    cases.compile_fail("tests/fail/*.rs");
}
