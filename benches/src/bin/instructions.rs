//! Counts instructions under valgrind, which are the same on a quiet machine and on a busy one.
//!
//! - `instructions` prints all counts, and the size of the code.
//! - `instructions --check` fails if a count is more than `benches/budgets.tsv` allows.
//! - `instructions --record` writes the counts there.
//! - `instructions CASE TIMES` is what is counted.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, process::Command};

use cors_benches::{
    counted::{CASES, Case, LOOP},
    table,
};

/// As often as the work is done in the shorter run.
const FEWER: usize = 256;
/// As much more often in the longer one: a multiple of the 256 inputs.
const MORE: usize = 1024;
/// The same where a policy is loaded first. Loading hashes with seeds of its own in each process, so that two runs differ by
/// some 200,000 instructions before the first check: too much for `MORE` checks to share, nothing for these.
const MORE_AT_RUN_TIME: usize = 256 * MORE;
/// The budgets, next to the manifest.
const BUDGETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/budgets.tsv");
/// What a count may be above its budget: another processor takes another `memcmp` of the C library.
const MARGIN: f64 = 1.05;
const FEW: f64 = 3.0;
/// What the functions of `code` are in the table.
const CODE: [(&str, &str); 3] = [
    ("code of exact 10, bytes", "cors_benches::code::exact_10"),
    ("code of exact 1,000, bytes", "cors_benches::code::exact_1000"),
    ("code of exact 10,000, bytes", "cors_benches::code::exact_10_000"),
];

fn main() -> Result<(), Box<dyn Error>> {
    match &env::args().skip(1).collect::<Vec<_>>()[..] {
        [] => {
            let counts = counts(|_| true)?;
            let rows: Vec<Vec<String>> =
                counts.iter().map(|(name, count)| vec![name.clone(), format!("{count:.0}")]).collect();
            table::print("Instructions, of one piece of work", &["", "instructions"], &rows);
            let columns = ["", "ours", "floor", "tower-http", "tower-http, times ours", "tower-http, times the floor"];
            table::print("Instructions that a layer adds to a request", &columns, &added(&counts));
            Ok(())
        }
        [mode] if mode == "--record" => record(),
        [mode] if mode == "--check" => check(),
        [name, times] => {
            CASES.iter().find(|case| case.name == name).ok_or("no such case")?.run(times.parse()?);
            Ok(())
        }
        _ => Err("usage: instructions [--check | --record]".into()),
    }
}

/// Of each request that goes through layers: how many instructions more than where there is none.
fn added(counts: &[(String, f64)]) -> Vec<Vec<String>> {
    let row = |(name, _): &(String, f64)| {
        let request = name.strip_prefix("layer, ")?;
        let count = |whose: &str| {
            let named = |(name, _): &&(String, f64)| name.strip_prefix(whose) == Some(&format!(", {request}"));
            counts.iter().find(named).map(|(_, count)| *count)
        };
        let none = count("no layer")?;
        let [ours, floor, peer] = [count("layer")? - none, count("floor")? - none, count("tower-http")? - none];
        let numbers = [ours, floor, peer].map(|count| format!("{count:.0}"));
        let ratios = [peer / ours, peer / floor].map(|ratio| format!("{ratio:.1}"));
        Some([&[request.to_owned()][..], &numbers, &ratios].concat())
    };
    counts.iter().filter_map(row).collect()
}

fn record() -> Result<(), Box<dyn Error>> {
    let mut lines =
        String::from("# Instructions of one piece of work: `instructions --record`, as docs/testing.md says.\n");
    for (name, count) in counts(is_ours)? {
        writeln!(lines, "{name}\t{count:.0}")?;
    }
    fs::write(BUDGETS, lines)?;
    Ok(())
}

fn check() -> Result<(), Box<dyn Error>> {
    let budgets = fs::read_to_string(BUDGETS)?;
    let lines = budgets.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let mut budgets: BTreeMap<String, f64> =
        lines.map(|(name, count)| Ok((name.to_owned(), count.parse()?))).collect::<Result<_, Box<dyn Error>>>()?;
    let mut wrong = String::new();
    for (name, count) in counts(is_ours)? {
        match budgets.remove(&name) {
            None => writeln!(wrong, "{name}: {count:.0}, and no budget")?,
            Some(budget) if count > budget * MARGIN + FEW => writeln!(wrong, "{name}: {count:.0}, {budget} allowed")?,
            Some(_) => println!("{name}: {count:.0}"),
        }
    }
    for name in budgets.keys() {
        writeln!(wrong, "{name}: a budget, and no such case")?;
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

/// What peers and the floor cost is nobody's regression.
fn is_ours(case: &Case) -> bool {
    !["tower-http", "floor", "no layer"].iter().any(|other| case.name.starts_with(other))
}

/// The instructions of each case, without the loop around it, and the bytes of code.
fn counts(wanted: fn(&Case) -> bool) -> Result<Vec<(String, f64)>, Box<dyn Error>> {
    let around = CASES.iter().find(|case| case.name == LOOP).ok_or("the loop is no case")?;
    let around = count(around)?;
    let mut counts = Vec::new();
    for case in CASES.iter().filter(|case| case.name != LOOP && wanted(case)) {
        counts.push((case.name.to_owned(), count(case)? - around));
    }
    counts.extend(sizes()?);
    Ok(counts)
}

/// The instructions of one piece of work, and of the loop around it.
fn count(case: &Case) -> Result<f64, Box<dyn Error>> {
    let more = if case.name.contains("at run time") { MORE_AT_RUN_TIME } else { MORE };
    Ok((run(case, FEWER + more)? - run(case, FEWER)?) as f64 / more as f64)
}

/// The instructions of a whole run.
fn run(case: &Case, times: usize) -> Result<i64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args([case.name, &times.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}: run `tests/setup/install`"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find_map(|line| line.split_once("I refs:").or_else(|| line.split_once("I   refs:")));
    let digits: String = line.ok_or_else(|| text.to_string())?.1.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}

/// The bytes of each check's code, tables not counted.
fn sizes() -> Result<Vec<(String, f64)>, Box<dyn Error>> {
    let output = Command::new("nm").args(["--print-size", "--demangle"]).arg(env::current_exe()?).output()?;
    let text = String::from_utf8(output.stdout)?;
    let size = |(name, function): (&str, &str)| {
        let of_function = |line: &str| {
            let [_, size, _, symbol] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else { return None };
            // Older `nm` leaves the hash of Rust's names there.
            let symbol = symbol.split_once("::h").map_or(symbol, |(symbol, _)| symbol);
            (symbol == function).then(|| u32::from_str_radix(size, 16).ok()).flatten()
        };
        let size = text.lines().find_map(of_function).ok_or_else(|| format!("no code of {function}"))?;
        Ok((name.to_owned(), f64::from(size)))
    };
    CODE.into_iter().map(size).collect()
}
