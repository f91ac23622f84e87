//! Puts the figures of the recorded results into the README.

use std::{error::Error, fs, path::Path};

use cors_benches::figures::in_readme;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let readme = root.join("README.md");
    let results = fs::read_to_string(root.join("benches/results/last.md"))?;
    fs::write(&readme, in_readme(&fs::read_to_string(&readme)?, &results)?)?;
    Ok(())
}
