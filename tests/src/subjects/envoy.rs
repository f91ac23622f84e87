//! The real Envoy, with the native filter or with the one in Lua.

mod own_config;
mod server;

use std::{collections::BTreeMap, net::SocketAddr};

use cors_compiler::{
    Artifact, Exactness, Program, Report, Source,
    target::{HostPort, Shape},
    targets,
};

use crate::{Failure, Group, Reply, Request, Subject};

pub use server::Server;

/// One Envoy for many policies: a listener a policy, each as it was generated.
#[derive(Debug)]
pub struct Envoy {
    /// The target's name.
    target: &'static str,
    server: Server,
    /// For each policy, with its profile, its listener's number; or the lines at which the target refuses it.
    policies: BTreeMap<(String, Option<String>), Result<usize, Vec<usize>>>,
}

const NATIVE: &str = "envoy";
const LUA: &str = "envoy-lua";

impl Envoy {
    /// Starts Envoy with these policies, for its native filter.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn start(groups: Vec<Group>) -> Result<Self, Failure> {
        Self::of_target(NATIVE, groups)
    }

    /// Starts Envoy with these policies, as filters in Lua.
    ///
    /// # Errors
    ///
    /// As [`Envoy::start`].
    pub fn lua(groups: Vec<Group>) -> Result<Self, Failure> {
        Self::of_target(LUA, groups)
    }

    fn of_target(target: &'static str, groups: Vec<Group>) -> Result<Self, Failure> {
        let upstream = crate::application::start()?;
        let mut policies = BTreeMap::new();
        let mut configs = Vec::new();
        for group in groups {
            let source = group.source();
            let served = match complete_by(target, &source, &group.program()?, upstream) {
                Ok(config) => {
                    configs.push(config);
                    Ok(configs.len() - 1)
                }
                Err(report) => Err(lines(&source, &report)),
            };
            policies.insert((group.policy, group.profile), served);
        }
        Ok(Self { target, server: Server::start(&configs)?, policies })
    }
}

impl Subject for Envoy {
    fn name(&self) -> &'static str {
        self.target
    }

    fn exactness(&self) -> Exactness {
        targets::find(self.target).map_or(Exactness::HeaderExact(&[]), |target| target.exactness())
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let key = (group.policy.clone(), group.profile.clone());
        let listener = match self.policies.get(&key).ok_or("a policy that it was not started with")? {
            Ok(listener) => *listener,
            Err(lines) => return Ok(Reply::CannotHold(lines.clone())),
        };
        Reply::over_socket(self.server.address(listener), requests)
    }
}

/// A whole config for a policy, which listens at a port that Envoy finds.
///
/// # Errors
///
/// What the target cannot hold.
pub fn complete(source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    complete_by(NATIVE, source, program, upstream)
}

/// The same with a filter in Lua.
///
/// # Errors
///
/// What the target cannot hold.
pub fn complete_lua(source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    complete_by(LUA, source, program, upstream)
}

fn complete_by(target: &str, source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    let host = |text: &str| HostPort::parse(text).expect("HOST:PORT");
    let shape = Shape::Complete { listen: host("127.0.0.1:0"), upstream: host(&upstream.to_string()) };
    let artifact = emit(target, source, program, &shape)?;
    Ok(artifact.parts.into_iter().map(|part| part.text).collect())
}

/// A policy's parts in a config that was there before.
///
/// # Errors
///
/// What the target cannot hold.
pub fn merged(source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    let parts = emit(NATIVE, source, program, &Shape::PARTS)?;
    Ok(own_config::with_parts(&parts, upstream).expect("the parts are what they should be"))
}

fn emit(target: &str, source: &Source, program: &Program, shape: &Shape) -> Result<Artifact, Report> {
    cors_compiler::emit(targets::find(target).expect("the target is registered"), source, program, shape)
}

fn lines(source: &Source, report: &Report) -> Vec<usize> {
    report.findings().iter().map(|finding| source.position(finding.span.start).line).collect()
}
