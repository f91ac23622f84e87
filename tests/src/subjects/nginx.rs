use std::{net::SocketAddr, path::PathBuf};

use cors_compiler::{
    Exactness, Target, emit,
    target::{HostPort, Shape},
    targets,
};

use crate::{Failure, Group, Reply, Request, Subject, application, installed::installed, nginx};

/// A real nginx with the whole configuration that the target `nginx` prints, in front of [`application`].
pub struct Nginx {
    name: &'static str,
    target: &'static dyn Target,
    nginx: PathBuf,
    application: SocketAddr,
}

impl Nginx {
    /// The oldest that we claim.
    ///
    /// # Errors
    ///
    /// If it is not installed.
    pub fn v1_22() -> Result<Self, Failure> {
        Self::new("nginx-1.22", "CORSGEN_NGINX_122")
    }

    /// A newer one: from 1.23 on nginx sees every line of a header.
    ///
    /// # Errors
    ///
    /// If it is not installed.
    pub fn v1_28() -> Result<Self, Failure> {
        Self::new("nginx-1.28", "CORSGEN_NGINX_128")
    }

    fn new(name: &'static str, variable: &str) -> Result<Self, Failure> {
        let target = targets::find("nginx").ok_or("no target `nginx`")?;
        Ok(Self { name, target, nginx: installed(variable)?, application: application::start()? })
    }
}

impl Subject for Nginx {
    fn name(&self) -> &'static str {
        self.name
    }

    fn exactness(&self) -> Exactness {
        self.target.exactness()
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let address = nginx::free_address()?;
        let shape = Shape::Complete { listen: host_port(address)?, upstream: host_port(self.application)? };
        let source = group.source();
        let artifact = match emit(self.target, &source, &group.program()?, &shape) {
            Ok(artifact) => artifact,
            Err(report) => {
                let line = |finding: &cors_compiler::Finding| source.position(finding.span.start).line;
                return Ok(Reply::CannotHold(report.findings().iter().map(line).collect()));
            }
        };
        let [config] = artifact.parts.as_slice() else { return Err("not one part".into()) };
        let _server = nginx::Server::start(&self.nginx, &[("nginx.conf", &config.text)], address)?;
        Reply::over_socket(address, requests)
    }
}

fn host_port(address: SocketAddr) -> Result<HostPort, Failure> {
    HostPort::parse(&address.to_string()).ok_or_else(|| format!("no address: {address}").into())
}
