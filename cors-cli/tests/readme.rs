//! The README does what it shows: its blocks are run in their order, by a user who has the project in `../corsgen`.
//!
//! A `yaml` block is the user's `cors.yaml` from there on. The lines of an `sh` block must succeed. In a `console` block a
//! command stands behind `$ `, and below it what it prints, where `...` stands for any lines. The Rust blocks are doctests of
//! the package `corsgen-tests`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

struct Block<'a> {
    language: &'a str,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            blocks.push(Block { language, text });
        }
    }
    blocks
}

/// The folder of a user's service, and the project beside it.
struct User {
    folder: PathBuf,
}

impl User {
    fn new() -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
        let _ = fs::remove_dir_all(&home);
        let folder = home.join("service");
        fs::create_dir_all(folder.join("src")).unwrap();
        std::os::unix::fs::symlink(Path::new(ROOT).canonicalize().unwrap(), home.join("corsgen")).unwrap();
        let manifest = "[package]\nname = \"service\"\nedition = \"2024\"\n\n[workspace]\n";
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("src/main.rs"), "fn main() {}\n").unwrap();
        Self { folder }
    }

    fn run(&self, line: &str) -> Output {
        let bin = Path::new(env!("CARGO_BIN_EXE_corsgen")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        // What `cargo run` builds is built already, without `--release`; it runs in the project's own folder.
        let command = match line.strip_prefix("cargo run --release -- ") {
            Some(arguments) => format!("cd ../corsgen && corsgen {arguments}"),
            None => line.to_owned(),
        };
        let mut shell = Command::new("bash");
        shell.args(["-euo", "pipefail", "-c", &format!("{command} 2>&1")]).current_dir(&self.folder).env("PATH", path);
        shell.env("CARGO_NET_OFFLINE", "true").env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
        shell.output().unwrap()
    }

    fn script(&self, text: &str) {
        // The one command that is not run here: it is what runs this test.
        for line in text.lines().filter(|line| *line != "tests/run") {
            let output = self.run(line);
            assert!(output.status.success(), "`{line}` fails:\n{}", String::from_utf8_lossy(&output.stdout));
        }
    }

    fn transcript(&self, text: &str) {
        let mut entries: Vec<(&str, String)> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("$ "), entries.last_mut()) {
                (Some(command), _) => entries.push((command, String::new())),
                (None, Some((_, shown))) => *shown += &format!("{line}\n"),
                (None, None) => panic!("a transcript begins with a command, not `{line}`"),
            }
        }
        for (command, shown) in entries {
            let printed = String::from_utf8(self.run(command).stdout).unwrap();
            assert!(is_shown(&shown, &printed), "`{command}` prints:\n{printed}\nand the README shows:\n{shown}");
        }
    }
}

/// Whether `shown` is `printed`, with `...` for any lines.
fn is_shown(shown: &str, printed: &str) -> bool {
    let mut pieces = shown.split("...\n");
    let Some(mut rest) = pieces.next().and_then(|first| printed.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    false
}

#[test]
fn the_readme_does_what_it_shows() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let user = User::new();
    let mut ran = 0;
    for block in blocks(&readme) {
        match block.language {
            "yaml" => fs::write(user.folder.join("cors.yaml"), &block.text).unwrap(),
            "sh" => user.script(&block.text),
            "console" => user.transcript(&block.text),
            "rust" | "rust,no_run" => continue,
            other => panic!("no test runs a block of `{other}`"),
        }
        ran += 1;
    }
    assert!(ran > 4, "{ran} blocks");
}

/// The Rust blocks are compiled with this file, as doctests of `corsgen-tests`.
#[test]
fn the_policy_of_the_rust_blocks_is_the_first_of_the_readme() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let policy = blocks(&readme).into_iter().find(|block| block.language == "yaml").unwrap();
    assert_eq!(fs::read_to_string(Path::new(ROOT).join("tests/cors.yaml")).unwrap(), policy.text);
}

#[test]
fn cargo_run_means_corsgen() {
    let manifest = fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("\ndefault-members = [\"cors-cli\"]\n"));
}

#[test]
fn elisions_stand_for_any_lines_and_for_nothing_else() {
    assert!(is_shown("a\n", "a\n"));
    assert!(is_shown("a\n...\nc\n", "a\nb\nc\n"));
    assert!(is_shown("...\nb\n...\n", "a\nb\nc\n"));
    assert!(!is_shown("a\n", "a\nb\n"));
    assert!(!is_shown("a\n...\nd\n", "a\nb\nc\n"));
    assert!(!is_shown("b\n", "a\nb\n"));
}
