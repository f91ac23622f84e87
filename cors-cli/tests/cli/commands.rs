//! What the commands print, by its structure.

use crate::folder::Folder;
use serde_json::{Value, json};

#[test]
fn the_starter_has_no_findings() {
    let folder = Folder::new();
    std::fs::remove_file(folder.path("cors.yaml")).unwrap();
    let said = folder.run(&["init"], 0);
    assert_eq!(said.stdout, "");
    assert_eq!(folder.names(), ["cors.schema.json", "cors.yaml"]);
    assert!(folder.read("cors.yaml").starts_with("# yaml-language-server: $schema=./cors.schema.json\n"));
    assert_eq!(folder.read("cors.schema.json"), folder.run(&["schema"], 0).stdout);
    assert_eq!(folder.run(&["check", "--deny", "warnings"], 0).stdout, "");
    folder.run(&["--target", "rust", "--profile", "development"], 0);
}

#[test]
fn init_overwrites_nothing() {
    for name in ["cors.yaml", "cors.yml", "cors.json"] {
        let folder = Folder::new();
        std::fs::rename(folder.path("cors.yaml"), folder.path(name)).unwrap();
        let before = folder.read(name);
        let said = folder.run(&["init"], 2);
        assert!(said.stderr.contains(name), "{}", said.stderr);
        assert_eq!((folder.read(name), folder.names()), (before, vec![name.to_owned()]));
    }
}

#[test]
fn init_leaves_a_schema_as_it_is() {
    let folder = Folder::new();
    std::fs::remove_file(folder.path("cors.yaml")).unwrap();
    folder.write("cors.schema.json", "{}");
    let said = folder.run(&["init"], 0);
    assert!(said.stderr.contains("left cors.schema.json as it is"), "{}", said.stderr);
    assert_eq!(folder.read("cors.schema.json"), "{}");
}

/// What cannot be read is said before the policy is written, which would keep a second `init` from writing the schema.
#[test]
#[cfg(unix)]
fn init_writes_both_or_nothing() {
    let folder = Folder::new();
    std::fs::remove_file(folder.path("cors.yaml")).unwrap();
    std::os::unix::fs::symlink("missing", folder.path("cors.schema.json")).unwrap();
    folder.run(&["init"], 2);
    assert_eq!(folder.names(), ["cors.schema.json"]);
}

#[test]
fn the_first_of_the_defaults_is_read() {
    let folder = Folder::new();
    folder.write("cors.yml", "allow_origins: []\n");
    folder.run(&["check"], 0);
    std::fs::remove_file(folder.path("cors.yaml")).unwrap();
    folder.run(&["check"], 1);
    std::fs::remove_file(folder.path("cors.yml")).unwrap();
    folder.write("cors.json", "{\"allow_origins\": \"*\"}\n");
    folder.run(&["check"], 0);
}

#[test]
fn findings_as_json() {
    let folder = Folder::new();
    folder.write("bad.yaml", "# é\nallow_origins: \"*\"\nallow_credentials: true\nallow_methods: [\"ü\", put]\n");
    let said = folder.run(&["check", "--format", "json", "cors.yaml", "bad.yaml"], 1);
    let document: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(document["version"], 1);
    assert_eq!(document["files"][0], json!({ "path": "cors.yaml", "findings": [] }));
    let findings = document["files"][1]["findings"].as_array().unwrap();
    assert_eq!(
        findings[0],
        json!({
            "rule": "credentials-with-any-origin",
            "level": "error",
            "subject": findings[0]["subject"],
            "profile": null,
            "message": "credentials are allowed from any origin",
            "span": {
                "start": { "line": 2, "column": 16, "byte": 20 },
                "end": { "line": 2, "column": 19, "byte": 23 },
            },
            "labels": [{
                "message": "credentials are allowed here",
                "span": {
                    "start": { "line": 3, "column": 20, "byte": 43 },
                    "end": { "line": 3, "column": 24, "byte": 47 },
                },
            }],
            "help": "list the origins that may send credentials",
            "fix": null,
        })
    );
    let case = findings.iter().find(|finding| finding["rule"] == "method-case").unwrap();
    // `ü` is one column and two bytes.
    assert_eq!(case["span"]["start"], json!({ "line": 4, "column": 22, "byte": 70 }));
    assert_eq!(case["fix"], json!({ "safe": true, "edits": [{ "start_byte": 70, "end_byte": 73, "text": "PUT" }] }));
    for finding in findings {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["rule", "level", "subject", "profile", "message", "span", "labels", "help", "fix"]);
    }
}

