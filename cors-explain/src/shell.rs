//! Words of a POSIX shell, written.

/// A word as `bash` and others read it, whatever it holds. Always on one line, and nothing in it acts on a terminal.
pub(crate) fn quote(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    if word.chars().all(|c| matches!(c, ' '..='~') && c != '\'') {
        return format!("'{word}'");
    }
    let mut quoted = "$'".to_owned();
    for c in word.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ => {
                // The bytes, so that it does not depend on the shell's locale.
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| quoted.push_str(&format!("\\x{byte:02x}")));
            }
        }
    }
    quoted + "'"
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn words() {
        for (word, quoted) in [
            ("https://a.example/x?y", "'https://a.example/x?y'"),
            ("a: b", "'a: b'"),
            ("PUT", "PUT"),
            ("", "''"),
            ("$(x)`y`!", "'$(x)`y`!'"),
            ("it's", r"$'it\'s'"),
            ("a\n\u{1b}\u{202e}", r"$'a\x0a\x1b\xe2\x80\xae'"),
        ] {
            assert_eq!(quote(word), quoted);
        }
    }
}
