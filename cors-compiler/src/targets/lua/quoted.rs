use std::fmt;

/// A string literal: the only way by which text of a policy reaches Lua.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Quoted<'a>(pub(in super::super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for byte in self.0.bytes() {
            match byte {
                b'"' | b'\\' => write!(f, "\\{}", char::from(byte))?,
                b' '..=b'~' => write!(f, "{}", char::from(byte))?,
                // Three digits: a digit that follows would belong to fewer.
                _ => write!(f, "\\{byte:03}")?,
            }
        }
        f.write_str("\"")
    }
}

/// A table of strings that are in a set, one on each line if it is `long`.
pub(in super::super) fn keys<'a>(strings: impl IntoIterator<Item = &'a str>, long: bool) -> String {
    let (before, between, after) = if long { ("\n    ", ",\n    ", ",\n  ") } else { (" ", ", ", " ") };
    let entries: Vec<String> = strings.into_iter().map(|key| format!("[{}] = true", Quoted(key))).collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{{before}{}{after}}}", entries.join(between)) }
}

#[cfg(test)]
mod tests {
    use super::Quoted;

    #[test]
    fn no_text_leaves_its_quotes() {
        for c in ('\0'..='\u{2ff}').chain(['\u{2028}', '\u{1f600}']) {
            for text in [c.to_string(), format!("a{c}1"), format!("{c}{c}"), format!("\\{c}"), format!("{c}]]\"--")] {
                let quoted = Quoted(&text).to_string();
                let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or("\"");
                let mut rest = inside.bytes();
                let mut read = Vec::new();
                // As a reader of Lua goes through it.
                while let Some(byte) = rest.next() {
                    assert!((b' '..=b'~').contains(&byte) && byte != b'"', "{text:?}: {quoted}");
                    if byte != b'\\' {
                        read.push(byte);
                        continue;
                    }
                    match rest.next() {
                        Some(escaped @ (b'"' | b'\\')) => read.push(escaped),
                        first => {
                            let digits = [first, rest.next(), rest.next()].map(Option::unwrap_or_default);
                            assert!(digits.iter().all(u8::is_ascii_digit), "{text:?}: {quoted}");
                            let number = digits.iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
                            read.push(u8::try_from(number).unwrap_or_default());
                        }
                    }
                }
                assert_eq!(read, text.as_bytes(), "{quoted}");
            }
        }
    }
}
