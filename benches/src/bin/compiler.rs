//! What `corsgen` takes for policies of a thousand to a million origins, and for policies in which everything is wrong: seconds of
//! processor time, and the most memory at once.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::{error::Error, fs};

use cors_benches::{
    large::{self, Findings},
    names,
    process::{self, Cost},
    quick, table,
};

/// What is asked of each policy.
const CALLS: [(&str, &[&str]); 5] = [
    ("check", &["check"]),
    ("nginx", &["--target", "nginx"]),
    ("envoy", &["--target", "envoy"]),
    ("envoy-lua", &["--target", "envoy-lua"]),
    ("rust", &["--target", "rust"]),
];

/// As often as each is asked; what is told is the least of each, which what else runs on the machine does not lower.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("cors.yaml");

    let mut rows = Vec::new();
    for count in if quick() { vec![1_000, 100_000] } else { vec![1_000, 10_000, 100_000, 1_000_000] } {
        fs::write(&file, large::exact(&names::origins(count)))?;
        let mut row = vec![table::count(count as u64)];
        for (_, arguments) in CALLS {
            row.extend(cells(process::corsgen(arguments, &file, ROUNDS)?, count));
        }
        rows.push(row);
    }
    let columns: Vec<String> =
        CALLS.iter().flat_map(|(name, _)| [format!("{name}, s"), "µs each".into(), format!("{name}, MB")]).collect();
    let columns: Vec<&str> = ["origins"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    table::print("corsgen, by origins", &columns, &rows);

    let counts: &[usize] = if quick() { &[1_000, 10_000] } else { &[1_000, 10_000, 100_000] };
    let mut rows = Vec::new();
    for findings in Findings::ALL {
        let mut row = vec![findings.name().to_owned()];
        for count in counts {
            fs::write(&file, findings.policy(*count))?;
            let cost = process::corsgen(&["check"], &file, 1)?;
            row.extend([format!("{:.2}", cost.seconds), each(cost.seconds, *count)]);
        }
        rows.push(row);
    }
    let columns: Vec<String> =
        counts.iter().flat_map(|count| [format!("{}, s", table::count(*count as u64)), "µs each".into()]).collect();
    let columns: Vec<&str> = ["what is found"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    table::print("corsgen check, by findings", &columns, &rows);
    Ok(())
}

/// Seconds, microseconds an origin, and megabytes.
fn cells(cost: Cost, count: usize) -> [String; 3] {
    let Cost { seconds, bytes } = cost;
    [format!("{seconds:.2}"), each(seconds, count), format!("{:.0}", bytes as f64 / 1e6)]
}

/// Microseconds for one of `count`, where they can be told: the system counts hundredths of a second.
fn each(seconds: f64, count: usize) -> String {
    if seconds < 0.1 { String::new() } else { format!("{:.1}", seconds * 1e6 / count as f64) }
}
