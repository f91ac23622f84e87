//! `action.yml`: its steps, run as GitHub's runner runs them.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value;

use crate::{
    installed::installed,
    project::{Project, RIGHT, ROOT, Said, WRONG, shown},
};

fn action() -> Value {
    serde_yaml::from_str(&fs::read_to_string(Path::new(ROOT).join("action.yml")).unwrap()).unwrap()
}

/// Runs every step, and ends with the first that fails.
fn run(project: &Project, inputs: &[(&str, &str)]) -> Said {
    let action = action();
    let defaults = action["inputs"].as_object().unwrap().iter();
    let mut values: BTreeMap<String, String> =
        defaults.map(|(name, input)| (name.clone(), input["default"].as_str().unwrap().to_owned())).collect();
    for (name, value) in inputs {
        assert!(values.insert((*name).to_owned(), (*value).to_owned()).is_some(), "there is no input `{name}`");
    }
    let mut all = Said { text: String::new(), status: Some(0) };
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash");
        project.write("home/step", step["run"].as_str().unwrap());
        // As the runner calls it where a step says `shell: bash`.
        let mut bash = project.command("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(project.path("home/step"));
        bash.env("GITHUB_ACTION_PATH", fs::canonicalize(ROOT).unwrap());
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            let input = value.as_str().unwrap().strip_prefix("${{ inputs.").unwrap().strip_suffix(" }}").unwrap();
            bash.env(name, &values[input]);
        }
        let said = Said::from(bash.output().unwrap());
        all = Said { text: all.text + &said.text, status: said.status };
        if all.status != Some(0) {
            break;
        }
    }
    all
}

#[test]
fn a_finding_is_an_annotation() {
    let project = Project::new();
    project.write("cors.yaml", WRONG);
    let said = run(&project, &[]);
    assert_eq!(said.status, Some(1), "{}", said.text);
    let annotation = "\n::error title=error[origin-upper-case],file=cors.yaml,line=1,endLine=1,col=25,endColumn=40::";
    assert!(said.text.starts_with("corsgen 0.") && said.text.contains(annotation), "{}", said.text);
    project.write("cors.yaml", RIGHT);
    let said = run(&project, &[]);
    assert!(said.status == Some(0) && !said.text.contains("::"), "{}", said.text);
}

#[test]
fn inputs_are_lines_and_no_shell_reads_them() {
    let project = Project::new();
    project.write("policies/a b.yaml", WRONG);
    project.write("policies/$(touch pwned).yaml", "allow_origins: []\n");
    project.write("policies/-x.yaml", "name: x\nallow_origins: [https://a.example, https://a.example]\n");
    let said = run(&project, &[("files", "policies/a b.yaml\n\n  policies/*.yaml\n")]);
    assert_eq!(
        (said.text.matches("::error ").count(), said.text.matches("::warning ").count()),
        (2, 1),
        "{}",
        said.text
    );
    assert!(said.status == Some(1) && said.text.contains("file=policies/a b.yaml,"), "{}", said.text);
    assert!(!project.path("pwned").exists() && !project.path("policies/pwned").exists());
    let doubtful = ("files", "policies/-x.yaml");
    assert_eq!(run(&project, &[doubtful]).status, Some(0));
    assert_eq!(run(&project, &[doubtful, ("deny-warnings", "true")]).status, Some(1));
    assert_eq!(run(&project, &[doubtful, ("deny-warnings", "yes")]).status, Some(2));
    assert_eq!(run(&project, &[doubtful, ("targets", "nginx\nenvoy\n")]).status, Some(0));
    assert_eq!(run(&project, &[doubtful, ("targets", "apache")]).status, Some(2));
    assert_eq!(run(&project, &[("files", "--help")]).status, Some(2), "what begins with a dash is a file");
}

#[test]
fn sarif_is_written_too() {
    let project = Project::new();
    project.write("cors.yaml", WRONG);
    let said = run(&project, &[("sarif", "corsgen.sarif")]);
    assert!(said.status == Some(1) && said.text.contains("::error "), "{}", said.text);
    let log: Value = serde_json::from_str(&project.read("corsgen.sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "origin-upper-case");
    let said = run(&project, &[("sarif", "missing/corsgen.sarif")]);
    assert!(said.status == Some(2) && said.text.contains("the file for SARIF cannot be written"), "{}", said.text);
}

/// By the schemas that are published for actions and for workflows.
#[test]
fn the_action_and_the_workflows_that_call_it_are_what_github_takes() {
    let project = Project::new();
    for (name, holding) in [("annotate.yml", "on: pull_request"), ("scan.yml", "upload-sarif")] {
        project.write(name, &shown("yaml", holding));
    }
    let check = |schema: &str, file: &Path| {
        let mut command = Command::new(installed("CORSGEN_CHECK_JSONSCHEMA").unwrap());
        Said::from(command.args(["--builtin-schema", schema]).arg(file).output().unwrap())
    };
    let said = check("vendor.github-actions", &Path::new(ROOT).join("action.yml"));
    assert_eq!(said.status, Some(0), "{}", said.text);
    for name in ["annotate.yml", "scan.yml"] {
        let said = check("vendor.github-workflows", &project.path(name));
        assert_eq!(said.status, Some(0), "{}", said.text);
        let workflow: Value = serde_yaml::from_str(&project.read(name)).unwrap();
        let steps = workflow["jobs"]["cors"]["steps"].as_array().unwrap();
        let call = steps.iter().find(|step| step["uses"] == "corsgen/corsgen@v0.1.0").unwrap();
        for input in call["with"].as_object().into_iter().flatten().map(|(name, _)| name) {
            assert!(action()["inputs"].get(input).is_some(), "{name}: `{input}`");
        }
    }
    assert_ne!(check("vendor.github-actions", &project.path("scan.yml")).status, Some(0), "a workflow is no action");
}
