use cors_compiler::{
    Options, Source, compile, emit,
    target::{HostPort, Shape},
    targets,
};

use super::findings::assert_is_shown;

/// Whatever compiles, each target prints or refuses, with its places in the text: in parts and, where it can, as a whole. What is printed is
/// YAML to a target of Envoy's and Rust to the target of that name. Judges what compiles.
pub(super) fn emitted(bytes: &[u8]) -> bool {
    let source = Source::from_bytes("cors.yaml", bytes.to_vec());
    let Ok((program, _)) = compile(&source, &Options::default()) else { return false };
    let address = |text| HostPort::parse(text).expect("an address");
    let whole = Shape::Complete { listen: address("127.0.0.1:8080"), upstream: address("[::1]:8081") };
    for target in targets::ALL {
        for shape in [Shape::PARTS, whole.clone()] {
            if matches!(shape, Shape::Complete { .. }) && !target.supports().complete {
                continue;
            }
            match emit(*target, &source, &program, &shape) {
                Ok(artifact) => artifact.parts.iter().for_each(|part| assert_is_read(target.name(), &part.text)),
                Err(report) => {
                    assert!(report.refuses(), "{}: {:?}", target.name(), source.text());
                    report.findings().iter().for_each(|finding| assert_is_shown(&source, finding));
                }
            }
        }
    }
    true
}

fn assert_is_read(target: &str, text: &str) {
    assert!(text.ends_with('\n'), "{target}: a last line without its end");
    if target == "rust" {
        syn::parse_file(text).unwrap_or_else(|error| panic!("{target}: {error}\n{text}"));
    } else if target.starts_with("envoy") {
        let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(text);
        assert!(read.is_ok(), "{target}: {read:?}\n{text}");
    } else {
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{target}: {text:?}");
    }
}
