//! Where the servers are that the tests run against.

use std::{env, fs, path::PathBuf};

/// The path of the server that `variable` names (`CORSGEN_NGINX_122`, `CORSGEN_NGINX_128`, `CORSGEN_ENVOY`): from the
/// environment, else from the list that `tests/setup/install` wrote into the cache.
///
/// # Panics
///
/// If neither names it. A test that cannot run its server has failed, it is not skipped.
pub fn installed(variable: &str) -> PathBuf {
    let path = env::var_os(variable).map_or_else(|| listed(variable), PathBuf::from);
    assert!(path.is_file(), "{variable} names `{}`, which is no file: run `tests/setup/install`", path.display());
    path
}

fn listed(variable: &str) -> PathBuf {
    let list = cache().join("env");
    let text = fs::read_to_string(&list).unwrap_or_default();
    let line = text.lines().filter_map(|line| line.split_once('=')).find(|(name, _)| *name == variable);
    let (_, path) = line.unwrap_or_else(|| {
        panic!("{variable} is not set and `{}` does not name it: run `tests/setup/install`", list.display())
    });
    PathBuf::from(path)
}

/// The folder that `tests/setup/install` fills: the same choice as in its first lines.
fn cache() -> PathBuf {
    let folder = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("CORSGEN_CACHE").unwrap_or_else(|| {
        let caches = folder("XDG_CACHE_HOME").unwrap_or_else(|| folder("HOME").unwrap_or_default().join(".cache"));
        caches.join("corsgen")
    })
}
