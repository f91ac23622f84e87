//! Where the servers are that the tests run against, and the browser.

use std::{env, fs, path::PathBuf};

use crate::Failure;

/// The path of the server that `variable` names (`CORSGEN_NGINX_122`, `CORSGEN_NGINX_128`, `CORSGEN_ENVOY`, `CORSGEN_CHROMIUM`):
/// from the environment, else from the list that `tests/setup/install` wrote into the cache.
///
/// # Errors
///
/// If neither names it, or it is no file. A test that cannot run its server has failed, it is not skipped.
pub fn installed(variable: &str) -> Result<PathBuf, Failure> {
    let path = env::var_os(variable).map(PathBuf::from).or_else(|| listed(variable));
    path.filter(|path| path.is_file())
        .ok_or_else(|| format!("neither {variable} nor the cache names a server: run `tests/setup/install`").into())
}

fn listed(variable: &str) -> Option<PathBuf> {
    let list = fs::read_to_string(cache()?.join("env")).ok()?;
    let (_, path) = list.lines().filter_map(|line| line.split_once('=')).find(|(name, _)| *name == variable)?;
    Some(PathBuf::from(path))
}

/// The folder that `tests/setup/install` fills: the same choice as in its first lines.
fn cache() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = || folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")));
    folder("CORSGEN_CACHE").or_else(|| Some(caches()?.join("corsgen")))
}
