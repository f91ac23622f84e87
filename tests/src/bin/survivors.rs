//! Judges what `cargo mutants` left of its mistakes, for `tests/mutants`: `survivors --whole|--files|--sample OUTCOMES...`, the
//! outcomes of each stage in their order.
#![allow(clippy::print_stdout, reason = "it is a command")]

use std::{env, fs, path::Path, process::ExitCode};

use corsgen_tests::{
    Failure,
    survivors::{Listed, Outcomes, Scope},
};

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/mutants.tsv");

fn main() -> Result<ExitCode, Failure> {
    let mut arguments = env::args().skip(1);
    let scope = match arguments.next().as_deref() {
        Some("--whole") => Scope::Whole,
        Some("--files") => Scope::Files,
        Some("--sample") => Scope::Sample,
        _ => return Err("usage: survivors --whole|--files|--sample OUTCOMES...".into()),
    };
    let stages = arguments.map(|path| fs::read_to_string(Path::new(&path)).map_err(Into::into));
    let outcomes = Outcomes::of_stages(&stages.collect::<Result<Vec<_>, Failure>>()?)?;
    print!("{outcomes}");
    let faults = outcomes.faults(&Listed::parse(&fs::read_to_string(LIST)?)?, scope);
    for fault in &faults {
        println!("{fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
