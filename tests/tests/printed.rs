//! What `corsgen --target rust` prints is compiled here, and answers as the policy that it was printed from.

use cors_compiler::{Program, Source, emit, target::Shape, targets};
use corsgen_tests::{Answer, Failure, corpus};

#[rustfmt::skip]
#[path = "../../examples/storefront/generated/storefront.rs"]
mod storefront;

const POLICY: &str = include_str!("../../examples/storefront/cors.yaml");
const PRINTED: &str = include_str!("../../examples/storefront/generated/storefront.rs");

fn source() -> Source {
    Source::new("examples/storefront/cors.yaml", POLICY)
}

fn program() -> Result<Program, Failure> {
    let compiled = cors_compiler::compile(&source(), &cors_compiler::Options::default());
    compiled.map(|(program, _)| program).map_err(|report| format!("{report:?}").into())
}

#[test]
fn the_storefront_checker_is_fresh() -> Result<(), Failure> {
    let rust = targets::find("rust").ok_or("no such target")?;
    let artifact = emit(rust, &source(), &program()?, &Shape::PARTS).map_err(|report| format!("{report:?}"))?;
    let again =
        "cargo run -- --target rust examples/storefront/cors.yaml -o examples/storefront/generated/storefront.rs";
    assert!(artifact.parts.iter().map(|part| part.text.as_str()).eq([PRINTED]), "it is not: {again}");
    Ok(())
}

#[test]
fn it_answers_as_the_policy() -> Result<(), Failure> {
    let program = program()?;
    let mut allowed = 0;
    for group in corpus::groups()? {
        for mut request in group.requests() {
            for origin in ["https://shop.example.com", "https://a.b.preview.example.com", "https://evil.example.com"] {
                request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("origin"));
                request.headers.push(("origin".to_owned(), origin.into()));
                let decision = cors_core::decide(&storefront::Storefront, &request);
                let expected = Answer::of_decision(&cors_core::decide(&program, &request), &request);
                assert_eq!(Answer::of_decision(&decision, &request), expected);
                allowed += usize::from(decision.verdict.origin == Some(true));
            }
        }
    }
    assert!(allowed > 100, "{allowed}");
    Ok(())
}
