use std::{
    any::Any,
    fs,
    net::SocketAddr,
    path::PathBuf,
    sync::mpsc::{Receiver, channel},
};

use cors_policy::runtime::{LoadError, ReloadingPolicy, RuntimePolicy};

use super::{PATIENCE, Reconfigured, policies};
use crate::{Failure, Group, subjects};

/// A service that watches its policy's file.
pub struct Reloading {
    name: &'static str,
    address: SocketAddr,
    folder: PathBuf,
    /// What came of each change, as the service is told.
    told: Receiver<Result<(), String>>,
    /// Whether that of the last one has been read.
    has_taken: bool,
    /// What runs the service.
    _server: Box<dyn Any>,
}

impl Reloading {
    /// Behind the tower layer, in axum.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn tower() -> Result<Self, Failure> {
        let tower = subjects::Tower::new()?;
        Self::start("tower-reload", |policy| Ok((tower.serve(policy)?, Box::new(tower))))
    }

    /// Behind the middleware, in actix-web.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn actix() -> Result<Self, Failure> {
        Self::start("actix-reload", |policy| {
            let server = subjects::Actix::serve(policy)?;
            Ok((server.address(), Box::new(server)))
        })
    }

    fn start(
        name: &'static str,
        serve: impl FnOnce(ReloadingPolicy) -> Result<(SocketAddr, Box<dyn Any>), Failure>,
    ) -> Result<Self, Failure> {
        let folder = super::folder(name)?;
        let file = folder.join(FILE);
        // Neither of the two, so that the first, too, is a change.
        fs::write(&file, "allow_origins: [https://before.example]\n")?;
        let (sender, told) = channel();
        let tell = move |loaded: Result<&RuntimePolicy, &LoadError>| {
            _ = sender.send(loaded.map(drop).map_err(ToString::to_string));
        };
        let (address, server) = serve(ReloadingPolicy::watch(&file, tell)?)?;
        Ok(Self { name, address, folder, told, has_taken: true, _server: server })
    }
}

const FILE: &str = "cors.yaml";

impl Reconfigured for Reloading {
    fn name(&self) -> &'static str {
        self.name
    }

    fn target(&self) -> Option<&'static str> {
        None
    }

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn put(&mut self, policy: &Group) -> Result<(), Failure> {
        self.has_taken = false;
        super::replace(&self.folder.join(FILE), &policy.policy)
    }

    fn has_taken(&mut self) -> Result<bool, Failure> {
        if !self.has_taken {
            self.told.recv_timeout(PATIENCE)??;
            self.has_taken = true;
        }
        Ok(true)
    }

    fn put_broken(&mut self) -> Result<usize, Failure> {
        let file = self.folder.join(FILE);
        let good = fs::read_to_string(&file)?;
        // As of a disk that was full, and a policy that contradicts itself.
        let broken =
            [good[..good.len() / 3].to_owned(), policies::one().policy.replace("https://one.example", "\"*\"")];
        for text in &broken {
            super::replace(&file, text)?;
            if self.told.recv_timeout(PATIENCE)?.is_ok() {
                return Err(format!("what is broken is taken:\n{text}").into());
            }
        }
        Ok(broken.len())
    }
}

impl Drop for Reloading {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.folder);
    }
}
