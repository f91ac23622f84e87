//! `corsgen completions`, read by the shells that they are for.

use std::process::{Command, Stdio};

use crate::project::{Project, Said, corsgen};

fn script(project: &Project, shell: &str, name: &str) {
    let output = Command::new(corsgen()).args(["completions", shell]).output().unwrap();
    project.write(name, &String::from_utf8(output.stdout).unwrap());
}

/// What a shell says when it runs a script.
fn run(project: &Project, shell: &str, arguments: &[&str]) -> String {
    let said = Said::from(project.command(shell).args(arguments).stdin(Stdio::null()).output().unwrap());
    assert_eq!(said.status, Some(0), "{shell} {arguments:?}: {}", said.text);
    said.text
}

fn has_words(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.split_whitespace().any(|said| said == *word), "{word}: {said}");
    }
}

#[test]
fn bash_completes() {
    let project = Project::new();
    script(&project, "bash", "corsgen.bash");
    assert_eq!(run(&project, "bash", &["--noprofile", "--norc", "-n", "corsgen.bash"]), "");
    let completed = |words: &str| {
        let script = format!(
            ". ./corsgen.bash; COMP_WORDS=({words} ''); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _corsgen corsgen '' \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; echo \"${{COMPREPLY[@]}}\""
        );
        run(&project, "bash", &["--noprofile", "--norc", "-c", &script])
    };
    has_words(&completed("corsgen"), &["check", "decide", "--target"]);
    has_words(&completed("corsgen check"), &["--fix", "--dry-run", "--deny"]);
    has_words(&completed("corsgen check --format"), &["human", "short", "json", "sarif", "github"]);
    has_words(&completed("corsgen --target"), &["nginx", "envoy", "rust"]);
}

#[test]
fn zsh_reads_them() {
    let project = Project::new();
    script(&project, "zsh", "functions/_corsgen");
    assert_eq!(run(&project, "zsh", &["-f", "-n", "functions/_corsgen"]), "");
    // As `compinit` finds it: by its first line, in a folder of `$fpath`.
    let script = "fpath=(./functions $fpath); autoload -U compinit; compinit -D -u; \
                  print -r -- ${_comps[corsgen]}; autoload +X -U _corsgen; print -r -- ${functions[_corsgen]}";
    let said = run(&project, "zsh", &["-f", "-c", script]);
    assert!(said.starts_with("_corsgen\n"), "{said}");
    assert!(said.contains("--fix[") && said.contains("sarif\\:"), "{said}");
}

#[test]
fn fish_completes() {
    let project = Project::new();
    script(&project, "fish", "corsgen.fish");
    assert_eq!(run(&project, "fish", &["--no-config", "--no-execute", "corsgen.fish"]), "");
    let completed = |line: &str| {
        run(&project, "fish", &["--no-config", "-c", &format!("source corsgen.fish; complete --do-complete '{line}'")])
    };
    has_words(&completed("corsgen "), &["check", "decide"]);
    has_words(&completed("corsgen check --"), &["--fix", "--dry-run", "--deny"]);
    has_words(&completed("corsgen check --format "), &["human", "short", "json", "sarif", "github"]);
}
