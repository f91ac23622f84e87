//! What the examples show as generated is what is generated.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use cors_compiler::{
    Options, Source, Target, compile, emit,
    target::{ClusterName, Shape},
    targets,
};
use corsgen_tests::{Failure, corpus};

/// The folders of the examples.
fn examples() -> Result<Vec<PathBuf>, Failure> {
    let entries = corpus::folder("../examples").read_dir()?.map(|entry| Ok(entry?.path()));
    let folders = entries.filter(|path| path.as_ref().is_ok_and(|path| path.is_dir()) || path.is_err());
    folders.collect()
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, fs::read_to_string(path)?))
    });
    entries.collect()
}

/// The cluster that an example's routes of Envoy name, where it has one of its own.
fn cluster(example: &Path) -> Option<&'static str> {
    example.ends_with("envoy").then_some("application")
}

/// What a target generates for an example, by file name.
fn generated(example: &Path, target: &dyn Target) -> Result<BTreeMap<String, String>, Failure> {
    let policy = example.join("cors.yaml");
    let source = Source::from_bytes(policy.to_string_lossy(), fs::read(&policy)?);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
    let cluster = cluster(example).and_then(ClusterName::parse).filter(|_| target.supports().cluster);
    let shape = Shape::Parts { families: Vec::new(), cluster };
    let artifact = emit(target, &source, &program, &shape).map_err(|report| format!("{report:?}"))?;
    Ok(artifact.parts.into_iter().map(|part| (part.file, part.text)).collect())
}

#[test]
fn what_is_generated_is_fresh() -> Result<(), Failure> {
    for example in examples()? {
        let name = example.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = example.join("generated");
        let again = |target: &str, to: &str| {
            let cluster = cluster(&example).filter(|_| target == "envoy");
            let cluster = cluster.map_or_else(String::new, |cluster| format!(" --cluster {cluster}"));
            format!(
                "cargo run -- --target {target}{cluster} examples/{name}/cors.yaml -o examples/{name}/generated/{to}"
            )
        };
        let mut compared = 0;
        for target in targets::ALL {
            let folder = shown.join(target.name());
            if folder.is_dir() {
                let again = again(target.name(), target.name());
                assert!(files(&folder)? == generated(&example, *target)?, "not fresh: {again}");
                compared += 1;
            }
        }
        // A checker is one file, without a folder around it.
        let rust = targets::find("rust").ok_or("no such target")?;
        for (file, text) in generated(&example, rust)? {
            if shown.join(&file).exists() {
                assert!(fs::read_to_string(shown.join(&file))? == text, "not fresh: {}", again("rust", &file));
                compared += 1;
            }
        }
        assert!(compared > 0, "{name} shows nothing generated");
    }
    Ok(())
}
