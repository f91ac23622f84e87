//! A real nginx, for as long as a test wants it.

use std::{
    collections::BTreeSet,
    fs,
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::Failure;

/// A running nginx, in a folder of its own. Both end with it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    folder: PathBuf,
}

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(120);

impl Server {
    /// Starts `nginx -p DIR -c DIR/nginx.conf` with these files in `DIR`, and waits until it listens on `address`. The
    /// configuration says `pid nginx.pid`.
    ///
    /// # Errors
    ///
    /// What nginx says if it does not start.
    pub fn start(nginx: &Path, files: &[(&str, &str)], address: SocketAddr) -> Result<Self, Failure> {
        let folder = folder()?;
        for (name, text) in files {
            fs::write(folder.join(name), text)?;
        }
        let said = folder.join("stderr");
        let child = Command::new(nginx)
            .arg("-p")
            .arg(&folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&said)?)
            .spawn()?;
        let mut server = Self { child, folder };
        // It writes its pid once it listens. That somebody does is not enough: another process that looks for a free port may.
        let pid = server.folder.join("nginx.pid");
        let since = Instant::now();
        while !pid.exists() || TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("nginx ended with {status}:\n{}", fs::read_to_string(&said)?).into());
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("nginx does not listen on {address}").into());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(server)
    }

    /// What it has said so far.
    ///
    /// # Errors
    ///
    /// What the file system reports.
    pub fn said(&self) -> Result<String, Failure> {
        self.read("stderr")
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its workers: the processes that answer.
    ///
    /// # Errors
    ///
    /// What the system reports.
    pub fn workers(&self) -> Result<BTreeSet<u32>, Failure> {
        let master = self.child.id();
        let children = fs::read_to_string(format!("/proc/{master}/task/{master}/children"))?;
        Ok(children.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
    }

    /// Sends its master a signal.
    ///
    /// # Errors
    ///
    /// If that cannot be done.
    pub fn signal(&self, name: &str) -> Result<(), Failure> {
        // Every shell has `kill`; a program of that name may be missing.
        let asked =
            Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &self.child.id().to_string()]).status()?;
        if asked.success() { Ok(()) } else { Err(format!("no signal {name} for nginx").into()) }
    }

    /// A file in its folder.
    ///
    /// # Errors
    ///
    /// What the file system reports.
    pub fn read(&self, name: &str) -> Result<String, Failure> {
        Ok(fs::read_to_string(self.folder.join(name))?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // `Child::kill` is SIGKILL, which would leave nginx's workers behind: they are asked through their master.
        if self.signal("TERM").is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port of the loopback interface on which nobody listens. Below the range from which the system takes the ports of outgoing
/// connections, so that none of those gets it before the server does.
///
/// # Errors
///
/// If all are taken.
pub fn free_address() -> Result<SocketAddr, Failure> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(97);
    for _ in 0..10_000 {
        let port = 12_000 + first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 18_000;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(port)?));
        match TcpListener::bind(address) {
            Ok(_) => return Ok(address),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err("no port is free".into())
}

/// A new folder.
fn folder() -> Result<PathBuf, Failure> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("corsgen-nginx-{}-{number}", std::process::id()));
    fs::create_dir(&folder)?;
    Ok(folder)
}
