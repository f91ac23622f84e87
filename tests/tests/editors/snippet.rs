/// The text that a snippet becomes where nobody types: each placeholder is what it proposes.
pub(crate) fn expanded(snippet: &str) -> String {
    let mut text = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find(['$', '\\']) {
        text += &rest[..at];
        let (mark, behind) = rest[at..].split_at(1);
        rest = if mark == "\\" {
            let escaped = behind.chars().next().map_or(0, char::len_utf8);
            text += &behind[..escaped];
            &behind[escaped..]
        } else if let Some(place) = behind.strip_prefix('{') {
            let (place, behind) = place.split_once('}').unwrap_or((place, ""));
            text += place.split_once(':').map_or("", |(_, proposed)| proposed);
            behind
        } else {
            behind.trim_start_matches(|c: char| c.is_ascii_digit())
        };
    }
    text + rest
}

#[test]
fn placeholders_are_what_they_propose() {
    assert_eq!(expanded("path: /${1:public}/*\n  a: $2b\\$c"), "path: /public/*\n  a: b$c");
}
