use anstyle::Style;

use super::ink::{Ink, width};

/// Cuts a text into lines of at most so many columns: at its blanks; within a word only if that is longer than a line, then behind a
/// sign such as `/` or `,`, and only if there is none wherever the line ends.
pub(crate) fn wrap(text: &Ink, columns: usize) -> Vec<Ink> {
    let columns = columns.max(2);
    let mut lines = vec![Ink::new()];
    for word in text.characters().split(|(c, _)| *c == ' ') {
        let own: usize = word.iter().map(|(c, _)| width(*c)).sum();
        let is_first = lines.last().is_none_or(|line| line.characters().is_empty());
        let left = columns.saturating_sub(lines.last().map_or(0, Ink::width));
        if !is_first && own < left {
            put(&mut lines, &[(' ', word.first().map_or(Style::new(), |(_, style)| *style))]);
        } else if !is_first {
            lines.push(Ink::new());
        }
        if own <= columns {
            put(&mut lines, word);
            continue;
        }
        for piece in pieces(word) {
            place(&mut lines, piece, columns);
        }
    }
    lines
}

/// Puts a piece of a long word into the last line or, if it does not fit, into the next.
fn place(lines: &mut Vec<Ink>, piece: &[(char, Style)], columns: usize) {
    let own: usize = piece.iter().map(|(c, _)| width(*c)).sum();
    if lines.last().map_or(0, Ink::width) + own > columns && lines.last().is_some_and(|line| line.width() > 0) {
        lines.push(Ink::new());
    }
    for character in piece {
        if lines.last().map_or(0, Ink::width) + width(character.0) > columns {
            lines.push(Ink::new());
        }
        put(lines, std::slice::from_ref(character));
    }
}

fn put(lines: &mut [Ink], characters: &[(char, Style)]) {
    let Some(line) = lines.last_mut() else { return };
    characters.iter().for_each(|character| line.push(*character));
}

/// The pieces of a word that end in a sign.
fn pieces(word: &[(char, Style)]) -> impl Iterator<Item = &[(char, Style)]> {
    word.split_inclusive(|(c, _)| "/,;:=&?-._".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::{Ink, wrap};

    fn lines(text: &str, columns: usize) -> Vec<String> {
        wrap(&Ink::plain(text), columns).iter().map(Ink::ansi).collect()
    }

    #[test]
    fn at_blanks_then_at_signs_then_anywhere() {
        assert_eq!(lines("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(lines("see https://app.example.com/x", 16), ["see", "https://app.", "example.com/x"]);
        assert_eq!(lines("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(lines("日本語日本語", 5), ["日本", "語日", "本語"]);
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("a  b", 9), ["a  b"]);
    }
}
