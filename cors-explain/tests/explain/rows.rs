//! `rows.yaml`: policies, calls, and what is explained of them.

use cors_explain::{Explanation, Sentence, Then, because};
use serde::Deserialize;

use crate::asked::{Asked, explained, judged};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    policy: String,
    calls: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    call: Asked,
    expect: Expect,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    verdict: String,
    /// Line and column of the policy.
    line: Option<String>,
    says: Option<String>,
    nearest: Option<String>,
    next: Vec<String>,
    edit: Vec<String>,
    then: Option<String>,
    price: Vec<String>,
    in_page: Option<String>,
    departs: Vec<String>,
}

impl Expect {
    fn of(explanation: &Explanation) -> Self {
        let plain = |sentences: &[Sentence]| sentences.iter().map(Sentence::to_string).collect();
        let policy = explanation.policy.as_ref();
        let cure = policy.and_then(|policy| policy.cure.as_ref());
        let diff = cure.iter().flat_map(|cure| &cure.diff);
        let departs = explanation.console.iter();
        let departs = departs.filter_map(|console| Some(format!("{}: {}", console.browser, console.departs.as_ref()?)));
        Self {
            verdict: explanation.verdict.sentence.to_string(),
            line: policy.and_then(|p| p.line.as_ref()).map(|line| format!("{}:{}", line.line, line.column)),
            says: policy.map(|policy| policy.says.to_string()),
            nearest: policy.and_then(|policy| policy.nearest.as_ref()).map(|nearest| nearest.says.to_string()),
            next: explanation.also_would_fail.iter().map(|failure| because(failure).to_string()).collect(),
            edit: diff.map(|line| format!("{}{}", if line.is_added { "+" } else { "-" }, line.text)).collect(),
            then: cure.map(|cure| match &cure.then {
                Then::Works => "works".to_owned(),
                Then::Fails(why) => why.to_string(),
                Then::Refused { rule, .. } => (*rule).to_owned(),
            }),
            price: cure.map_or_else(Vec::new, |cure| plain(&cure.prices)),
            in_page: policy.and_then(|policy| policy.in_page.as_ref()).map(Sentence::to_string),
            departs: departs.collect(),
        }
    }
}

#[test]
fn every_row_is_explained_as_written() {
    let groups: Vec<Group> = serde_yaml::from_str(include_str!("rows.yaml")).unwrap();
    let mut rows = 0;
    let mut wrong = Vec::new();
    for group in &groups {
        for row in &group.calls {
            let judged = judged(&group.policy, row.call.profile.as_deref()).expect("the policy holds");
            let found = Expect::of(&explained(&judged, &row.call.call(), row.call.browser()));
            if found != row.expect {
                wrong.push(format!("{:#?}\n{found:#?}", row.call));
            }
            rows += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 30, "{rows} rows");
}
