//! Tools that others run over the schema: Ajv as strict as it can be, in the regular expressions of JavaScript, and check-jsonschema.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use corsgen_tests::{Failure, installed::installed};
use serde_json::Value;

use crate::{agreement::validator, corpus::written, root};

/// The documents of the corpus that are JSON to another YAML reader, and whether each is valid.
fn documents() -> Vec<(String, Value, bool)> {
    let validator = validator();
    let read = |text: String| serde_yaml::from_str(&text).ok().map(|value| (text, value));
    let values = written().into_iter().filter_map(|source| read(source.text().to_owned()));
    values
        .map(|(text, value)| (text, validator.is_valid(&value), value))
        .map(|(text, valid, value)| (text, value, valid))
        .collect()
}

#[test]
fn ajv_takes_it_at_its_strictest_and_judges_alike() -> Result<(), Failure> {
    let documents = documents();
    let values: Vec<&Value> = documents.iter().map(|(_, value, _)| value).collect();
    let mut node = Command::new("node")
        .arg(root().join("tests/editors/strict.js"))
        .arg(root().join("schema/cors.schema.json"))
        .env("CORSGEN_AJV", installed("CORSGEN_AJV")?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // Where it refuses the schema it reads none of them.
    let _ = node.stdin.take().ok_or("no input")?.write_all(serde_json::to_string(&values)?.as_bytes());
    let said = node.wait_with_output()?;
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let valid: Vec<bool> = serde_json::from_slice(&said.stdout)?;
    assert_eq!(valid.len(), documents.len());
    for ((text, _, expected), valid) in documents.iter().zip(valid) {
        assert_eq!(valid, *expected, "to Ajv it is {valid}:\n{text}");
    }
    Ok(())
}

/// Editors judge while one types, whatever one types. That the harness finds such an expression is tried with one.
#[test]
fn no_expression_takes_longer_than_its_text_is_long() -> Result<(), Failure> {
    let judged = |schema: &Path| -> Result<Value, Failure> {
        let said = Command::new("node").arg(root().join("tests/editors/linear.js")).arg(schema).output()?;
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        Ok(serde_json::from_slice(&said.stdout)?)
    };
    let said = judged(&root().join("schema/cors.schema.json"))?;
    assert!(said["expressions"].as_u64() > Some(50) && said["texts"].as_u64() > Some(100_000), "{said}");
    assert_eq!(said["found"], serde_json::json!([]));
    let folder = Folder(std::env::temp_dir().join(format!("corsgen-linear-{}", std::process::id())));
    fs::create_dir(&folder.0)?;
    fs::write(folder.0.join("schema.json"), r#"{"pattern": "^https?://[^:/.]*\\*[^:/.]*\\.b$"}"#)?;
    let found = judged(&folder.0.join("schema.json"))?;
    assert!(found["found"].as_array().is_some_and(|found| !found.is_empty()), "{found}");
    Ok(())
}

/// A folder that ends with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What its YAML reader takes for something else than ours: an integer with a leading zero, and a mapping that is merged. The compiler
/// refuses both.
const READ_OTHERWISE: [&str; 2] = ["max_age: 010", "<<: {allow_methods"];

fn check_jsonschema(arguments: &[&str], files: &[PathBuf]) -> Result<Output, Failure> {
    Ok(Command::new(installed("CORSGEN_CHECK_JSONSCHEMA")?).args(arguments).args(files).output()?)
}

#[test]
fn check_jsonschema_takes_it_and_judges_alike() -> Result<(), Failure> {
    let schema = root().join("schema/cors.schema.json");
    let said = check_jsonschema(&["--check-metaschema"], std::slice::from_ref(&schema))?;
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));

    let folder = Folder(std::env::temp_dir().join(format!("corsgen-check-jsonschema-{}", std::process::id())));
    fs::create_dir(&folder.0)?;
    let mut files = Vec::new();
    let mut invalid = BTreeSet::new();
    for (number, (text, _, valid)) in documents().iter().enumerate() {
        let file = folder.0.join(format!("{number}.yaml"));
        fs::write(&file, text)?;
        if !valid {
            invalid.insert(file.clone());
        }
        files.push(file);
    }
    let path = schema.to_str().ok_or("not UTF-8")?;
    let said = check_jsonschema(&["--schemafile", path, "--output-format", "json"], &files)?;
    let report: Value = serde_json::from_slice(&said.stdout)?;
    let named = |list: &str| -> BTreeSet<PathBuf> {
        let errors = report[list].as_array().into_iter().flatten();
        errors.filter_map(|error| error["filename"].as_str()).map(|name| Path::new(name).to_owned()).collect()
    };
    let unread = named("parse_errors");
    assert!(unread.len() * 50 < files.len(), "{unread:?}");
    invalid.retain(|file| !unread.contains(file));
    let failed = named("errors");
    let otherwise = failed.symmetric_difference(&invalid).map(|file| fs::read_to_string(file).unwrap());
    let (known, others): (Vec<String>, Vec<String>) =
        otherwise.partition(|text| READ_OTHERWISE.iter().any(|piece| text.contains(piece)));
    assert!(others.is_empty(), "judged otherwise:\n{}", others.join("\n---\n"));
    assert_eq!(known.len(), READ_OTHERWISE.len(), "{known:?}");
    assert!(failed.len() > 100 && files.len() - failed.len() > 100, "{} of {} fail", failed.len(), files.len());
    Ok(())
}
