//! Lua, as its reference manual (5.1, 2.1) has it, as far as the generated scripts go.

use super::leaves::Piece;

/// The pieces of a script: its strings, and all other tokens. Comments are left out.
pub(crate) fn pieces(script: &str, pieces: &mut Vec<Piece>) {
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if first.is_ascii_whitespace() => {
                rest = &rest[1..];
                continue;
            }
            '-' if rest.starts_with("--") => {
                assert!(!rest.starts_with("--["), "a long comment: {rest:.60}");
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            '"' => {
                let (text, length) = string(rest);
                pieces.push(Piece::Text(text));
                rest = &rest[length..];
                continue;
            }
            '[' if rest.starts_with("[[") || rest.starts_with("[=") => panic!("a long string: {rest:.60}"),
            '\'' => panic!("a string in other quotes: {rest:.60}"),
            _ if first.is_ascii_alphanumeric() || first == '_' => {
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            _ => 1,
        };
        assert!(first.is_ascii(), "{rest:.60}");
        pieces.push(Piece::Mark(rest[..length].to_owned()));
        rest = &rest[length..];
    }
}

/// A string in double quotes, and how many bytes it takes.
fn string(from: &str) -> (String, usize) {
    let bytes = from.as_bytes();
    let (mut read, mut at) = (Vec::new(), 1);
    loop {
        match bytes[at] {
            b'"' => return (String::from_utf8_lossy(&read).into_owned(), at + 1),
            b'\n' => panic!("a string over lines: {from:.60}"),
            b'\\' if bytes[at + 1].is_ascii_digit() => {
                let digits = bytes[at + 1..].iter().take(3).take_while(|byte| byte.is_ascii_digit());
                let (number, length) =
                    digits.fold((0u32, 0), |(sum, count), digit| (sum * 10 + u32::from(digit - b'0'), count + 1));
                read.push(u8::try_from(number).expect("a byte"));
                at += 1 + length;
            }
            b'\\' => {
                let escaped = bytes[at + 1];
                read.push(match escaped {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    b'"' | b'\\' => escaped,
                    other => panic!("an escape that is not ours: \\{}", char::from(other)),
                });
                at += 2;
            }
            byte => {
                read.push(byte);
                at += 1;
            }
        }
    }
}
