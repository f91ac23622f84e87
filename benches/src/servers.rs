//! nginx and Envoy, with a policy and without, each with one thread that answers.

use std::{
    env,
    error::Error,
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{large, process};

/// What is put under load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Debian 12's nginx.
    Nginx122,
    /// The nginx that is newest of the stable ones.
    Nginx128,
    /// Envoy with its own CORS filter.
    Envoy,
    /// Envoy with the filter in Lua.
    EnvoyLua,
}

/// A server that runs for as long as this lives.
#[derive(Debug)]
pub struct Server {
    kind: Kind,
    origins: Option<usize>,
    process: Running,
    address: SocketAddr,
    _folder: TempDir,
}

/// What stands behind all of them: an nginx that answers at once.
#[derive(Debug)]
pub struct Application {
    address: SocketAddr,
    _process: Running,
    _folder: TempDir,
}

/// A process that ends when this is dropped.
#[derive(Debug)]
struct Running(Child);

/// As long as a server may take to read its config.
const PATIENCE: Duration = Duration::from_secs(120);

impl Kind {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Nginx122, Self::Nginx128, Self::Envoy, Self::EnvoyLua];

    /// What the table calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nginx122 => "nginx 1.22",
            Self::Nginx128 => "nginx 1.28",
            Self::Envoy => "`envoy`",
            Self::EnvoyLua => "`envoy-lua`",
        }
    }

    const fn target(self) -> &'static str {
        match self {
            Self::Nginx122 | Self::Nginx128 => "nginx",
            Self::Envoy => "envoy",
            Self::EnvoyLua => "envoy-lua",
        }
    }

    /// The variable that names its program.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Nginx122 => "CORSGEN_NGINX_122",
            Self::Nginx128 => "CORSGEN_NGINX_128",
            Self::Envoy | Self::EnvoyLua => "CORSGEN_ENVOY",
        }
    }
}

impl Application {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// What keeps it from starting.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let (folder, address) = (tempfile::tempdir()?, free_address()?);
        let answers = "default_type application/json; return 200 '{\"id\":1,\"name\":\"teapot\",\"price\":1995}\\n';";
        let config = nginx_config("", &format!("listen {address};\n        location / {{ {answers} }}"));
        let process = start_nginx(Kind::Nginx128, folder.path(), &config)?;
        let application = Self { address, _process: process, _folder: folder };
        wait(address)?;
        Ok(application)
    }
}

impl Server {
    /// Starts a server in front of the application, with a policy that allows these origins, or without one.
    ///
    /// # Errors
    ///
    /// What keeps it from starting.
    pub fn start(kind: Kind, origins: Option<&[String]>, application: &Application) -> Result<Self, Box<dyn Error>> {
        let (folder, address) = (tempfile::tempdir()?, free_address()?);
        let policy = folder.path().join("cors.yaml");
        fs::write(&policy, large::exact(origins.unwrap_or(&["https://app.example.com".to_owned()])))?;
        let process = match kind {
            Kind::Nginx122 | Kind::Nginx128 => {
                let (http, server) = if origins.is_some() {
                    generate(kind, &policy, &["-o", &folder.path().display().to_string()])?;
                    ("include cors-bench-http.conf;", "include cors-bench-server.conf;")
                } else {
                    ("", "")
                };
                let http =
                    format!("upstream application {{ server {}; keepalive 64; }}\n    {http}", application.address);
                let pass = "proxy_pass http://application; proxy_http_version 1.1; proxy_set_header Connection \"\";";
                let server = format!("listen {address};\n        {server}\n        location / {{ {pass} }}");
                start_nginx(kind, folder.path(), &nginx_config(&http, &server))?
            }
            Kind::Envoy | Kind::EnvoyLua => {
                let (listen, upstream) = (address.to_string(), application.address.to_string());
                let complete = generate(kind, &policy, &["--complete", "--listen", &listen, "--upstream", &upstream])?;
                let config = if origins.is_some() { complete } else { without_policy(&complete)? };
                start_envoy(folder.path(), &config)?
            }
        };
        let server = Self { kind, origins: origins.map(<[_]>::len), process, address, _folder: folder };
        wait(address)?;
        Ok(server)
    }

