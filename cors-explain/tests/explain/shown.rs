use cors_explain::{Explanation, html, json, svg, text};
use serde::Deserialize;

/// What stands in what is printed, among others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Shown {
    /// On a terminal that is wide.
    text: Vec<String>,
    json: Vec<String>,
    html: Vec<String>,
    svg: Vec<String>,
}

impl Shown {
    /// What is missing.
    pub(crate) fn missing(&self, explanation: &Explanation) -> Vec<String> {
        let printed = [
            (&self.text, without_escapes(&text(explanation, 120))),
            (&self.json, json(explanation).unwrap()),
            (&self.html, html(explanation)),
            (&self.svg, svg(explanation)),
        ];
        let missing = printed.iter().flat_map(|(wanted, printed)| {
            let missing = wanted.iter().filter(|wanted| !printed.contains(wanted.as_str()));
            missing.map(move |wanted| format!("there is no `{wanted}` in\n{printed}"))
        });
        missing.collect()
    }
}

/// A text without its colours.
pub(crate) fn without_escapes(text: &str) -> String {
    let (first, styled) = text.split_once('\u{1b}').unwrap_or((text, ""));
    let rest = styled.split('\u{1b}').map(|piece| piece.split_once('m').map_or("", |(_, rest)| rest));
    std::iter::once(first).chain(rest).collect()
}
