use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use cors_compiler::{
    Artifact, emit,
    target::{ClusterName, Shape},
    targets,
};
use serde_yaml::Value;

use super::{PATIENCE, Reconfigured, policies};
use crate::{Failure, Group, application, subjects::envoy::Server};

/// Envoy, which watches a file and reads what is renamed over it. No connection is closed.
pub struct Envoy {
    discovery: Discovery,
    server: Server,
    folder: PathBuf,
}

/// How Envoy is told of a policy.
#[derive(Clone, Copy)]
struct Discovery {
    name: &'static str,
    target: &'static str,
    /// The part that is a file for Envoy to watch.
    part: &'static str,
    /// What the counters of this file begin with.
    counters: &'static str,
    /// Where it is cut off to break it: within the last of these.
    cut: &'static str,
    /// And what is replaced by what.
    broken: [&'static str; 2],
    /// The rest of the configuration, which stays.
    config: fn(parts: &Artifact, file: &Path, upstream: SocketAddr) -> Result<String, Failure>,
}

const RDS: Discovery = Discovery {
    name: "envoy-1.40-rds",
    target: "envoy",
    part: "rds",
    counters: "http.own.rds.cors-api",
    cut: "cluster: upstream",
    // No expression of RE2's.
    broken: ["both", "(both"],
    config: with_rds,
};

const ECDS: Discovery = Discovery {
    name: "envoy-1.40-lua-ecds",
    target: "envoy-lua",
    part: "ecds",
    counters: "extension_config_discovery.http_filter.corsgen.api",
    // Between two functions, where what is there is a script, but has no handler.
    cut: "-- Whose rules hold by the route",
    // No Lua.
    broken: ["local ", "locl "],
    config: with_ecds,
};

impl Envoy {
    /// The filter in Lua, which is itself what is discovered.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn ecds() -> Result<Self, Failure> {
        Self::start(ECDS)
    }

    /// The native filter, whose policy stands in the routes: route discovery by a file.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn rds() -> Result<Self, Failure> {
        Self::start(RDS)
    }

    fn start(discovery: Discovery) -> Result<Self, Failure> {
        let folder = super::folder(discovery.name)?;
        let (file, upstream) = (folder.join("policy.yaml"), application::start()?);
        let parts = parts(discovery, &policies::one())?;
        fs::write(&file, part(&parts, discovery.part)?)?;
        // Two workers: each takes the new policy by itself.
        let server = Server::with_workers(&[(discovery.config)(&parts, &file, upstream)?], 2)?;
        Ok(Self { discovery, server, folder })
    }

    fn file(&self) -> PathBuf {
        self.folder.join("policy.yaml")
    }

    /// How many files it has refused.
    fn refused(&self) -> Result<u64, Failure> {
        let count = |what| self.server.counter(&format!("{}.{what}", self.discovery.counters));
        // What is no such message, what is a message that cannot be, and what is one of nothing.
        Ok(count("update_failure")? + count("update_rejected")? + count("update_empty")?)
    }

    /// Puts the file there cut off within each of its lines and behind it, one after the other, as of a disk that is full: how
    /// many of these Envoy refused, which must be all.
    ///
    /// # Errors
    ///
    /// One that it did not refuse.
    pub fn put_cut_off(&mut self) -> Result<usize, Failure> {
        let good = fs::read_to_string(self.file())?;
        let ends: Vec<usize> = good.trim_end().match_indices('\n').map(|(at, _)| at + 1).collect();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let middles = starts.zip(ends.iter().copied().chain([good.len()])).map(|(start, end)| start.midpoint(end));
        let mut cuts: Vec<usize> =
            middles.chain(ends.iter().copied()).filter(|at| good.is_char_boundary(*at)).collect();
        cuts.sort_unstable();
        for cut in &cuts {
            self.put_refused(&good[..*cut])?;
        }
        Ok(cuts.len())
    }

    /// Puts there what Envoy must refuse, and waits until it has.
    fn put_refused(&self, text: &str) -> Result<(), Failure> {
        let before = self.refused()?;
        super::replace(&self.file(), text)?;
        let since = Instant::now();
        while self.refused()? == before {
            if since.elapsed() > PATIENCE {
                return Err(format!("Envoy does not refuse what is broken:\n{text}").into());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }
}

impl Reconfigured for Envoy {
    fn name(&self) -> &'static str {
        self.discovery.name
    }

    fn target(&self) -> Option<&'static str> {
        Some(self.discovery.target)
    }

    fn address(&self) -> SocketAddr {
        self.server.address(0)
    }

    fn put(&mut self, policy: &Group) -> Result<(), Failure> {
        super::replace(&self.file(), part(&parts(self.discovery, policy)?, self.discovery.part)?)
    }

    fn has_taken(&mut self) -> Result<bool, Failure> {
        Ok(true)
    }

    fn put_broken(&mut self) -> Result<usize, Failure> {
        let good = fs::read_to_string(self.file())?;
        let [part, wrong] = self.discovery.broken;
        let cut = good.rfind(self.discovery.cut).ok_or("nowhere to cut it off")? + 4;
        // As of a disk that was full, and as of a generator that is wrong.
        let broken = [good[..cut].to_owned(), good.replace(part, wrong)];
        for text in &broken {
            self.put_refused(text)?;
        }
        Ok(broken.len())
    }
}

