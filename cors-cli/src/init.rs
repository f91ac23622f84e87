use std::path::{Path, PathBuf};

use crate::{
    input::DEFAULTS,
    output,
    stop::Stop,
    write::{Planned, write_new},
};

/// A policy to start from.
const STARTER: &str = include_str!("starter.yaml");

/// Writes a commented `cors.yaml` to start from.
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
    write_new(&Planned { path: PathBuf::from("cors.yaml"), text: STARTER.to_owned() })?;
    output::talk("wrote cors.yaml");
    output::talk("");
    output::talk("next: corsgen check                        judges it");
    output::talk("      corsgen schema > cors.schema.json    lets your editor complete and explain it");
    Ok(())
}