#[test]
fn every_command_has_a_page_and_completions() {
    let folder = Folder::new();
    let page = folder.run(&["man"], 0).stdout;
    assert!(page.contains(".TH corsgen 1") && page.contains("corsgen\\-check(1)"), "{page}");
    for command in ["check", "decide", "rule", "targets", "schema", "init", "completions", "man"] {
        assert!(folder.run(&["man", command], 0).stdout.contains(&format!("corsgen\\-{command}")), "{command}");
    }
    folder.run(&["man", "chek"], 2);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.run(&["completions", shell], 0).stdout;
        assert!(script.contains("stdin-filename") && script.contains("decide"), "{shell}");
    }
}

#[test]
fn targets_are_those_that_can_be_compiled_for() {
    let folder = Folder::new();
    let said = folder.run(&["targets"], 0).stdout;
    let names: Vec<&str> = said
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_once(" ("))
        .map(|(name, _)| name)
        .collect();
    let all: Vec<&str> = cors_compiler::targets::ALL.iter().map(|target| target.name()).collect();
    assert_eq!(names, all);
    for name in names {
        folder.run(&["--target", name], 0);
    }
}

#[test]
fn the_schema_is_what_the_project_holds() {
    let schema = include_str!("../../../schema/cors.schema.json");
    assert!(Folder::new().run(&["schema"], 0).stdout == schema, "run `corsgen schema > schema/cors.schema.json`");
}

#[test]
fn every_rule_has_its_page() {
    let folder = Folder::new();
    let list = folder.run(&["rule"], 0).stdout;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_once(' ')).map(|(name, _)| name).collect();
    assert!(names.contains(&"null-origin") && names.contains(&"target-cannot-hold"), "{list}");
    for name in names {
        assert!(folder.run(&["rule", name], 0).stdout.starts_with(&format!("# {name}\n")), "{name}");
    }
    for (slip, meant) in [("null", "null-origin"), ("unkown_key", "unknown-key"), ("Method-Case", "method-case")] {
        assert!(folder.run(&["rule", slip], 2).stderr.contains(&format!("did you mean `{meant}`?")), "{slip}");
    }
    assert!(!folder.run(&["rule", "xyzzy"], 2).stderr.contains("did you mean"));
    let book = folder.run(&["rule", "--all"], 0).stdout;
    assert!(book == include_str!("../../../docs/rules.md"), "run `corsgen rule --all >docs/rules.md`");
}

#[test]
fn notes_are_for_those_who_want_them() {
    let folder = Folder::new();
    folder.write("cors.yaml", "name: shop\nallow_origins: [https://app.example.com]\nmax_age: 1d\n");
    let check = |more: &[&str]| {
        let said = folder.run(&[&["check", "--format", "short", "--deny", "warnings"], more].concat(), 0).stdout;
        said.lines()
            .filter_map(|line| Some(line.split_once("note[")?.1.split_once(']')?.0.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(check(&[]), [""; 0]);
    assert_eq!(check(&["--verbose"]), ["max-age-capped"]);
    assert_eq!(check(&["--target", "nginx"]), [""; 0]);
    let of_target = check(&["--verbose", "--target", "nginx"]);
    assert!(of_target.iter().filter(|rule| *rule == "target-differs").count() > 1, "{of_target:?}");
    folder.write("cors.yaml", "allow_origins: [https://app.example.com, \"https://*.example.com\"]\n");
    let denied = folder.run(&["check", "--format", "short", "--deny", "warnings"], 1).stdout;
    assert!(denied.contains("warning[origin-covered]"), "{denied}");
    folder.run(&["check"], 0);
}

#[test]
fn a_finding_is_one_line_whatever_a_key_holds() {
    let folder = Folder::new();
    folder.write("bad.yaml", "allow_origins: \"*\"\n\"a\\nb\\e[31m\": 1\n");
    let said = folder.run(&["check", "--format", "short", "bad.yaml"], 1).stdout;
    assert!(said.starts_with("bad.yaml:2:1: error[unknown-key]: ") && said.ends_with('\n'), "{said}");
    assert_eq!((said.lines().count(), said.contains('\u{1b}')), (1, false), "{said}");
    assert!(!folder.run(&["check", "bad.yaml", "--color", "always"], 1).stdout.contains("\u{1b}[31m"), "{said}");
}

/// Each finding in a file of one line used to cost the whole line.
#[test]
fn a_long_line_is_not_shown() {
    let folder = Folder::new();
    let origins: Vec<String> = (0..2_000).map(|n| format!("https://a{n}.example/")).collect();
    folder.write("bad.yaml", &format!("allow_origins: [{}]\n", origins.join(", ")));
    let said = folder.run(&["check", "bad.yaml"], 1).stdout;
    assert_eq!(said.matches("error[origin-has-path]").count(), 2_000);
    assert!(said.contains("bad.yaml:1:35\n") && !said.contains("a7.example"), "{}", said.get(..500).unwrap_or(&said));
}
