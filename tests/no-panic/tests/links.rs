//! The release build links, and does not if anything in it can panic.

use std::{
    io,
    path::Path,
    process::{Command, Output},
};

fn build(features: &str) -> io::Result<Output> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--frozen", "--package", "corsgen-no-panic", "--features", features]);
    // Beside what this test was compiled to, so that what is compiled for a release is compiled once.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("--target-dir")
        .arg(target.unwrap_or(Path::new("target")))
        .output()
}

#[test]
fn generated_code_cannot_panic() -> io::Result<()> {
    let output = build("")?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

#[test]
fn what_can_panic_does_not_link() -> io::Result<()> {
    let output = build("control")?;
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "the check cannot fail");
    assert_eq!(error.matches("detected panic").count(), 1, "{error}");
    assert!(error.contains("detected panic in function `allows_first`"), "{error}");
    Ok(())
}
