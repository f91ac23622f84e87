use crate::{Edit, Fix, Source, Span};

use super::layout::{before_dash, content, line_break};

/// Makes each of several texts in one an element of the list by itself, in the same style and quotes. `None` where the source does not
/// hold the text byte for byte.
pub(crate) fn of_element(source: &Source, element: Span, value: &str, separators: &[char]) -> Option<Fix> {
    let text = source.text();
    let between = match before_dash(text, element.start) {
        Some(dash) => {
            let line = dash.rfind('\n').map_or(0, |at| at + 1);
            format!("{}{}", line_break(source), text.get(line..element.start)?)
        }
        None => ", ".to_owned(),
    };
    let parts = value.split(separators).filter(|part| !part.is_empty());
    let text = elements(source, element, value, parts)?.join(&between);
    Some(Fix { safe: true, edits: vec![Edit { span: element, text }] })
}

/// The list that a text stands for where one is wanted: of itself, or of what commas divide in it. `None` where that is not certain.
pub(crate) fn of_scalar(source: &Source, scalar: Span, value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    match (elements(source, scalar, value, parts.iter().copied()), parts.as_slice()) {
        _ if parts.contains(&"") => None,
        (Some(elements), _) => Some(format!("[{}]", elements.join(", "))),
        // In quotes it may be written in any way.
        (None, [_]) => {
            Some(source.slice(scalar)).filter(|text| text.starts_with(['"', '\''])).map(|text| format!("[{text}]"))
        }
        (None, _) => None,
    }
}

/// Parts of a text as they are written each by itself, in its quotes or in those that they need.
fn elements<'v>(
    source: &Source,
    whole: Span,
    value: &str,
    parts: impl Iterator<Item = &'v str>,
) -> Option<Vec<String>> {
    let inner = content(source, whole, value)?;
    let quote = source.slice(Span::new(whole.start, inner.start));
    let written = |part: &str| match quote {
        "" if stands_plain(part) => Some(part.to_owned()),
        // Between quotes, a quote or a backslash would be more than itself.
        "" => (!part.contains(['"', '\\'])).then(|| format!("\"{part}\"")),
        _ => Some(format!("{quote}{part}{quote}")),
    };
    parts.map(written).collect()
}

/// Reports whether a text is the same one to YAML without quotes, between brackets too.
fn stands_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '$')
        && !text.contains(['[', ']', '{', '}', '#', '\n'])
        && !text.contains(": ")
        && !text.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a text stands, and the text without its quotes.
    fn find<'t>(text: &str, element: &'t str) -> (Span, &'t str) {
        let start = text.find(element).unwrap();
        (Span::new(start, start + element.len()), element.trim_matches(['"', '\'']))
    }

    #[test]
    fn each_is_an_element() {
        for (text, element, expected) in [
            ("k: [\"a, b\"]\n", "\"a, b\"", "k: [\"a\", \"b\"]\n"),
            ("k:\n  - a, b # both\n", "a, b", "k:\n  - a\n  - b # both\n"),
            ("k:\r\n- 'a;b'\r\n", "'a;b'", "k:\r\n- 'a'\r\n- 'b'\r\n"),
            ("- a b", "a b", "- a\n- b"),
            ("- a: *.b [::1]:1 c\n", "a: *.b [::1]:1 c", "- \"a:\"\n- \"*.b\"\n- \"[::1]:1\"\n- c\n"),
        ] {
            let (span, value) = find(text, element);
            let fix = of_element(&Source::new("cors.yaml", text), span, value, &[',', ' ', ';']).unwrap();
            let [Edit { span, text: by }] = fix.edits.as_slice() else { panic!("{fix:?}") };
            assert_eq!(text[..span.start].to_owned() + by + &text[span.end..], expected);
        }
    }

    #[test]
    fn a_text_is_a_list() {
        for (scalar, expected) in [
            ("a", Some("[a]")),
            ("$a", Some("[$a]")),
            ("a, b", Some("[a, b]")),
            ("\"a,b\"", Some("[\"a\", \"b\"]")),
            ("'a'", Some("['a']")),
            ("https://[::1]", Some("[\"https://[::1]\"]")),
            ("a,", None),
            ("\"\"", None),
            ("a\"[", None),
        ] {
            let text = format!("k: {scalar}\n");
            let (span, value) = find(&text, scalar);
            let source = Source::new("cors.yaml", text.as_str());
            assert_eq!(of_scalar(&source, span, value).as_deref(), expected, "{scalar}");
        }
        let source = Source::new("cors.yaml", "k: \"\\x61\"");
        assert_eq!(of_scalar(&source, Span::new(3, 9), "a").as_deref(), Some("[\"\\x61\"]"));
        assert_eq!(of_scalar(&source, Span::new(3, 9), "a,b"), None);
    }
}
