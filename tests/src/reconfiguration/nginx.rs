use std::{collections::BTreeSet, net::SocketAddr, path::PathBuf, process::Command, thread, time::Duration};

use cors_compiler::{
    emit,
    target::{HostPort, Shape},
    targets,
};

use super::{PATIENCE, Reconfigured, policies};
use crate::{Failure, Group, application, installed::installed, nginx};

/// nginx, which is told by `nginx -s reload`: new workers start with the new configuration, and the old ones close their idle
/// connections, answer what they have begun, and end.
pub struct Nginx {
    name: &'static str,
    nginx: PathBuf,
    server: nginx::Server,
    address: SocketAddr,
    upstream: SocketAddr,
    /// The workers that are to end.
    old: BTreeSet<u32>,
}

impl Nginx {
    /// The oldest that we claim.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn v1_22() -> Result<Self, Failure> {
        Self::start("nginx-1.22-reload", "CORSGEN_NGINX_122")
    }

    /// A newer one.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn v1_28() -> Result<Self, Failure> {
        Self::start("nginx-1.28-reload", "CORSGEN_NGINX_128")
    }

    fn start(name: &'static str, variable: &str) -> Result<Self, Failure> {
        let (nginx, address, upstream) = (installed(variable)?, nginx::free_address()?, application::start()?);
        let config = complete(&policies::one(), address, upstream)?;
        let server = nginx::Server::start(&nginx, &[(FILE, &config)], address)?;
        Ok(Self { name, nginx, server, address, upstream, old: BTreeSet::new() })
    }

    /// `nginx -p FOLDER -c FILE` and more.
    fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(&self.nginx);
        command.arg("-p").arg(self.server.folder()).arg("-c").arg(self.server.folder().join(FILE)).args(more);
        command
    }

    fn reload(&self) -> Result<(), Failure> {
        let output = self.command(&["-s", "reload"]).output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(said.into()) }
    }
}

const FILE: &str = "nginx.conf";

/// How nginx says that it keeps what it has.
const REFUSED: &str = "[emerg]";

impl Reconfigured for Nginx {
    fn name(&self) -> &'static str {
        self.name
    }

    fn target(&self) -> Option<&'static str> {
        Some("nginx")
    }

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn closes_connections(&self) -> bool {
        true
    }

    fn put(&mut self, policy: &Group) -> Result<(), Failure> {
        let config = complete(policy, self.address, self.upstream)?;
        super::replace(&self.server.folder().join(FILE), &config)?;
        self.old = self.server.workers()?;
        self.reload()
    }

    fn has_taken(&mut self) -> Result<bool, Failure> {
        Ok(self.server.workers()?.is_disjoint(&self.old))
    }

    fn put_broken(&mut self) -> Result<usize, Failure> {
        let path = self.server.folder().join(FILE);
        let good = std::fs::read_to_string(&path)?;
        // As of a disk that was full, and as of an editor.
        let broken = [good[..good.len() / 2].to_owned(), good.replacen("default p", "defualt p", 1) + "cors on;\n"];
        for text in &broken {
            super::replace(&path, text)?;
            let said = self.command(&["-t"]).output()?;
            if said.status.success() {
                return Err(format!("`nginx -t` takes what is broken:\n{text}").into());
            }
            if self.reload().is_ok() {
                return Err("`nginx -s reload` takes what is broken".into());
            }
            self.tell_master()?;
        }
        super::replace(&path, &good)?;
        Ok(broken.len())
    }
}

impl Nginx {
    /// Tells the master itself, past `nginx -s reload`, which looks first: it too keeps what it has.
    fn tell_master(&self) -> Result<(), Failure> {
        let (workers, before) = (self.server.workers()?, self.server.said()?.matches(REFUSED).count());
        self.server.signal("HUP")?;
        let mut waits = 0;
        while self.server.said()?.matches(REFUSED).count() == before {
            waits += 1;
            if PAUSE * waits > PATIENCE {
                return Err("nginx says nothing against a broken configuration".into());
            }
            thread::sleep(PAUSE);
        }
        if self.server.workers()? == workers { Ok(()) } else { Err("a refused configuration has workers".into()) }
    }
}

const PAUSE: Duration = Duration::from_millis(2);

fn complete(policy: &Group, listen: SocketAddr, upstream: SocketAddr) -> Result<String, Failure> {
    let host = |address: SocketAddr| HostPort::parse(&address.to_string()).ok_or("no HOST:PORT");
    let shape = Shape::Complete { listen: host(listen)?, upstream: host(upstream)? };
    let target = targets::find("nginx").ok_or("no target `nginx`")?;
    let artifact =
        emit(target, &policy.source(), &policy.program()?, &shape).map_err(|report| format!("{report:?}"))?;
    Ok(artifact.parts.into_iter().map(|part| part.text).collect())
}
