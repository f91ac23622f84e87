use std::{env, fs, path::PathBuf, process};

use cors_compiler::Exactness;
use cors_policy::runtime::RuntimePolicy;

use crate::{Failure, Group, Reply, Request, Subject};

use super::tower::{FRAGMENT_IS_CUT, Tower};

/// What the server starts with: nothing of it may be left in any answer.
const BEFORE: &str = "allow_origins: [https://before.example]\n";

/// A policy that is read again, in the tower layer of a real axum server: each of the corpus takes the place of another while the
/// server runs.
#[derive(Debug)]
pub struct Runtime {
    tower: Tower,
    file: PathBuf,
}

impl Runtime {
    /// Starts what runs its servers.
    ///
    /// # Errors
    ///
    /// What the system reports.
    pub fn new() -> Result<Self, Failure> {
        let file = env::temp_dir().join(format!("corsgen-runtime-{}.yaml", process::id()));
        Ok(Self { tower: Tower::new()?, file })
    }
}

impl Subject for Runtime {
    fn name(&self) -> &'static str {
        "runtime"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[FRAGMENT_IS_CUT])
    }

    fn has_parser(&self) -> bool {
        true
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let (builder, before) = match &group.profile {
            Some(profile) => {
                (RuntimePolicy::builder().profile(profile), format!("{BEFORE}profiles: {{{profile}: {{}}}}\n"))
            }
            None => (RuntimePolicy::builder(), BEFORE.to_owned()),
        };
        fs::write(&self.file, before)?;
        let policy = builder.reloading(&self.file)?;
        let address = self.tower.serve(policy.clone())?;
        fs::write(&self.file, &group.policy)?;
        policy.reload()?;
        Reply::over_socket(address, requests)
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.file);
    }
}
