//! Tables in Markdown.

use crate::rounds::Spread;

/// Prints a table: its heading, its columns, and its rows.
pub fn print(heading: &str, columns: &[&str], rows: &[Vec<String>]) {
    println!("### {heading}\n");
    println!("| {} |", columns.join(" | "));
    println!("| --- |{}", " ---: |".repeat(columns.len() - 1));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
    println!();
}

/// Nanoseconds, with the quarters around the median.
pub fn nanoseconds(spread: Spread) -> String {
    let Spread { low, median, high } = spread;
    format!("{median:.1} ({low:.1} to {high:.1})")
}

/// A ratio.
pub fn ratio(spread: Spread) -> String {
    hundredths(spread)
}

/// Seconds.
pub fn seconds(spread: Spread) -> String {
    hundredths(spread)
}

fn hundredths(spread: Spread) -> String {
    let Spread { low, median, high } = spread;
    format!("{median:.2} ({low:.2} to {high:.2})")
}

/// A number with its thousands apart.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}
