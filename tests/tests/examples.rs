//! What the examples show as generated is what is generated.

use std::{collections::BTreeMap, fs, path::Path};

use cors_compiler::{Options, Source, compile, emit, target::Shape, targets};
use corsgen_tests::Failure;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, fs::read_to_string(path)?))
    });
    entries.collect()
}

#[test]
fn generated_folders_are_fresh() -> Result<(), Failure> {
    let mut compared = 0;
    for example in fs::read_dir(EXAMPLES)? {
        let example = example?.path();
        let policy = example.join("cors.yaml");
        for target in targets::ALL {
            let folder = example.join("generated").join(target.name());
            if !folder.is_dir() {
                continue;
            }
            let source = Source::from_bytes(policy.to_string_lossy(), fs::read(&policy)?);
            let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
            let artifact = emit(*target, &source, &program, &Shape::PARTS).map_err(|report| format!("{report:?}"))?;
            let generated: BTreeMap<_, _> = artifact.parts.into_iter().map(|part| (part.file, part.text)).collect();
            let name = example.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let again =
                format!("-o examples/{name}/generated/{0} --target {0} examples/{name}/cors.yaml", target.name());
            assert!(files(&folder)? == generated, "not fresh: cargo run -- {again}");
            compared += generated.len();
        }
    }
    assert!(compared >= 5, "{compared} files compared");
    Ok(())
}
