//! The formats of `corsgen check`: one run, one exit status.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{folder::Folder, installed::installed};
use serde_json::{Value, json};

const WRONG: &str =
    "# é\nallow_origins: [\"https://ü.example/\", https://b.example, https://b.example]\nallow_methods: [put]\n";

#[test]
fn the_exit_status_does_not_depend_on_the_format() {
    let folder = Folder::new();
    folder.write("wrong.yaml", WRONG);
    folder.write("warned.yaml", "allow_origins: [https://a.example, https://a.example]\n");
    for format in ["human", "short", "json", "sarif", "github"] {
        folder.run(&["check", "--format", format, "cors.yaml", "warned.yaml"], 0);
        folder.run(&["check", "--format", format, "warned.yaml", "--deny", "warnings"], 1);
        folder.run(&["check", "--format", format, "wrong.yaml"], 1);
        folder.run(&["check", "--format", format, "wrong.yaml", "missing.yaml"], 2);
    }
}

#[test]
fn sarif_tells_rules_places_fixes_and_fingerprints() {
    let folder = Folder::new();
    folder.write("a b.yaml", WRONG);
    let log = |folder: &Folder| {
        let said = folder.run(&["check", "--format", "sarif", "a b.yaml"], 1);
        serde_json::from_str::<Value>(&said.stdout).unwrap()
    };
    let run = &log(&folder)["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), cors_compiler::rules::ALL.len());
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let case = results.iter().find(|result| result["ruleId"] == "method-case").unwrap();
    let place = &case["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.yaml");
    assert_eq!(place["region"], serde_json::json!({"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 20}));
    let change = &case["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "PUT");

    // Lines that move, and findings that go, change no other fingerprint.
    let fingerprints = |value: &Value, rule: &str| -> Vec<String> {
        let results = value["runs"][0]["results"].as_array().unwrap().iter();
        let of_rule = results.filter(|result| result["ruleId"] == rule);
        of_rule.map(|result| result["partialFingerprints"]["corsgenFinding/v1"].to_string()).collect()
    };
    let before = log(&folder);
    folder.write("a b.yaml", &format!("# moved\n\n{}", WRONG.replace("ü", "u")));
    let after = log(&folder);
    for rule in ["method-case", "origin-duplicate"] {
        assert_eq!(fingerprints(&before, rule).len(), 1);
        assert_eq!(fingerprints(&before, rule), fingerprints(&after, rule));
    }
}

/// By the schema of the standard itself: whatever is found, and where nothing is.
#[test]
fn sarif_is_valid() {
    let schema = fs::read_to_string(installed("CORSGEN_SARIF_SCHEMA").unwrap()).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let faults = |log: &Value| {
        validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect::<Vec<_>>()
    };
    let folder = Folder::new();
    let mut logs = vec![(vec!["cors.yaml"], 0), (vec!["missing.yaml"], 2)];
    let mut names = Vec::new();
    for (n, text) in documents().iter().enumerate() {
        names.push(format!("é {n}.yaml"));
        folder.write_bytes(&names[n], text);
    }
    assert!(names.len() > 250);
    logs.push((
        names.iter().map(String::as_str).chain(["--verbose", "--target", "nginx", "--target", "envoy"]).collect(),
        1,
    ));
    let mut rules = BTreeSet::new();
    for (arguments, status) in logs {
        let said = folder.run(&[&["check", "--format", "sarif"], arguments.as_slice()].concat(), status);
        let mut log: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(faults(&log), [""; 0]);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let fingerprints: BTreeSet<String> =
            results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
        assert_eq!(fingerprints.len(), results.len(), "each finding has its own");
        rules.extend(results.iter().map(|result| result["ruleId"].as_str().unwrap().to_owned()));
        log["runs"][0]["results"] = json!([{ "message": "not an object" }]);
        assert!(!faults(&log).is_empty(), "the schema refuses what is none");
    }
    let some: Vec<&str> = cors_compiler::rules::ALL.iter().map(|rule| rule.name).collect();
    let missing: Vec<&&str> = some.iter().filter(|rule| !rules.contains(**rule)).collect();
    assert!(missing.len() <= 6, "{missing:?}");
}

/// The documents of the corpus in which something is found.
fn documents() -> Vec<Vec<u8>> {
    let folders = ["refused", "warned"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(name));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    let rows = files.flat_map(|file| serde_yaml::from_str::<Vec<Value>>(&fs::read_to_string(file).unwrap()).unwrap());
    let text = |row: Value| match (row["document"].as_str(), row["bytes"].as_str()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, bytes) => bytes.unwrap().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
    };
    rows.map(text).collect()
}

#[test]
fn github_has_a_line_a_finding() {
    let folder = Folder::new();
    folder.write("wrong.yaml", WRONG);
    let said = folder.run(&["check", "--format", "github", "wrong.yaml"], 1);
    let line = said.stdout.lines().find(|line| line.contains("method-case")).unwrap();
    assert_eq!(
        line,
        "::error title=error[method-case],file=wrong.yaml,line=3,endLine=3,col=17,endColumn=20::`put` is not `PUT`: \
         methods are compared byte for byte%0Ahelp: write `PUT`"
    );
    assert!(said.stdout.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")));
}
