//! `corsgen man`, formatted by what formats man pages.

use std::process::Command;

use crate::project::{Project, Said, corsgen};

#[test]
fn every_page_is_set_without_a_warning() {
    let project = Project::new();
    for command in ["", "check", "decide", "rule", "targets", "schema", "init", "completions", "man", "lsp"] {
        let page =
            Command::new(corsgen()).arg("man").args(Some(command).filter(|name| !name.is_empty())).output().unwrap();
        project.write("page.1", &String::from_utf8(page.stdout).unwrap());
        let mut groff = project.command("groff");
        let said = groff.args(["-man", "-Tutf8", "-K", "utf8", "-ww", "-P-cbou", "page.1"]).output().unwrap();
        assert_eq!(
            (String::from_utf8(said.stderr.clone()).unwrap().as_str(), said.status.code()),
            ("", Some(0)),
            "{command}"
        );
        let text = Said::from(said).text;
        let expected =
            if command == "check" { &["--fix", "--dry-run", "sarif", "--deny"][..] } else { &["NAME", "SYNOPSIS"] };
        for part in expected {
            assert!(text.contains(part), "{command}: {part} in {text}");
        }
        // What is to be typed is a line.
        assert!(
            !command.is_empty()
                || text.contains("\n         corsgen check                                    judge it\n"),
            "{text}"
        );
    }
}
