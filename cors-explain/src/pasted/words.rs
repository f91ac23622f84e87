//! Words of a POSIX shell, read.

use super::{Misread, scanner::Scanner};

/// A word of a command, and the byte at which it begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) at: usize,
}

/// Cuts a command into its words, as `bash` does: blanks, quotes, `$'…'`, and backslashes before a line end. What a shell would do beside
/// that, such as looking up variables, is refused: nobody knows what comes of it.
pub(super) fn words(text: &str) -> Result<Vec<Word>, Misread> {
    let mut scanner = Scanner::new(text);
    let mut words = Vec::new();
    blanks(&mut scanner);
    // A prompt that was copied too.
    scanner.eat("$ ");
    loop {
        blanks(&mut scanner);
        let at = scanner.at();
        match scanner.peek() {
            None => return Ok(words),
            Some(';' | '\n') if scanner.rest().trim_matches([';', ' ', '\t', '\r', '\n']).is_empty() => {
                return Ok(words);
            }
            Some(c @ (';' | '|' | '&' | '<' | '>' | '(' | ')' | '\n')) => {
                let what = if c == '\n' {
                    "the command ends here, and more follows".to_owned()
                } else {
                    format!("`{c}` is more than a command")
                };
                return Err(Misread::new(at, what));
            }
            Some(_) => words.push(Word { text: word(&mut scanner)?, at }),
        }
    }
}

/// Skips blanks and continued lines. A line end of its own is the end of the command.
fn blanks(scanner: &mut Scanner<'_>) {
    loop {
        scanner.take(|c| matches!(c, ' ' | '\t' | '\r'));
        if !scanner.eat("\\\n") && !scanner.eat("\\\r\n") {
            return;
        }
    }
}

fn word(scanner: &mut Scanner<'_>) -> Result<String, Misread> {
    let mut word = Vec::new();
    while let Some(c) = scanner.peek() {
        let at = scanner.at();
        match c {
            ' ' | '\t' | '\r' | '\n' | ';' | '|' | '&' | '<' | '>' | '(' | ')' => break,
            '\'' => {
                scanner.next();
                word.extend(scanner.take(|c| c != '\'').bytes());
                end_quote(scanner, '\'', at)?;
            }
            '"' => double_quoted(scanner, &mut word)?,
            '$' if scanner.eat("$'") => ansi_c(scanner, at, &mut word)?,
            '$' if scanner.rest().starts_with("$\"") => _ = scanner.next(),
            '$' | '`' => return Err(Misread::new(at, format!("only a shell knows what `{c}` stands for here"))),
            '\\' => {
                scanner.next();
                match scanner.next() {
                    Some('\n') => {}
                    Some(c) => word.extend(c.encode_utf8(&mut [0; 4]).bytes()),
                    None => return Err(Misread::new(at, "nothing follows the backslash")),
                }
            }
            c => {
                scanner.next();
                word.extend(c.encode_utf8(&mut [0; 4]).bytes());
            }
        }
    }
    Ok(String::from_utf8_lossy(&word).into_owned())
}

fn double_quoted(scanner: &mut Scanner<'_>, word: &mut Vec<u8>) -> Result<(), Misread> {
    let start = scanner.at();
    scanner.next();
    loop {
        word.extend(scanner.take(|c| !matches!(c, '"' | '\\' | '$' | '`')).bytes());
        let at = scanner.at();
        match scanner.next() {
            Some('"') => return Ok(()),
            Some('\\') => match scanner.peek() {
                Some('\n') => _ = scanner.next(),
                Some(c @ ('"' | '\\' | '$' | '`')) => {
                    scanner.next();
                    word.extend(c.encode_utf8(&mut [0; 4]).bytes());
                }
                _ => word.push(b'\\'),
            },
            Some(c)
                if c == '`'
                    || scanner.peek().is_some_and(|next| next.is_ascii_alphanumeric() || "_{(".contains(next)) =>
            {
                return Err(Misread::new(at, format!("only a shell knows what `{c}` stands for here")));
            }
            Some(_) => word.push(b'$'),
            None => return Err(Misread::new(start, "this quote is not closed")),
        }
    }
}

