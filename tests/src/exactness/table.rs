use std::fmt::Write as _;

use super::{ALL, Recorded};
use crate::Failure;

const BEGIN: &str = "<!-- Written by `tests/run --record`. -->\n";
const END: &str = "<!-- So far. -->\n";

/// The README with the table of what is recorded in the place of the one that it has.
///
/// # Errors
///
/// If it has none.
pub fn in_readme(readme: &str, recorded: &Recorded) -> Result<String, Failure> {
    let (front, rest) = readme.split_once(BEGIN).ok_or("the README has no table of exactness")?;
    let (_, back) = rest.split_once(END).ok_or("the README's table of exactness has no end")?;
    Ok(format!("{front}{BEGIN}{}{END}{back}", table(recorded)?))
}

/// What is recorded as a table in Markdown, with a line above it.
///
/// # Errors
///
/// A subject that nothing is recorded of.
pub fn table(recorded: &Recorded) -> Result<String, Failure> {
    let (date, seed) = (&recorded.date, &recorded.seed);
    let mut text = format!("\nThe run of {date}, seed {seed}:\n\n");
    text.push_str("| what answers | level | policies | requests | differences | more, as declared | declared |\n");
    text.push_str("| --- | --- | --: | --: | --: | --: | --- |\n");
    for subject in ALL {
        let row = recorded.rows.iter().find(|row| row.subject == subject.name);
        let row = row.ok_or_else(|| format!("nothing is recorded of `{}`", subject.name))?;
        let exactness = (subject.exactness)();
        let ids: Vec<String> = exactness.differences().iter().map(|own| format!("`{}`", own.id)).collect();
        let version = if row.version == "-" { String::new() } else { format!(" {}", row.version) };
        let _ = writeln!(
            text,
            "| {}{version} | {} | {} | {} | {} | {} | {} |",
            subject.title,
            exactness.word(),
            grouped(row.policies),
            grouped(row.requests),
            grouped(row.differences),
            grouped(row.declared),
            if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
        );
    }
    text.push('\n');
    Ok(text)
}

/// `20000` as `20,000`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
