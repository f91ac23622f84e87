//! `rows.yaml` and `servers.yaml`: policies, calls, and what is explained of them.

use cors_explain::{Difference, Explanation, Sentence, Then, because};
use serde::Deserialize;

use crate::{
    asked::{Asked, judged},
    server::Server,
    shown::Shown,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// None: it is not known.
    policy: Option<String>,
    calls: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    call: Asked,
    #[serde(default)]
    server: Server,
    expect: Expect,
    #[serde(default)]
    shown: Shown,
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
    /// In what a running server differs from its policy.
    beside: Vec<String>,
    /// The lines of a policy that would do, and its price.
    wanted: Vec<String>,
}

impl Expect {
    fn of(explanation: &Explanation) -> Self {
        let plain = |sentences: &[Sentence]| sentences.iter().map(Sentence::to_string).collect();
        let policy = explanation.policy.as_ref();
        let cure = policy.and_then(|policy| policy.cure.as_ref());
        let diff = cure.iter().flat_map(|cure| &cure.diff);
        let departs = explanation.console.iter();
        let departs = departs.filter_map(|console| Some(format!("{}: {}", console.browser, console.departs.as_ref()?)));
        let wanted = explanation.wanted.iter();
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
            beside: explanation.beside.iter().flat_map(|beside| &beside.differences).map(difference).collect(),
            wanted: wanted
                .flat_map(|wanted| wanted.text.lines().map(str::to_owned).chain(plain(&wanted.prices)))
                .collect(),
        }
    }
}

fn difference(difference: &Difference) -> String {
    let value = |value: &Option<String>| value.as_ref().map_or_else(|| "none".to_owned(), |value| format!("`{value}`"));
    let of = if difference.is_preflight { "preflight, " } else { "" };
    let matters = if difference.matters { "" } else { "; no browser can tell" };
    let means = difference.means.as_ref().map_or_else(String::new, |means| format!("; {means}"));
    format!("{of}{}: {} {}{matters}{means}", difference.what, value(&difference.policy), value(&difference.server))
}

#[test]
fn every_row_is_explained_as_written() {
    let tables = [include_str!("rows.yaml"), include_str!("servers.yaml")];
    let groups: Vec<Group> = tables.iter().flat_map(|text| serde_yaml::from_str::<Vec<Group>>(text).unwrap()).collect();
    let mut rows = 0;
    let mut wrong = Vec::new();
    for group in &groups {
        for row in &group.calls {
            let policy = group.policy.as_ref();
            let policy = policy.map(|text| judged(text, row.call.profile.as_deref()).expect("the policy holds"));
            let explanation = row.server.explained(policy.as_ref(), &row.call.call(), row.call.browser());
            let found = Expect::of(&explanation);
            if found != row.expect {
                wrong.push(format!("{:#?}\n{found:#?}", row.call));
            }
            wrong.extend(
                row.shown.missing(&explanation).into_iter().map(|missing| format!("{:#?}\n{missing}", row.call)),
            );
            rows += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 60, "{rows} rows");
}
