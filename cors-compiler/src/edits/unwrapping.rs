use crate::{Edit, Fix, Source, Span};

use super::layout::{BLANK, before_dash, last_line};

/// Takes the only element of a list out of it: `["*"]` becomes `"*"`. `None` where something else stands between its brackets, such
/// as a comment, which is not for a tool to remove.
pub(crate) fn of_only_element(source: &Source, list: Span, element: Span) -> Option<Fix> {
    let text = source.text();
    let after = text.get(element.end..list.end)?;
    let span = if let Some(dash) = before_dash(text, element.start) {
        // What follows the key may stand no deeper than the key itself, as a dash may and a value may not.
        let key = dash.trim_end();
        let is_bare = key.ends_with(':') && !last_line(key).contains('#');
        (is_bare && after.trim_matches(BLANK).is_empty()).then(|| Span::new(key.len(), element.end))?
    } else {
        let before = text.get(list.start..element.start)?;
        let opens = before.strip_prefix('[')?.trim().is_empty();
        let closes = after.strip_suffix(']')?.trim_matches([' ', '\t', '\r', '\n', ',']).is_empty();
        (opens && closes).then_some(list)?
    };
    let blank = if span.start == list.start { "" } else { " " };
    Some(Fix { safe: true, edits: vec![Edit { span, text: format!("{blank}{}", source.slice(element)) }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unwrapped(text: &str) -> Option<String> {
        let source = Source::new("cors.yaml", text);
        let star = text.find("\"*\"")?;
        let element = Span::new(star, star + 3);
        let start = text.find(['[', '-'])?;
        let end = text.find(']').map_or(element.end, |at| at + 1);
        let fix = of_only_element(&source, Span::new(start, end), element)?;
        let [Edit { span, text: by }] = fix.edits.as_slice() else { return None };
        Some(text[..span.start].to_owned() + by + &text[span.end..])
    }

    #[test]
    fn the_element_stands_where_the_list_stood() {
        for (text, expected) in [
            ("k: [\"*\"] # all\n", Some("k: \"*\" # all\n")),
            ("{\"k\": [ \"*\", ]}", Some("{\"k\": \"*\"}")),
            ("k: [\r\n  \"*\"\r\n]\r\n", Some("k: \"*\"\r\n")),
            ("k: [ # why\n  \"*\"]\n", None),
            ("k: [\n  \"*\" # why\n]\n", None),
            ("k:\n  - \"*\" # all\nl: 1\n", Some("k: \"*\" # all\nl: 1\n")),
            ("k:\r\n- \"*\"\r\nl: 1\r\n", Some("k: \"*\"\r\nl: 1\r\n")),
            ("k: # why\n  - \"*\"\n", None),
            ("k: # why:\n  - \"*\"\n", None),
            ("k:\n  # why:\n  - \"*\"\n", None),
        ] {
            assert_eq!(unwrapped(text).as_deref(), expected, "{text:?}");
        }
    }
}
