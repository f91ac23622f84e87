//! What a check costs in instructions, which are the same on a busy machine: no more than `budgets.tsv` allows.

use std::{env, error::Error, path::Path, process::Command};

#[test]
fn no_check_costs_more_than_its_budget() -> Result<(), Box<dyn Error>> {
    // Beside what this test was compiled to, so that what is compiled for a release is compiled once.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--frozen", "--package", "corsgen-benches", "--bin", "instructions"]);
    // The peers take most of the time to build. Incremental builds and flags of one's own make other code.
    cargo.arg("--no-default-features").env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).arg("--target-dir").arg(target).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let output = Command::new(target.join("release/instructions")).arg("--check").output()?;
    let (counts, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{wrong}\n{counts}");
    assert!(counts.lines().count() > 20, "{counts}");
    Ok(())
}
