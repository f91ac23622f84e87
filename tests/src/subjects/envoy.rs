//! The real Envoy, with the native filter or with the one in Lua.

mod own_config;
mod server;

use std::{collections::BTreeMap, net::SocketAddr, rc::Rc};

use cors_compiler::{
    Exactness, Program, Report, Source, Target, emit,
    target::{HostPort, Shape},
    targets,
};

use crate::{Edit, Failure, Group, Reply, Request, Subject};

pub use server::Server;

/// One Envoy for many policies: a listener a policy, each as it was generated.
pub struct Envoy {
    target: &'static dyn Target,
    shape: Printed,
    edit: Edit,
    upstream: SocketAddr,
    /// What the last Envoy was prepared for.
    prepared: BTreeMap<Key, Held>,
    /// The last policy that it was asked about without having been prepared for it.
    alone: BTreeMap<Key, Held>,
}

/// A policy and its profile.
type Key = (String, Option<String>);

/// An Envoy and a listener's number; or the lines at which the target refuses the policy.
type Held = Result<(Rc<Server>, usize), Vec<usize>>;

/// In which shape a policy is printed.
type Printed = fn(&'static dyn Target, &Source, &Program, SocketAddr) -> Result<String, Report>;

const NATIVE: &str = "envoy";
const LUA: &str = "envoy-lua";

impl Envoy {
    /// The target `envoy`.
    ///
    /// # Errors
    ///
    /// What kept the application from starting.
    pub fn native() -> Result<Self, Failure> {
        Self::of(NATIVE)
    }

    /// The target `envoy-lua`.
    ///
    /// # Errors
    ///
    /// As of [`Envoy::native`].
    pub fn lua() -> Result<Self, Failure> {
        Self::of(LUA)
    }

    fn of(target: &str) -> Result<Self, Failure> {
        let target = known(target);
        let edit: Edit = Box::new(str::to_owned);
        let upstream = crate::application::start()?;
        Ok(Self { target, shape: whole, edit, upstream, prepared: BTreeMap::new(), alone: BTreeMap::new() })
    }

    /// The same, its parts merged into a config that was there before.
    #[must_use]
    pub fn in_parts(self) -> Self {
        Self { shape: parts, ..self }
    }

    /// The same, each config changed before Envoy reads it.
    #[must_use]
    pub fn edited(self, edit: Edit) -> Self {
        Self { edit, ..self }
    }

    /// Starts one Envoy for these policies.
    fn start(&self, groups: &[Group]) -> Result<BTreeMap<Key, Held>, Failure> {
        let mut configs = Vec::new();
        let mut served = Vec::new();
        for group in groups {
            let source = group.source();
            served.push(match (self.shape)(self.target, &source, &group.program()?, self.upstream) {
                Ok(config) => {
                    configs.push((self.edit)(&config));
                    Ok(configs.len() - 1)
                }
                Err(report) => Err(lines(&source, &report)),
            });
        }
        let server = if configs.is_empty() { None } else { Some(Rc::new(Server::start(&configs)?)) };
        let held = |held: Result<usize, Vec<usize>>| {
            held.and_then(|listener| Ok((Rc::clone(server.as_ref().ok_or_else(Vec::new)?), listener)))
        };
        Ok(groups.iter().map(key).zip(served.into_iter().map(held)).collect())
    }
}

impl Subject for Envoy {
    fn name(&self) -> &'static str {
        self.target.name()
    }

    fn exactness(&self) -> Exactness {
        self.target.exactness()
    }

    fn has_parser(&self) -> bool {
        true
    }

    fn prepare(&mut self, groups: &[Group]) -> Result<(), Failure> {
        self.prepared = self.start(groups)?;
        Ok(())
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let key = key(group);
        if !self.prepared.contains_key(&key) && !self.alone.contains_key(&key) {
            self.alone = self.start(std::slice::from_ref(group))?;
        }
        match self.prepared.get(&key).or_else(|| self.alone.get(&key)).ok_or("no listener")? {
            Ok((server, listener)) => Reply::over_socket(server.address(*listener), requests),
            Err(lines) => Ok(Reply::CannotHold(lines.clone())),
        }
    }
}

fn key(group: &Group) -> Key {
    (group.policy.clone(), group.profile.clone())
}

/// A whole config for a policy, which listens at a port that Envoy finds.
///
/// # Errors
///
/// What the target cannot hold.
pub fn complete(source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    whole(known(NATIVE), source, program, upstream)
}

/// A policy's parts in a config that was there before.
///
/// # Errors
///
/// What the target cannot hold.
pub fn merged(source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    parts(known(NATIVE), source, program, upstream)
}

/// The same with a filter in Lua.
///
/// # Errors
///
/// What the target cannot hold.
pub fn complete_lua(source: &Source, program: &Program, upstream: SocketAddr) -> Result<String, Report> {
    whole(known(LUA), source, program, upstream)
}

fn known(target: &str) -> &'static dyn Target {
    targets::find(target).expect("the target is registered")
}

fn whole(
    target: &'static dyn Target,
    source: &Source,
    program: &Program,
    upstream: SocketAddr,
) -> Result<String, Report> {
    let host = |text: &str| HostPort::parse(text).expect("HOST:PORT");
    let shape = Shape::Complete { listen: host("127.0.0.1:0"), upstream: host(&upstream.to_string()) };
    let artifact = emit(target, source, program, &shape)?;
    Ok(artifact.parts.into_iter().map(|part| part.text).collect())
}

fn parts(
    target: &'static dyn Target,
    source: &Source,
    program: &Program,
    upstream: SocketAddr,
) -> Result<String, Report> {
    let parts = emit(target, source, program, &Shape::PARTS)?;
    Ok(own_config::with_parts(&parts, upstream).expect("the parts are what they should be"))
}

fn lines(source: &Source, report: &Report) -> Vec<usize> {
    report.findings().iter().map(|finding| source.position(finding.span.start).line).collect()
}
