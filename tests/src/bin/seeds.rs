//! Writes what the fuzzer begins with: a folder for each of its targets, `seeds FOLDER`.
#![allow(clippy::print_stdout, reason = "it is a command")]

use std::{env, fs, path::PathBuf};

use corsgen_tests::{Failure, properties};

fn main() -> Result<(), Failure> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("usage: seeds FOLDER")?);
    for target in properties::ALL {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        let seeds = (target.seeds)();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("{number:04}")), seed)?;
        }
        println!("{}: {} seeds", target.name, seeds.len());
    }
    Ok(())
}
