use cors_compiler::{Options, Source, compile};

use super::meant::without_places;

/// What is accepted means the same to another reader of YAML: everything that decides is text, a number or a boolean, so that reader's tree,
/// printed as JSON, compiles to the same program.
///
/// Judges what both take. The other is stricter than YAML 1.2 in corners that only mutations find, such as a tab on a blank line; a reader
/// that refuses takes nothing for something else.
pub(super) fn read_again(bytes: &[u8]) -> bool {
    let source = Source::from_bytes("cors.yaml", bytes.to_vec());
    let Ok((program, _)) = compile(&source, &Options::default()) else { return false };
    let Ok(value) = serde_yaml::from_str::<serde_yaml::Value>(source.text()) else { return false };
    let json = serde_json::to_string(&value).unwrap_or_else(|error| panic!("{error}: {:?}", source.text()));
    let again = compile(&Source::new("cors.yaml", json.as_str()), &Options::default());
    let (again, _) =
        again.unwrap_or_else(|report| panic!("{:?}\nas JSON {json}\n{:?}", source.text(), report.findings()));
    assert_eq!(without_places(program), without_places(again), "{:?}\nas JSON {json}", source.text());
    true
}
