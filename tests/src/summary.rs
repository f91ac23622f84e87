//! What tests leave behind for the closing lines of `tests/run`.

use std::{fmt::Display, fs, path::Path};

use crate::Failure;

/// Leaves the line of a subject, or of whatever else was counted, under a heading. It is a list of counts, each a number and what
/// it counts: `100 policies, 20000 requests, 0 differences`. A run whose lines count differences fails.
///
/// `folder` is `CARGO_TARGET_TMPDIR`, which only tests know.
///
/// # Errors
///
/// What the file system reports.
pub fn leave(folder: &str, heading: &str, name: &str, line: impl Display) -> Result<(), Failure> {
    let folder = Path::new(folder).join("summary").join(heading);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), format!("{line}\n"))?;
    Ok(())
}