impl Drop for Envoy {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.folder);
    }
}

fn parts(discovery: Discovery, policy: &Group) -> Result<Artifact, Failure> {
    let target = targets::find(discovery.target).ok_or("no such target")?;
    let shape = Shape::Parts { families: Vec::new(), cluster: ClusterName::parse("upstream") };
    Ok(emit(target, &policy.source(), &policy.program()?, &shape).map_err(|report| format!("{report:?}"))?)
}

fn part<'a>(parts: &'a Artifact, name: &str) -> Result<&'a str, Failure> {
    let part = parts.parts.iter().find(|part| part.name == name).ok_or_else(|| format!("no part `{name}`"))?;
    Ok(&part.text)
}

/// A config whose routes are in a file, and whose filters do not change with the policy.
fn with_rds(parts: &Artifact, file: &Path, upstream: SocketAddr) -> Result<String, Failure> {
    let routes: Value = serde_yaml::from_str(part(parts, "rds")?)?;
    let filters: Value = serde_yaml::from_str(part(parts, "http_filters")?)?;
    with_upstream(upstream, |manager| {
        manager["rds"]["route_config_name"] = routes["resources"][0]["name"].clone();
        manager["rds"]["config_source"]["path_config_source"]["path"] = file.to_string_lossy().into_owned().into();
        prepend(&mut manager["http_filters"], &filters["http_filters"]);
    })
}

/// A config with a filter that is in a file, and whose routes do not change with the policy.
fn with_ecds(parts: &Artifact, file: &Path, upstream: SocketAddr) -> Result<String, Failure> {
    let filter: Value = serde_yaml::from_str(part(parts, "ecds")?)?;
    let routes: Value = serde_yaml::from_str(ROUTES)?;
    let mut entry: Value = serde_yaml::from_str(DISCOVERED)?;
    entry["name"] = filter["resources"][0]["name"].clone();
    let source = &mut entry["config_discovery"]["config_source"]["path_config_source"];
    source["path"] = file.to_string_lossy().into_owned().into();
    source["watched_directory"]["path"] = file.parent().ok_or("no folder")?.to_string_lossy().into_owned().into();
    with_upstream(upstream, |manager| {
        manager["route_config"] = routes;
        prepend(&mut manager["http_filters"], &Value::Sequence(vec![entry]));
    })
}

fn prepend(list: &mut Value, first: &Value) {
    if let (Value::Sequence(list), Value::Sequence(first)) = (list, first) {
        list.splice(..0, first.iter().cloned());
    }
}

/// The config that is there before, edited.
fn with_upstream(upstream: SocketAddr, edit: impl FnOnce(&mut Value)) -> Result<String, Failure> {
    let mut config: Value = serde_yaml::from_str(OWN)?;
    edit(&mut config["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]);
    let cluster = &mut config["static_resources"]["clusters"][0]["load_assignment"];
    let address = &mut cluster["endpoints"][0]["lb_endpoints"][0]["endpoint"]["address"]["socket_address"];
    address["address"] = upstream.ip().to_string().into();
    address["port_value"] = upstream.port().into();
    Ok(serde_yaml::to_string(&config)?)
}

/// A config that is there before a policy comes.
const OWN: &str = r#"
static_resources:
  listeners:
  - name: own
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: own
          delayed_close_timeout: 0s
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - name: upstream
    connect_timeout: 1s
    load_assignment:
      cluster_name: upstream
      endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: HOST, port_value: 0}}}}]}]
"#;

const ROUTES: &str = r#"
virtual_hosts:
- name: own
  domains: ["*"]
  routes:
  - match: {prefix: /}
    route: {cluster: upstream}
"#;

const DISCOVERED: &str = r#"
config_discovery:
  config_source: {resource_api_version: V3, path_config_source: {}}
  type_urls: [type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua]
"#;
