//! Judges which lines of the libraries no test ran, for `tests/coverage`: `uncovered LCOV`.
#![allow(clippy::print_stdout, reason = "it is a command")]

use std::{env, fs, process::ExitCode};

use corsgen_tests::{
    Failure,
    uncovered::{Lines, Listed},
};

const TESTS: &str = env!("CARGO_MANIFEST_DIR");

fn main() -> Result<ExitCode, Failure> {
    let path = env::args().nth(1).ok_or("usage: uncovered LCOV")?;
    let root = TESTS.strip_suffix("/tests").ok_or("the tests are not in a folder `tests`")?;
    let lines = Lines::parse(&fs::read_to_string(path)?, root)?;
    print!("{lines}");
    let faults = lines.faults(&Listed::parse(&fs::read_to_string(format!("{TESTS}/coverage.tsv"))?)?);
    for fault in &faults {
        println!("{fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
