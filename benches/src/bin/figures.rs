//! Puts the figures of results into the README.
//!
//! - `figures RESULTS` fails if a figure of the README is not among them.
//! - `figures --record` takes the recorded results and writes the README.

use std::{env, error::Error, fs, path::Path};

use cors_benches::figures::in_readme;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let readme = root.join("README.md");
    let with = |results: &Path| in_readme(&fs::read_to_string(&readme)?, &fs::read_to_string(results)?);
    match &env::args().skip(1).collect::<Vec<_>>()[..] {
        [mode] if mode == "--record" => fs::write(&readme, with(&root.join("benches/results/last.md"))?)?,
        [results] => drop(with(Path::new(results))?),
        _ => return Err("usage: figures RESULTS | --record".into()),
    }
    Ok(())
}
