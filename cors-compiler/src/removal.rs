use crate::{Edit, Fix, Source, Span};

/// Takes an element out of its list. `None` where it is the only one, or where a comment stands beside it, which perhaps is about
/// it: what its author wrote there is not for a tool to remove.
///
/// `element` is an element of a list, in block or flow style; its quotes belong to it. Only what is next to it is looked at: a list
/// of a million elements may be one line.
pub(crate) fn of_element(source: &Source, element: Span) -> Option<Fix> {
    let text = source.text();
    let before = text.get(..element.start)?;
    let after = text.get(element.end..)?;
    let span = match before.trim_end_matches(BLANK).strip_suffix('-') {
        Some(dash) if after_line_break(dash) => of_block(text, element, dash)?,
        _ => of_flow(before, after, element)?,
    };
    Some(Fix { safe: true, edits: vec![Edit { span, text: String::new() }] })
}

const BLANK: [char; 2] = [' ', '\t'];

/// The line of `- element`. `dash` is the text up to the dash.
fn of_block(text: &str, element: Span, dash: &str) -> Option<Span> {
    let start = dash.trim_end_matches(BLANK).len();
    let end = line_end(text.get(element.end..)?).map(|length| element.end + length)?;
    let indented_dash = text.get(start..=dash.len())?;
    let is_element = |line: &str| line.strip_prefix(indented_dash).is_some_and(|rest| rest.starts_with(BLANK));
    let before = text.get(..start).and_then(|text| text.lines().next_back());
    let has_sibling = before.is_some_and(is_element) || text.get(end..).is_some_and(is_element);
    has_sibling.then_some(Span::new(start, end))
}

/// The element and a comma; the whole line if there is nothing else in it.
fn of_flow(before: &str, after: &str, element: Span) -> Option<Span> {
    let Some(behind) = after.trim_start_matches(BLANK).strip_prefix(',') else {
        return of_last(before, after, element);
    };
    let comma_end = element.end + after.len() - behind.len();
    let next = behind.trim_start_matches(BLANK);
    if next.starts_with('#') {
        return None;
    }
    match line_end(behind) {
        Some(length) if after_line_break(before) => {
            Some(Span::new(before.trim_end_matches(BLANK).len(), comma_end + length))
        }
        Some(_) => Some(Span::new(element.start, comma_end)),
        None => Some(Span::new(element.start, comma_end + behind.len() - next.len())),
    }
}

/// The last element: the comma before it goes too, wherever that stands.
fn of_last(before: &str, after: &str, element: Span) -> Option<Span> {
    let comma = before.trim_end().strip_suffix(',')?;
    // On its own line there is none before the element: it would be a part of it.
    let is_comment = after_line_break(before) && comma.rsplit('\n').next().is_some_and(|line| line.contains('#'));
    let is_followed = after.trim_start_matches(BLANK).starts_with('#');
    (!is_comment && !is_followed).then(|| Span::new(comma.len(), element.end))
}

/// Reports whether nothing but blanks stands in the last line of the text.
fn after_line_break(text: &str) -> bool {
    let text = text.trim_end_matches(BLANK);
    text.is_empty() || text.ends_with('\n')
}

/// How long the rest of a line is, its end included, if it is blank.
fn line_end(rest: &str) -> Option<usize> {
    let text = rest.trim_start_matches(BLANK);
    let text = text.strip_prefix('\r').unwrap_or(text);
    if text.is_empty() { Some(rest.len()) } else { text.strip_prefix('\n').map(|next| rest.len() - next.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its element `b`.
    fn without(text: &str) -> Option<String> {
        let start = text.find('b')?;
        let quoted = text[..start].ends_with('"');
        let element = if quoted { Span::new(start - 1, start + 2) } else { Span::new(start, start + 1) };
        let fix = of_element(&Source::new("cors.yaml", text), element)?;
        let [Edit { span, text: by }] = fix.edits.as_slice() else { return None };
        Some(text[..span.start].to_owned() + by + &text[span.end..])
    }

    #[test]
    fn an_element_goes_and_the_layout_stays() {
        for (text, expected) in [
            ("k: [a, b]\n", Some("k: [a]\n")),
            ("k: [a,b]\n", Some("k: [a]\n")),
            ("k: [b, a]  # both\n", Some("k: [a]  # both\n")),
            ("k: [a, b, c]\n", Some("k: [a, c]\n")),
            ("k: [a, \"b\", c]\r\n", Some("k: [a, c]\r\n")),
            ("k: [ a, b ]\n", Some("k: [ a ]\n")),
            ("k: [b]\n", None),
            ("k: [\n  a,\n  b,\n]\n", Some("k: [\n  a,\n]\n")),
            ("k: [\r\n  a,\r\n  b\r\n]\r\n", Some("k: [\r\n  a\r\n]\r\n")),
            ("k: [\n  a, # why, c,\n  \"b\"\n]\n", None),
            ("k: [\n  b, # why\n  a\n]\n", None),
            ("k:\n  - a\n  - b\n", Some("k:\n  - a\n")),
            ("k:\n  - b\n  - a\n", Some("k:\n  - a\n")),
            ("k:\r\n- a\r\n- \"b\"\r\n- c\r\n", Some("k:\r\n- a\r\n- c\r\n")),
            ("k:\n  - a\n  - b", Some("k:\n  - a\n")),
            ("k:\n  - a\n  - b # why\n", None),
            ("k:\n  - b\n", None),
            ("k:\n  - b\nl: [a]\n", None),
            ("k:\n  - a\n\n  - b\n", None),
            ("k:\n  -\tb \t\n  - a\n", Some("k:\n  - a\n")),
            ("k: [\n  a, c,\n  b, d\n]\n", Some("k: [\n  a, c,\n  d\n]\n")),
            ("k: [a,\n  b] # why\n", Some("k: [a] # why\n")),
            ("- - b\n  - a\n", None),
        ] {
            assert_eq!(without(text).as_deref(), expected, "{text:?}");
        }
    }
}
