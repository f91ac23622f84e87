//! The links between the project's documents lead somewhere.

use std::{fs, path::Path, process::Command};

use corsgen_tests::Failure;
use regex::Regex;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The Markdown files that are under version control, or will be.
fn documents() -> Result<Vec<String>, Failure> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
    let output = Command::new("git").args(list).current_dir(ROOT).output()?;
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

#[test]
fn every_link_to_a_file_of_the_project_leads_to_one() -> Result<(), Failure> {
    let link = Regex::new(r"\]\(([^)\s]+)\)")?;
    let (mut links, mut dead) = (0, Vec::new());
    for document in documents()? {
        let text = fs::read_to_string(Path::new(ROOT).join(&document))?;
        let folder = Path::new(&document).parent().unwrap_or(Path::new(""));
        for capture in link.captures_iter(&text) {
            let path = capture[1].split('#').next().unwrap_or_default();
            let file = match path.strip_prefix("https://github.com/corsgen/corsgen/blob/main/") {
                Some(path) => Path::new(path).to_owned(),
                None if path.is_empty() || path.contains("://") => continue,
                None => folder.join(path),
            };
            links += 1;
            if !Path::new(ROOT).join(&file).exists() {
                dead.push(format!("{document}: {}", &capture[1]));
            }
        }
    }
    assert!(links > 20, "{links} links");
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    Ok(())
}
