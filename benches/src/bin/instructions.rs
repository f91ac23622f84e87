//! Counts instructions under valgrind, which are the same on a quiet machine and on a busy one.
//!
//! `instructions` counts all; `instructions CASE TIMES` is what it counts.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::{collections::BTreeMap, env, error::Error, process::Command};

use cors_benches::{
    counted::{CASES, Case, LOOP},
    table,
};

/// As often as the work is done in the shorter and in the longer run: their difference is a multiple of the 256 inputs.
const TIMES: [usize; 2] = [256, 1280];

fn main() -> Result<(), Box<dyn Error>> {
    if let [name, times] = &env::args().skip(1).collect::<Vec<_>>()[..] {
        let case = CASES.iter().find(|case| case.name == name).ok_or("no such case")?;
        case.run(times.parse()?);
        return Ok(());
    }
    let mut counts = BTreeMap::new();
    for case in CASES {
        counts.insert(case.name, count(case)?);
    }
    let around = counts.get(LOOP).copied().unwrap_or_default();
    let rows: Vec<Vec<String>> = CASES
        .iter()
        .filter(|case| case.name != LOOP)
        .filter_map(|case| Some(vec![case.name.to_owned(), format!("{:.0}", counts.get(case.name)? - around)]))
        .collect();
    table::print("Instructions, of one piece of work", &["", "instructions"], &rows);
    Ok(())
}

/// The instructions of one piece of work, and of the loop around it.
fn count(case: &Case) -> Result<f64, Box<dyn Error>> {
    let [fewer, more] = TIMES;
    Ok((run(case, more)? - run(case, fewer)?) as f64 / (more - fewer) as f64)
}

/// The instructions of a whole run.
fn run(case: &Case, times: usize) -> Result<i64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args([case.name, &times.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find_map(|line| line.split_once("I refs:").or_else(|| line.split_once("I   refs:")));
    let digits: String = line.ok_or_else(|| text.to_string())?.1.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}
