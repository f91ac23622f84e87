//! Every format of `corsgen check` takes every finding: the real program is given mutated documents, a folder of them at once.

use std::{env, fs, path::Path, process::Command};

use corsgen_tests::{Failure, hostile::Hostile, properties::seeds};
use serde_json::Value;

/// As many documents of each run.
const DOCUMENTS: usize = 250;

#[test]
fn every_format_takes_every_finding() -> Result<(), Failure> {
    let folder = env::temp_dir().join(format!("corsgen-formats-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let result = check(&folder);
    fs::remove_dir_all(&folder)?;
    result
}

fn check(folder: &Path) -> Result<(), Failure> {
    let documents: Vec<Vec<u8>> = seeds::documents().into_iter().chain(Hostile::new(5).take(DOCUMENTS)).collect();
    for (number, document) in documents.iter().enumerate() {
        fs::write(folder.join(format!("{number:04}.yaml")), document)?;
    }
    let program = env::current_exe()?.parent().and_then(Path::parent).ok_or("no folder")?.join("corsgen");
    let mut counts = Vec::new();
    for format in ["human", "short", "json", "sarif", "github"] {
        let mut command = Command::new(&program);
        command.args(["check", "--verbose", "--format", format]).current_dir(folder);
        command.args((0..documents.len()).map(|number| format!("{number:04}.yaml")));
        let output = command.output().map_err(|error| format!("no corsgen: {error}: run `cargo build -p corsgen`"))?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(1), "{format}: {said}");
        assert!(!said.contains("panicked"), "{format}: {said}");
        let printed = String::from_utf8(output.stdout)?;
        counts.push(match format {
            "json" => {
                let json: Value = serde_json::from_str(&printed)?;
                let files = json["files"].as_array().ok_or("no files")?;
                files.iter().filter_map(|file| file["findings"].as_array()).map(Vec::len).sum()
            }
            "sarif" => {
                let log: Value = serde_json::from_str(&printed)?;
                log["runs"][0]["results"].as_array().ok_or("no results")?.len()
            }
            "github" => printed.lines().filter(|line| line.starts_with("::")).count(),
            "short" => printed.lines().filter(|line| line.contains(".yaml:")).count(),
            _ => continue,
        });
    }
    assert!(counts.windows(2).all(|pair| pair[0] == pair[1]) && counts[0] > documents.len(), "{counts:?}");
    Ok(())
}
