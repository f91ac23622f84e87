use std::{
    collections::BTreeMap,
    env, fs,
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_yaml::Value;

use crate::{Failure, Request, installed::installed, socket};

/// An Envoy that runs for as long as this lives.
#[derive(Debug)]
pub struct Server {
    process: Child,
    folder: PathBuf,
    /// Where its listeners are, in the order of the configs.
    addresses: Vec<SocketAddr>,
}

const PATIENCE: Duration = Duration::from_secs(300);

impl Server {
    /// Starts one Envoy with the listener of each config, and the clusters of all.
    ///
    /// # Errors
    ///
    /// What kept it from starting; what it wrote stands there too.
    pub fn start(configs: &[String]) -> Result<Self, Failure> {
        Self::with_workers(configs, 1)
    }

    /// As [`Server::start`], with so many threads that answer.
    ///
    /// # Errors
    ///
    /// As [`Server::start`].
    pub fn with_workers(configs: &[String], workers: usize) -> Result<Self, Failure> {
        let folder = scratch()?;
        let config = folder.join("envoy.yaml");
        fs::write(&config, merged(configs)?)?;
        let process = Command::new(installed("CORSGEN_ENVOY")?)
            .args(["--disable-hot-restart", "--concurrency", &workers.to_string(), "--log-level", "warning"])
            // Else an access log is written every ten seconds.
            .args(["--file-flush-interval-msec", "50"])
            // Without these it discovers nothing.
            .args(["--service-node", "tests", "--service-cluster", "tests", "--config-path"])
            .arg(&config)
            .arg("--admin-address-path")
            .arg(folder.join("admin"))
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.join("log"))?)
            .spawn()?;
        let mut server = Self { process, folder, addresses: Vec::new() };
        server.addresses = server.listeners(configs.len())?;
        Ok(server)
    }

    /// Where the listener of a config is.
    pub fn address(&self, config: usize) -> SocketAddr {
        self.addresses[config]
    }

    /// One of its counters; 0: none of this name has counted yet.
    ///
    /// # Errors
    ///
    /// If it does not tell.
    pub fn counter(&self, name: &str) -> Result<u64, Failure> {
        let target = format!("/stats?filter=^{}$", name.replace('.', r"\."));
        let response = self.admin(&target).ok_or("Envoy's admin interface does not answer")?;
        let text = String::from_utf8(response.body)?;
        Ok(text.trim().rsplit_once(": ").map_or(Ok(0), |(_, count)| count.parse())?)
    }

    /// What it has said so far: warnings, and worse.
    ///
    /// # Errors
    ///
    /// What the file system reports.
    pub fn said(&self) -> Result<String, Failure> {
        Ok(fs::read_to_string(self.folder.join("log"))?)
    }

    /// The most memory that it has taken, in bytes.
    ///
    /// # Errors
    ///
    /// If the system does not tell.
    pub fn most_memory(&self) -> Result<u64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes * 1024)
    }

    /// Lets Envoy read configs without serving them, as `envoy --mode validate` does.
    ///
    /// # Errors
    ///
    /// What Envoy objects to.
    pub fn validate(config: &str) -> Result<(), Failure> {
        let folder = scratch()?;
        let path = folder.join("envoy.yaml");
        fs::write(&path, config)?;
        let output = Command::new(installed("CORSGEN_ENVOY")?)
            .args(["--mode", "validate", "--log-level", "warning", "--config-path"])
            .arg(&path)
            .output()?;
        fs::remove_dir_all(folder)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(format!("{said}\n{config}").into()) }
    }

    /// Waits until all listeners are there.
    fn listeners(&mut self, count: usize) -> Result<Vec<SocketAddr>, Failure> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                let said = fs::read_to_string(self.folder.join("log"))?;
                return Err(format!("Envoy ended with {status}: {said}").into());
            }
            if let Some(addresses) = self.ask_for_listeners().filter(|addresses| addresses.len() == count) {
                return Ok(addresses);
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err("Envoy did not start in time".into())
    }

    fn ask_for_listeners(&self) -> Option<Vec<SocketAddr>> {
        if self.admin("/ready")?.status != 200 {
            return None;
        }
        let listeners: Value = serde_yaml::from_slice(&self.admin("/listeners?format=json")?.body).ok()?;
        let mut addresses = Vec::new();
        for listener in listeners.get("listener_statuses")?.as_sequence()? {
            let number: usize = listener.get("name")?.as_str()?.parse().ok()?;
            let address = listener.get("local_address")?.get("socket_address")?;
            let port = u16::try_from(address.get("port_value")?.as_u64()?).ok()?;
            addresses.push((number, SocketAddr::new(address.get("address")?.as_str()?.parse().ok()?, port)));
        }
        addresses.sort_unstable();
        Some(addresses.into_iter().map(|(_, address)| address).collect())
    }

    fn admin(&self, target: &str) -> Option<socket::Response> {
        let admin = fs::read_to_string(self.folder.join("admin")).ok()?.trim().parse().ok()?;
        socket::exchange(admin, &Request::new("GET", target, Vec::new())).ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to tell.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// One config with the listeners of all, numbered, their clusters, each name once, and an admin interface that tells ports.
fn merged(configs: &[String]) -> Result<String, Failure> {
    let mut listeners = Vec::new();
    let mut clusters = BTreeMap::new();
    for (number, config) in configs.iter().enumerate() {
        let config: Value = serde_yaml::from_str(config)?;
        let resources = &config["static_resources"];
        let mut listener = resources["listeners"][0].clone();
        listener["name"] = number.to_string().into();
        listeners.push(listener);
        let cluster = &resources["clusters"][0];
        clusters.insert(cluster["name"].as_str().map(str::to_owned), cluster.clone());
    }
    let mut whole: Value =
        serde_yaml::from_str("admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}")?;
    whole["static_resources"]["listeners"] = listeners.into();
    whole["static_resources"]["clusters"] = clusters.into_values().collect::<Vec<_>>().into();
    Ok(serde_yaml::to_string(&whole)?)
}

/// A folder of its own.
fn scratch() -> Result<PathBuf, Failure> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("corsgen-envoy-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
