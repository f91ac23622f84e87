//! `corsgen decide --requests` on every written case: what it prints has the shape in which the cases say what they expect.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::folder::Folder;

/// A case's request as a line of JSON. A header `[name, value, count]` repeats its value; a request is sent to this host unless
/// it names another.
fn request(written: &Value) -> Value {
    let mut headers = written.get("headers").and_then(Value::as_array).cloned().unwrap_or_default();
    for header in &mut headers {
        let times = header.get(2).map_or(1, |count| usize::try_from(count.as_u64().unwrap()).unwrap());
        // As a parser hands a value on: no blanks around it are any of it.
        let value = header[1].as_str().unwrap().repeat(times);
        *header = json!([header[0], value.trim_matches([' ', '\t'])]);
    }
    if !headers.iter().any(|header| header[0].as_str().unwrap().eq_ignore_ascii_case("host")) {
        headers.push(json!(["host", "api.example.com"]));
    }
    json!({ "method": written["method"], "path": written["path"], "headers": headers })
}

/// What a case expects, with what it may leave out.
fn expectation(written: &Value) -> Value {
    let mut expected = json!({
        "policy": null, "class": null, "origin": null, "method": null, "headers": null,
        "answered_by": null, "status": null, "response_headers": [],
    });
    for (key, value) in written.as_object().unwrap().iter().filter(|(key, _)| *key != "untouched") {
        expected[key] = value.clone();
    }
    in_order(expected)
}

/// Headers have no order among each other.
fn in_order(mut answer: Value) -> Value {
    if let Some(headers) = answer["response_headers"].as_array_mut() {
        headers.sort_by_key(Value::to_string);
    }
    answer
}

fn run(group: &Value, folder: &Folder) -> usize {
    folder.write("cors.yaml", group["policy"].as_str().unwrap());
    let cases = group["cases"].as_array().unwrap();
    folder.write(
        "requests.jsonl",
        &cases.iter().map(|case| format!("{}\n", request(&case["request"]))).collect::<String>(),
    );
    let profile = group["profile"].as_str().map_or(vec![], |profile| vec!["--profile", profile]);
    let answers = folder.run(&[&["decide", "--requests", "requests.jsonl"], profile.as_slice()].concat(), 0).stdout;
    assert_eq!(answers.lines().count(), cases.len());
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let answer = in_order(serde_json::from_str(answer).unwrap());
        assert_eq!(answer, expectation(&case["expect"]), "{}", case["id"]);
    }
    cases.len()
}

#[test]
fn decides_every_case() {
    let folder = Folder::new();
    let mut cases = 0;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let groups: Vec<Value> = serde_yaml::from_str(&text).unwrap();
        cases += groups.iter().map(|group| run(group, &folder)).sum::<usize>();
    }
    assert!(cases >= 600, "only {cases} cases");
}
