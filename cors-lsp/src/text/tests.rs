use super::*;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Lines by the words of the protocol: whatever ends one, and what comes behind the last.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\r', '\n']) {
        lines.push(&rest[..end]);
        rest = rest[end..].strip_prefix("\r\n").unwrap_or_else(|| &rest[end + 1..]);
    }
    lines.push(rest);
    lines
}

fn units(encoding: Encoding, text: &str) -> usize {
    match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    }
}

#[test]
fn places_and_bytes_are_each_others() {
    let long = "é\u{1f600}x".repeat(STRIDE);
    for text in ["", "a", "\u{1f600}\r\né\r\r\n\tx\n", "a\rb\n\rc", "\n\n", &long, &format!("{long}\r\n{long}")] {
        for encoding in ENCODINGS {
            let of_text = Text::new(text.to_owned(), encoding);
            for (number, line) in lines(text).into_iter().enumerate() {
                let start = line.as_ptr() as usize - text.as_ptr() as usize;
                for (at, c) in line.char_indices() {
                    let place = Position::new(narrow(number), narrow(units(encoding, &line[..at])));
                    assert_eq!((of_text.position(start + at), of_text.offset(place)), (place, start + at), "{text:?}");
                    // Within a character: its beginning.
                    assert_eq!(of_text.position(start + at + c.len_utf8() - 1), place, "{text:?}");
                    for within in 1..narrow(encoding.units_of(c)) {
                        let place = Position::new(place.line, place.character + within);
                        assert_eq!(of_text.offset(place), start + at, "{text:?}");
                    }
                }
                let end = Position::new(narrow(number), narrow(units(encoding, line)));
                assert_eq!((of_text.position(start + line.len()), of_text.offset(end)), (end, start + line.len()));
                for past in [end.character + 1, u32::MAX] {
                    assert_eq!(of_text.offset(Position::new(end.line, past)), start + line.len(), "{text:?}");
                }
            }
            assert_eq!(of_text.offset(Position::new(u32::MAX, 0)), text.len());
            assert_eq!(of_text.position(text.len() + 9), of_text.position(text.len()));
        }
    }
}

#[test]
fn what_is_edited_is_as_if_it_were_read_anew() {
    let pieces = ["", "a", "\r", "\n", "\r\n", "\u{1f600}", "é\n\r", "x\r\ny\rz"];
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |bound: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random >> 12).unwrap() % bound
    };
    for _ in 0..200 {
        let mut text = Text::new(String::new(), ENCODINGS[below(3)]);
        let mut expected = String::new();
        for _ in 0..40 {
            let mut ends = [0, 0].map(|_| expected.floor_char_boundary(below(expected.len() + 1)));
            ends.sort_unstable();
            let range = text.range(Span::new(ends[0], ends[1]));
            // A place between the two bytes of a line end is the end of the line.
            let span = text.span(range);
            let by = pieces[below(pieces.len())];
            text.replace(range, by);
            expected.replace_range(span.range(), by);
            assert_eq!(text.as_str(), expected);
            assert_eq!(text.lines, Text::new(expected.clone(), text.encoding).lines, "{expected:?}");
        }
    }
}

#[test]
fn the_encoding_is_the_cheapest_that_is_offered() {
    let (utf8, utf16, utf32) = (PositionEncodingKind::UTF8, PositionEncodingKind::UTF16, PositionEncodingKind::UTF32);
    for (offered, expected) in [
        (vec![], Encoding::Utf16),
        (vec![utf16.clone()], Encoding::Utf16),
        (vec![utf16.clone(), utf32.clone()], Encoding::Utf32),
        (vec![utf16, utf32, utf8], Encoding::Utf8),
        (vec![PositionEncodingKind::new("utf-7")], Encoding::Utf16),
    ] {
        assert_eq!(Encoding::of(&offered), expected);
    }
}
