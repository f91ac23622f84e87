use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
};

/// The script `start` of an example, and the file `answers.txt` that says what it shows.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// The example's folder.
    pub folder: &'a Path,
    /// The environment variable that names the server.
    pub variable: &'a str,
    /// The server.
    pub server: &'a Path,
}

impl Start<'_> {
    /// Runs the script, and holds what it shows against the file.
    ///
    /// # Panics
    ///
    /// Where it shows something else, or fails.
    pub fn assert_shown(&self) {
        let (status, shown) = self.run();
        assert_eq!(status, Some(0), "{shown}");
        let file = self.folder.join("answers.txt");
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let start = self.folder.join("start");
        assert!(shown == expected, "{} > {} would say\n\n{shown}", start.display(), file.display());
    }

    /// Runs the script on ports of its own: its exit status and what it shows, as if it were on its usual ones.
    ///
    /// # Panics
    ///
    /// Where there is no shell.
    pub fn run(&self) -> (Option<i32>, String) {
        let port = free_ports();
        let mut command = Command::new(self.folder.join("start"));
        command.env("PORT", port.to_string()).env(self.variable, self.server);
        let output = command.output().expect("a script that runs (is `bash` installed?)");
        let shown = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8(shown).expect("text");
        (output.status.code(), shown.replace(&port.to_string(), "8080").replace(&(port + 1).to_string(), "8081"))
    }
}

/// The first of two neighbouring ports on which nobody listens. Below the range from which the system takes the ports of outgoing
/// connections, so that none of those gets it before the server does.
fn free_ports() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = process::id().wrapping_mul(31);
    let pairs = (0..1_000).map(|_| first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 1_300);
    let mut ports = pairs.filter_map(|pair| u16::try_from(30_010 + 2 * pair).ok());
    let is_free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    ports.find(|port| is_free(*port) && is_free(*port + 1)).expect("two free ports")
}
