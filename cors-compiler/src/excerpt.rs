use std::ops::Range;

/// A line of at most so many characters is shown whole.
const WHOLE: usize = 140;

/// How many characters of a longer line are shown, but for a word that is longer itself.
const WIDEST: usize = 120;

/// How many of them stand before the place that is pointed at, if there are as many.
const BEFORE: usize = 40;

/// Lines of a policy as they are shown: of a long one what stands around the places that are pointed at. It is cut between words,
/// where the renderer itself would cut anywhere.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// The places in it, in their order.
    pub(crate) places: Vec<Range<usize>>,
}

impl Excerpt {
    /// `places` are those in `lines` that are pointed at, each within one line.
    pub(crate) fn of(lines: &str, places: &[Range<usize>]) -> Self {
        let mut excerpt = Self { text: String::with_capacity(lines.len()), places: places.to_vec() };
        let mut start = 0;
        for line in lines.split_inclusive('\n') {
            excerpt.add(line, start, places);
            start += line.len();
        }
        excerpt
    }

    /// Reports whether both places can be shown in one line.
    pub(crate) fn holds(line: &str, one: Range<usize>, other: Range<usize>) -> bool {
        let all = line.get(one.start.min(other.start)..one.end.max(other.end)).unwrap_or_default();
        line.chars().nth(WHOLE).is_none() || all.chars().nth(WIDEST - BEFORE).is_none()
    }

    /// Adds the line that begins at `start`, and finds the places in it.
    fn add(&mut self, line: &str, start: usize, places: &[Range<usize>]) {
        let content = line.trim_end_matches(['\r', '\n']);
        let end = start + content.len();
        let here = |place: &Range<usize>| (start..=end).contains(&place.start);
        let within = |place: &Range<usize>| place.start - start..place.end.min(end) - start;
        let all = places.iter().filter(|place| here(place)).map(within);
        let pointed = all.reduce(|all, place| all.start.min(place.start)..all.end.max(place.end)).unwrap_or(0..0);
        let shown = shown(content, pointed);
        if shown.start > 0 {
            self.text.push_str("... ");
        }
        let base = self.text.len();
        for (place, moved) in places.iter().zip(&mut self.places).filter(|(place, _)| here(place)) {
            let at = |byte: usize| base + byte.clamp(shown.start, shown.end) - shown.start;
            let place = within(place);
            *moved = at(place.start)..at(place.end);
        }
        let text = content.get(shown.clone()).unwrap_or_default();
        self.text.push_str(text);
        if shown.end < content.len() {
            self.text.push_str(if text.ends_with([' ', '\t']) { "..." } else { " ..." });
        }
        // Not a carriage return, which the renderer would show.
        if line.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// What of a line is shown, whole words. `pointed`: the places that are pointed at, from the first to the last.
fn shown(line: &str, pointed: Range<usize>) -> Range<usize> {
    if line.chars().nth(WHOLE).is_none() {
        return 0..line.len();
    }
    let before = line.get(..pointed.start).unwrap_or_default();
    let start = match before.char_indices().rev().nth(BEFORE) {
        None => 0,
        Some((from, _)) => {
            let fits = |at: &usize| (from..=pointed.start).contains(at);
            cuts(line).find(fits).or_else(|| cuts(before).last()).unwrap_or(0)
        }
    };
    let fitting = line.get(start..).and_then(|rest| rest.char_indices().nth(WIDEST));
    let Some((length, _)) = fitting else { return start..line.len() };
    let last = start + length;
    let behind = || cuts(line).skip_while(|at| *at <= pointed.start);
    let end = match behind().take_while(|at| *at <= last).last() {
        Some(end) if end >= pointed.end || pointed.end > last => Some(end),
        // A long word: to its end.
        _ if pointed.end > last => behind().next(),
        _ => behind().find(|at| *at >= pointed.end),
    };
    start..end.unwrap_or(line.len())
}

/// Where a line may be cut: behind blanks or a comma.
fn cuts(line: &str) -> impl Iterator<Item = usize> {
    let pairs = line.char_indices().zip(line.chars().skip(1));
    pairs
        .filter(|((_, c), next)| matches!(c, ' ' | '\t' | ',') && !matches!(next, ' ' | '\t'))
        .map(|((at, _), _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(line: &str, pointed: &str) -> (String, String) {
        let start = line.find(pointed).unwrap();
        let place = start..start + pointed.len();
        let excerpt = Excerpt::of(line, std::slice::from_ref(&place));
        let place = excerpt.places[0].clone();
        (excerpt.text[place].to_owned(), excerpt.text)
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let words: Vec<String> = (0..100).map(|n| format!("\"https://wörld-{n}.example\"")).collect();
        for separator in [", ", ",", ",\t", " "] {
            let line = format!("{{\"allow_origins\":[{}]}}", words.join(separator));
            for word in &words {
                let (pointed, text) = excerpt(&line, word);
                assert_eq!(&pointed, word);
                let shown = text.trim_start_matches("... ").trim_end_matches("...").trim_end();
                assert!(text.chars().count() <= 140 && line.contains(shown), "{text}");
                let whole = |part: &str| part.matches('"').count().is_multiple_of(2);
                let part = shown.trim_start_matches("{\"allow_origins\":[").trim_end_matches("]}");
                assert!(part.split([',', ' ', '\t']).all(whole), "{text}");
            }
        }
    }

    #[test]
    fn a_long_word_is_whole() {
        let word = "x".repeat(300);
        let (pointed, text) = excerpt(&format!("a: [b, {word}, {word}y, c]"), &format!("{word}y"));
        assert_eq!((pointed.len(), text), (301, format!("... {word}y, ...")));
        let (pointed, text) = excerpt(&format!("a: {word}"), "a");
        assert_eq!((pointed.as_str(), text.as_str()), ("a", "a: ..."));
        let (_, text) = excerpt(&format!("a: {word}/"), "/");
        assert_eq!(text, format!("... {word}/"));
    }

    #[test]
    fn what_is_pointed_at_may_be_longer_than_a_line() {
        let words = vec!["word"; 100].join(" ");
        let (pointed, text) = excerpt(&format!("a: \"{words}\" # b"), &format!("\"{words}\""));
        assert!(text.starts_with("a: \"word ") && text.ends_with(" word ..."), "{text}");
        assert!(pointed.starts_with("\"word ") && pointed.ends_with(" word "), "{pointed}");
    }

    #[test]
    fn other_lines_stay() {
        let long = vec!["word"; 100].join(" ");
        let text = format!("a: é\r\n{long}\r\nb: c\n");
        let excerpt = Excerpt::of(&text, &[3..5, text.len() - 2..text.len() - 1]);
        assert!(excerpt.text.starts_with("a: é\nword ") && excerpt.text.ends_with(" word ...\nb: c\n"), "{excerpt:?}");
        let shown: Vec<&str> = excerpt.places.iter().map(|place| &excerpt.text[place.clone()]).collect();
        assert_eq!(shown, ["é", "c"]);
    }
}
