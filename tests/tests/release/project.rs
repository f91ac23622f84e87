use std::{fs, path::Path, process::Command};

use serde_json::Value;

use corsgen_tests::Failure;

pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What writes anew what is recorded.
const OVERWRITE: &str = "CORSGEN_OVERWRITE";

/// What cargo prints on stdout.
pub(crate) fn cargo(arguments: &[&str]) -> Result<String, Failure> {
    run(Command::new(env!("CARGO")).args(arguments).current_dir(ROOT))
}

pub(crate) fn run(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// All packages of the graph, those of tests too, as `cargo metadata` has them. Of this platform: cargo has fetched no others.
pub(crate) fn graph() -> Result<Vec<Value>, Failure> {
    let rustc = run(Command::new("rustc").arg("-vV").current_dir(ROOT))?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let text = cargo(&["metadata", "--format-version", "1", "--frozen", "--all-features", "--filter-platform", host])?;
    let mut metadata: Value = serde_json::from_str(&text)?;
    match metadata["packages"].take() {
        Value::Array(packages) => Ok(packages),
        other => Err(format!("no packages: {other}").into()),
    }
}

/// The packages of this project that are published.
pub(crate) fn published() -> Result<Vec<Value>, Failure> {
    let is_published = |package: &Value| package["source"].is_null() && package["publish"].is_null();
    let published: Vec<Value> = graph()?.into_iter().filter(is_published).collect();
    assert_eq!(published.len(), 8);
    Ok(published)
}

pub(crate) fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap_or_default()
}

/// Fails unless the file has this text, or makes it so where that is asked for.
pub(crate) fn is_recorded(file: &str, text: &str) -> Result<(), Failure> {
    let path = Path::new(ROOT).join(file);
    if std::env::var_os(OVERWRITE).is_some() {
        return Ok(fs::write(path, text)?);
    }
    let recorded = fs::read_to_string(path).unwrap_or_default();
    let [gone, came] = [(&recorded[..], text), (text, &recorded[..])].map(|(one, other)| {
        let others: std::collections::BTreeSet<&str> = other.lines().collect();
        one.lines().filter(|line| !others.contains(line)).collect::<Vec<_>>().join("\n")
    });
    if recorded == text {
        return Ok(());
    }
    let command = format!("{OVERWRITE}=1 cargo test -p corsgen-tests --test release");
    Err(format!("{file} is not as it was. Gone:\n{gone}\nCame:\n{came}\nIf that is meant: {command}").into())
}