/// `$'…'`, with the escapes of C.
fn ansi_c(scanner: &mut Scanner<'_>, start: usize, word: &mut Vec<u8>) -> Result<(), Misread> {
    loop {
        word.extend(scanner.take(|c| !matches!(c, '\'' | '\\')).bytes());
        let at = scanner.at();
        match scanner.next() {
            Some('\'') => return Ok(()),
            None => return Err(Misread::new(start, "this quote is not closed")),
            Some(_) => escape(scanner, at, word)?,
        }
    }
}

fn escape(scanner: &mut Scanner<'_>, at: usize, word: &mut Vec<u8>) -> Result<(), Misread> {
    let simple = match scanner.next() {
        Some('n') => b'\n',
        Some('r') => b'\r',
        Some('t') => b'\t',
        Some('a') => 7,
        Some('b') => 8,
        Some('e' | 'E') => 27,
        Some('f') => 12,
        Some('v') => 11,
        Some(c @ ('\'' | '"' | '\\' | '?')) => u8::try_from(c).unwrap_or(b'?'),
        Some('x') => match scanner.hex(1, 2).and_then(|byte| u8::try_from(byte).ok()) {
            Some(byte) => byte,
            None => return Err(Misread::new(at, "`\\x` is followed by one or two digits of base 16")),
        },
        Some(c @ ('u' | 'U')) => {
            let digits = if c == 'u' { 4 } else { 8 };
            let Some(c) = scanner.hex(1, digits).and_then(char::from_u32) else {
                return Err(Misread::new(at, "this is no character"));
            };
            word.extend(c.encode_utf8(&mut [0; 4]).bytes());
            return Ok(());
        }
        Some(c @ '0'..='7') => {
            let more: String = scanner.rest().chars().take(2).take_while(|c| matches!(c, '0'..='7')).collect();
            more.chars().for_each(|_| _ = scanner.next());
            let number = u32::from_str_radix(&format!("{c}{more}"), 8).unwrap_or(0);
            u8::try_from(number & 255).unwrap_or(0)
        }
        _ => return Err(Misread::new(at, "a shell knows no such escape")),
    };
    word.push(simple);
    Ok(())
}

fn end_quote(scanner: &mut Scanner<'_>, quote: char, start: usize) -> Result<(), Misread> {
    match scanner.next() {
        Some(c) if c == quote => Ok(()),
        _ => Err(Misread::new(start, "this quote is not closed")),
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::Misread;

    fn texts(text: &str) -> Result<Vec<String>, Misread> {
        Ok(words(text)?.into_iter().map(|word| word.text).collect())
    }

    #[test]
    fn as_bash_has_it() {
        for (text, expected) in [
            ("curl  a\tb", vec!["curl", "a", "b"]),
            ("curl 'a b' \\\n  \"c\\\"d\"", vec!["curl", "a b", "c\"d"]),
            (r"$'it\'s\x21\n\u00e9\101'", vec!["it's!\né\u{41}"]),
            (r#"$'\a\b\e\E\f\n\r\t\v\\\'"?'"#, vec!["\u{7}\u{8}\u{1b}\u{1b}\u{c}\n\r\t\u{b}\\'\"?"]),
            (r#"a'b'"c"\d"#, vec!["abcd"]),
            ("\"100$\" ''", vec!["100$", ""]),
            (r#""a\b""#, vec![r"a\b"]),
            ("a ;\n", vec!["a"]),
            ("", vec![]),
        ] {
            assert_eq!(texts(text), Ok(expected.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }

    #[test]
    fn what_only_a_shell_knows() {
        for (text, at) in [
            ("curl $x", 5),
            ("curl \"$x\"", 6),
            ("curl `x`", 5),
            ("curl 'a", 5),
            ("curl a | b", 7),
            ("a \\", 2),
            ("a\nb", 1),
        ] {
            assert_eq!(texts(text).unwrap_err().at, at, "{text}");
        }
    }
}