    /// What it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How many origins its policy has, if it has one.
    pub const fn origins(&self) -> Option<usize> {
        self.origins
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The answer to a request of a page of `origin`, in lower case.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn ask(&self, origin: &str) -> Result<String, Box<dyn Error>> {
        ask(self.address, &format!("Origin: {origin}\r\n"))
    }

    /// The processor time that it has taken, in seconds. The system counts hundredths.
    ///
    /// # Errors
    ///
    /// If the system does not tell.
    pub fn processor_time(&self) -> Result<f64, Box<dyn Error>> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.0.id()))?;
        // The name of the program is the one field that may hold blanks.
        let (_, fields) = stat.rsplit_once(')').ok_or("no program in stat")?;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
    }

    /// The most memory that it has taken, in bytes.
    ///
    /// # Errors
    ///
    /// If the system does not tell.
    pub fn most_memory(&self) -> Result<u64, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, or it ends now.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Calls `corsgen`; what it prints.
fn generate(kind: Kind, policy: &Path, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(process::path_of_corsgen()?)
        .args(["--target", kind.target()])
        .args(arguments)
        .arg(policy)
        .output()?;
    if !output.status.success() {
        return Err(format!("corsgen: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// One process without a master: what it takes is all that is taken.
fn nginx_config(http: &str, server: &str) -> String {
    format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr error;\nevents {{ worker_connections 1024; }}\nhttp {{\n    \
         access_log off;\n    keepalive_requests 1000000000;\n    client_body_temp_path a;\n    proxy_temp_path b;\n    \
         fastcgi_temp_path c;\n    uwsgi_temp_path d;\n    scgi_temp_path e;\n    {http}\n    server {{\n        {server}\n    }}\n}}\n"
    )
}

fn start_nginx(kind: Kind, folder: &Path, config: &str) -> Result<Running, Box<dyn Error>> {
    fs::write(folder.join("nginx.conf"), config)?;
    let mut command = Command::new(env::var(kind.variable())?);
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf"));
    start(&mut command, folder)
}

fn start_envoy(folder: &Path, config: &str) -> Result<Running, Box<dyn Error>> {
    fs::write(folder.join("envoy.yaml"), config)?;
    let mut command = Command::new(env::var(Kind::Envoy.variable())?);
    command.args(["--disable-hot-restart", "--concurrency", "1", "--log-level", "error", "--config-path"]);
    start(command.arg(folder.join("envoy.yaml")), folder)
}

fn start(command: &mut Command, folder: &Path) -> Result<Running, Box<dyn Error>> {
    Ok(Running(command.stdout(Stdio::null()).stderr(fs::File::create(folder.join("log"))?).spawn()?))
}

/// A complete config of Envoy's without what the policy put into it: its filters but for the router, and what they are told.
fn without_policy(complete: &str) -> Result<String, Box<dyn Error>> {
    let mut kept = Vec::new();
    // How far what is left out is indented.
    let mut left_out = None;
    for line in complete.lines() {
        let indentation = line.len() - line.trim_start().len();
        let item = line.trim_start();
        // A list may stand as far to the left as its key, and the script has blank lines.
        let is_below = |least| item.is_empty() || indentation > least || item.starts_with("- access-control-");
        if left_out.is_some_and(is_below) {
            continue;
        }
        let is_policy = item.starts_with("response_headers_to_remove:")
            || item.starts_with("typed_per_filter_config:")
            || item.starts_with("- name: corsgen.")
            || item.starts_with("- name: envoy.filters.http.cors")
            || item.starts_with("- name: envoy.filters.http.lua");
        left_out = is_policy.then_some(indentation);
        if !is_policy {
            kept.push(line);
        }
    }
    let config = kept.join("\n");
    let traces = ["Cors", "Lua", "access-control", "corsgen.", "HeaderMutation"];
    let bare: String = config.lines().filter(|line| !line.starts_with('#')).collect();
    match traces.iter().find(|trace| bare.contains(**trace)) {
        Some(trace) => Err(format!("`{trace}` is left of the policy").into()),
        None => Ok(config),
    }
}

/// An address of this machine on which nothing listens.
fn free_address() -> Result<SocketAddr, Box<dyn Error>> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Waits until an address answers.
fn wait(address: SocketAddr) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    loop {
        match ask(address, "") {
            Ok(answer) if answer.starts_with("http/1.1 200 ") => return Ok(()),
            Ok(answer) if start.elapsed() > PATIENCE => return Err(answer.into()),
            Err(error) if start.elapsed() > PATIENCE => return Err(error),
            _ => thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn ask(address: SocketAddr, headers: &str) -> Result<String, Box<dyn Error>> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(socket, "GET /items/1 HTTP/1.1\r\nHost: api.example.com\r\n{headers}Connection: close\r\n\r\n")?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    Ok(answer.to_ascii_lowercase())
}
