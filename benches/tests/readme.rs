//! The README quotes the recorded results and nothing else.

use std::{error::Error, fs, path::Path};

use cors_benches::figures::in_readme;

#[test]
fn the_figures_of_the_readme_are_those_of_the_recorded_results() -> Result<(), Box<dyn Error>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let results = fs::read_to_string(root.join("benches/results/last.md"))?;
    let readme = fs::read_to_string(root.join("README.md"))?;
    assert_eq!(in_readme(&readme, &results)?, readme, "`benches/run --record` writes both");
    Ok(())
}
