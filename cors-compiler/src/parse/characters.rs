use crate::{Finding, Source, Span, rules};

/// The first character of a document that has no place in a policy, sought before anything else reads it: what a reader cannot
/// see, or what two YAML readers take differently.
pub(super) fn first_misplaced(source: &Source) -> Option<Finding> {
    if let Some(at) = source.not_utf8() {
        return Some(rules::encoding::not_utf8(Span::new(at, at)));
    }
    let text = source.text();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if matches!(character, ' '..='~') {
            continue;
        }
        let next = characters.peek().map(|(_, next)| *next);
        if !has_place(character, next) {
            // Byte order marks at the beginning go at once, however many there are.
            let is_mark = |next: &char| at == 0 && character == '\u{feff}' && *next == character;
            let more: usize = characters.map(|(_, next)| next).take_while(is_mark).map(char::len_utf8).sum();
            return Some(rules::encoding::character(Span::new(at, at + character.len_utf8() + more), character));
        }
    }
    None
}

fn has_place(character: char, next: Option<char>) -> bool {
    match character {
        '\n' | '\t' => true,
        '\r' => next == Some('\n'),
        // Line breaks to YAML 1.1 alone.
        '\u{85}' | '\u{2028}' | '\u{2029}' => false,
        // They stand there unseen.
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{e0000}'..='\u{e007f}' => false,
        // They reorder what a reviewer sees (CVE-2021-42574).
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => !character.is_control(),
    }
}
