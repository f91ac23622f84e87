use std::path::{Path, PathBuf};

use crate::{
    input::DEFAULTS,
    output,
    stop::Stop,
    write::{Planned, read_old, write_new},
};

/// A policy to start from.
const STARTER: &str = include_str!("starter.yaml");

/// The file that the starter's first line names. Beside the policy, and not in the web: editors then know the keys of the very
/// `corsgen` that judges it, and ask nobody.
const SCHEMA: &str = "cors.schema.json";

/// Writes a commented `cors.yaml` to start from, and beside it the schema that its first line names.
///
/// # Errors
///
/// A failure if there is a policy already, under any of the names that are looked for: a second one would hide it.
pub(crate) fn init() -> Result<(), Stop> {
    if let Some(there) = DEFAULTS.iter().find(|name| Path::new(name).symlink_metadata().is_ok()) {
        return Err(
            Stop::failure(format!("there is a {there} in this folder already")).help("judge it with `corsgen check`")
        );
    }
    let planned = Planned { path: PathBuf::from(SCHEMA), text: cors_compiler::schema::text() };
    // First: if it cannot be read, nothing is written.
    let old = read_old(&planned)?;
    write_new(&Planned { path: PathBuf::from("cors.yaml"), text: STARTER.to_owned() })?;
    output::talk("wrote cors.yaml");
    schema(&planned, old.as_deref())?;
    output::talk("");
    output::talk("next: corsgen check      judges it");
    output::talk("      corsgen targets    lists what it can be compiled for");
    Ok(())
}

/// Writes the schema where there is none. What is there, `old`, may be somebody's own.
fn schema(planned: &Planned, old: Option<&[u8]>) -> Result<(), Stop> {
    match old {
        None => {
            write_new(planned)?;
            output::talk("wrote cors.schema.json, by which editors complete and explain each key");
        }
        Some(old) if old == planned.text.as_bytes() => {}
        Some(_) => output::talk("left cors.schema.json as it is: `corsgen schema > cors.schema.json` writes it anew"),
    }
    Ok(())
}
