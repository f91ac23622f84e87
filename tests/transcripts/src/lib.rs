//! What an example shows is what happens: the commands of its README run against the server, its log is what the server says, and
//! what its `start` prints is in `answers.txt`.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod readme;
mod server;
mod start;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use server::Server;
pub use start::Start;

/// An example, and where its test finds what it needs.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its README. It says that the server listens on `127.0.0.1:3000`.
    pub readme: &'static str,
    /// The command that starts the server, possibly followed by ` -- ` and arguments: `cargo run -p storefront`.
    pub start: &'static str,
    /// The server. Its last argument is the address to listen on, its first line says it.
    pub binary: &'static str,
    /// The example's folder, `CARGO_MANIFEST_DIR`. A copy of its policy is where the commands run.
    pub folder: &'static str,
    /// A folder to write in, `CARGO_TARGET_TMPDIR`.
    pub scratch: &'static str,
}

/// How long a server may take to see that a file has changed.
const PATIENCE: Duration = Duration::from_secs(20);

impl Example {
    /// Runs every command of the README, and tells how many there were.
    ///
    /// # Panics
    ///
    /// Where the README says something else than what happens: with what it should say.
    pub fn assert_true(&self) -> usize {
        let commands = readme::transcripts(self.readme);
        let count = commands.len();
        let folder = self.copy();
        let mut servers: Vec<Server> = Vec::new();
        let mut differences = Vec::new();
        let mut changed = false;
        for (command, expected) in commands {
            let output = if let Some(arguments) = command.strip_prefix(self.start) {
                servers.push(Server::start(self.binary, arguments.trim_start_matches(" -- "), &folder));
                servers.last().expect("a server").greeting.clone()
            } else {
                let server = servers.last().expect("the README starts a server first");
                let patience = if changed { PATIENCE } else { Duration::ZERO };
                until(patience, || server.run(&command, &folder), |output| readme::same(output, &expected))
            };
            // The first request after a change of files is asked again until the change is seen.
            changed = !command.starts_with("curl ") && !command.starts_with(self.start);
            if !readme::same(&output, &expected) {
                differences.push(format!("$ {command}\n{output}"));
            }
        }
        let log = servers.first_mut().expect("a server").stop();
        if log != readme::blocks(self.readme, "log").concat() {
            differences.push(format!("```log\n{log}```"));
        }
        assert!(differences.is_empty(), "the README should say\n\n{}", differences.join("\n"));
        count
    }

    /// A folder with the policy, so that commands may change it.
    fn copy(&self) -> PathBuf {
        let name = Path::new(self.folder).file_name().expect("a folder has a name");
        let folder = Path::new(self.scratch).join("readme").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        fs::copy(Path::new(self.folder).join("cors.yaml"), folder.join("cors.yaml")).expect("a policy");
        folder
    }
}

/// What comes back in the end: `done`, or whatever it is when the patience is over.
fn until<T>(patience: Duration, ask: impl Fn() -> T, done: impl Fn(&T) -> bool) -> T {
    let start = Instant::now();
    loop {
        let answer = ask();
        if done(&answer) || start.elapsed() >= patience {
            return answer;
        }
        thread::sleep(Duration::from_millis(50));
    }
}
