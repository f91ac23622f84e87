//! `messages.yaml`: texts of consoles, and what they mean.

use cors_browser::Page;
use cors_explain::{Diagnosis, Found, diagnose, diagnosis_text};
use serde::Deserialize;

use crate::{asked::judged, shown::without_escapes};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    text: String,
    policy: Option<String>,
    /// Who called, where the text does not tell.
    page: Option<String>,
    expect: Expect,
    /// What stands in what is printed, among others.
    #[serde(default)]
    shown: Vec<String>,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    /// What each reason means, the key that decides, and the cure.
    found: Vec<String>,
    agrees: Option<bool>,
    /// What the policy says of the call.
    says: Option<String>,
}

impl Expect {
    fn of(diagnosis: &Diagnosis) -> Self {
        let policy = diagnosis.explanation.as_ref().and_then(|explanation| explanation.policy.as_ref());
        Self {
            found: diagnosis.findings.iter().map(found).collect(),
            agrees: diagnosis.agrees,
            says: policy.map(|policy| policy.says.to_string()),
        }
    }
}

fn found(found: &Found) -> String {
    format!("{}; {}: {}", found.means, found.key.unwrap_or("no key"), found.cure)
}

#[test]
fn every_text_means_what_is_written() {
    let rows: Vec<Row> = serde_yaml::from_str(include_str!("messages.yaml")).unwrap();
    let mut wrong = Vec::new();
    for row in &rows {
        let policy = row.policy.as_ref().map(|text| judged(text, None).expect("the policy holds"));
        let page = row.page.as_ref().map(|page| Page::parse(page).unwrap());
        let diagnosis = diagnose(&row.text, policy.as_ref(), page.as_ref()).expect("a text of a console");
        let found = Expect::of(&diagnosis);
        if found != row.expect {
            wrong.push(format!("{}\n{found:#?}", row.text));
        }
        let printed = without_escapes(&diagnosis_text(&diagnosis, 120));
        let missing = row.shown.iter().filter(|wanted| !printed.contains(wanted.as_str()));
        wrong.extend(missing.map(|wanted| format!("there is no `{wanted}` in\n{printed}")));
    }
    assert!(wrong.is_empty(), "of {} rows differ:\n{}", rows.len(), wrong.join("\n"));
    assert!(rows.len() >= 15, "{} rows", rows.len());
}
