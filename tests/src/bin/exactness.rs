//! Records what the last `tests/run` counted in `docs/exactness.tsv` and in the README's table; `--compare` says whether what is
//! recorded is what it counted, and writes nothing.
#![allow(clippy::print_stdout, reason = "it is a command")]

use std::{env, fs, path::Path, process::Command};

use corsgen_tests::{
    Failure,
    exactness::{Recorded, in_readme},
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn main() -> Result<(), Failure> {
    let executable = env::current_exe()?;
    let target = executable.ancestors().nth(2).ok_or("not in a target folder")?;
    let date = String::from_utf8(Command::new("date").args(["-u", "+%F"]).output()?.stdout)?.trim().to_owned();
    let seed = env::var("CORSGEN_SEED").unwrap_or_else(|_| "1".to_owned());
    let counted = Recorded::of_run(&target.join("tmp/summary"), date, seed)?;

    let (tsv, readme) = (Path::new(ROOT).join("docs/exactness.tsv"), Path::new(ROOT).join("README.md"));
    if env::args().any(|argument| argument == "--compare") {
        let recorded = Recorded::parse(&fs::read_to_string(tsv)?)?;
        if recorded.rows != counted.rows {
            println!("\nthe README's table is of a run that counted otherwise: `tests/run --record` writes it anew");
        }
        return Ok(());
    }
    fs::write(tsv, counted.to_string())?;
    fs::write(&readme, in_readme(&fs::read_to_string(&readme)?, &counted)?)?;
    println!("\nrecorded in docs/exactness.tsv and README.md");
    Ok(())
}
