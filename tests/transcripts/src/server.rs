use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
};

/// Where a README says that its server listens.
const ADDRESS: &str = "127.0.0.1:3000";

/// An example's server, on a port of its own.
pub(crate) struct Server {
    process: Child,
    output: BufReader<ChildStderr>,
    address: String,
    pub(crate) greeting: String,
}

impl Server {
    pub(crate) fn start(binary: &str, arguments: &str, folder: &Path) -> Self {
        let mut command = Command::new(binary);
        command.args(arguments.split_whitespace()).arg("127.0.0.1:0").current_dir(folder);
        let mut process = command.env("NO_COLOR", "1").stderr(Stdio::piped()).spawn().expect("a server");
        let mut output = BufReader::new(process.stderr.take().expect("its output"));
        let mut greeting = String::new();
        output.read_line(&mut greeting).expect("its first line");
        let (_, rest) = greeting.split_once("http://").expect("where it listens");
        let address = rest.split(',').next().unwrap_or_default().trim_end().to_owned();
        let greeting = greeting.replace(&address, ADDRESS);
        Self { process, output, address, greeting }
    }

    /// Runs a command of the README's against this server, and tells what it prints, without what the clock has a part in.
    pub(crate) fn run(&self, command: &str, folder: &Path) -> String {
        let command = command.replace(ADDRESS, &self.address);
        let output = Command::new("sh").args(["-c", &command]).current_dir(folder).output().expect("a shell");
        assert!(output.status.success(), "{command}: {output:?} (is `curl` installed?)");
        let printed = String::from_utf8(output.stdout).expect("text");
        printed.replace("\r\n", "\n").split_inclusive('\n').filter(|line| !line.starts_with("date: ")).collect()
    }

    /// Stops it, and tells what it wrote after its greeting.
    pub(crate) fn stop(&mut self) -> String {
        self.process.kill().expect("a server that runs");
        let mut log = String::new();
        self.output.read_to_string(&mut log).expect("its output");
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Also where the test fails half-way.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
