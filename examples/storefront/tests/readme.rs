//! The README's transcripts are what happens: its commands run against the server, its log is what the server says.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStderr, Command, Stdio},
};

const README: &str = include_str!("../README.md");
/// Where the README says that the server listens.
const ADDRESS: &str = "127.0.0.1:3000";

#[test]
fn the_transcripts_are_what_happens() {
    let mut server = Server::start();
    let commands = transcripts();
    assert!(commands.len() > 9, "the README has commands: {commands:?}");
    let mut differences = Vec::new();
    for (command, expected) in commands {
        let output = if command == "cargo run -p storefront" { server.greeting.clone() } else { server.run(&command) };
        if output.trim_end() != expected.trim_end() {
            differences.push(format!("$ {command}\n{output}"));
        }
    }
    let log = blocks("log").concat();
    if server.stop() != log {
        differences.push(format!("```log\n{}```", server.log));
    }
    assert!(differences.is_empty(), "the README should say\n\n{}", differences.join("\n"));
}

/// The storefront, on a port of its own.
struct Server {
    process: Child,
    output: BufReader<ChildStderr>,
    address: String,
    greeting: String,
    log: String,
}

impl Server {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_storefront"));
        let mut process =
            command.arg("127.0.0.1:0").env("NO_COLOR", "1").stderr(Stdio::piped()).spawn().expect("a server");
        let mut output = BufReader::new(process.stderr.take().expect("its output"));
        let mut greeting = String::new();
        output.read_line(&mut greeting).expect("its first line");
        let (_, rest) = greeting.split_once("http://").expect("where it listens");
        let address = rest.split(',').next().unwrap_or_default().to_owned();
        let greeting = greeting.replace(&address, ADDRESS);
        Self { process, output, address, greeting, log: String::new() }
    }

    /// Runs a command of the README's against this server, and tells what it prints, without what the clock has a part in.
    fn run(&self, command: &str) -> String {
        let command = command.replace(ADDRESS, &self.address);
        let output = Command::new("sh").args(["-c", &command]).output().expect("a shell");
        assert!(output.status.success(), "{command}: {output:?} (is `curl` installed?)");
        let printed = String::from_utf8(output.stdout).expect("text");
        printed.replace("\r\n", "\n").split_inclusive('\n').filter(|line| !line.starts_with("date: ")).collect()
    }

    /// Stops it, and tells what it wrote after its greeting.
    fn stop(&mut self) -> String {
        self.process.kill().expect("a server that runs");
        std::io::Read::read_to_string(&mut self.output, &mut self.log).expect("its output");
        self.process.wait().expect("its end");
        self.log.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where the test fails half-way, the server must not outlive it.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// Each command of the README's, its lines joined, and what it says comes back.
fn transcripts() -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for block in blocks("console") {
        let block = block.replace("\\\n    ", "");
        for line in block.split_inclusive('\n') {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.trim_end().to_owned(), String::new())),
                (None, Some((_, output))) => output.push_str(line),
                (None, None) => panic!("a console block begins with a command: {line}"),
            }
        }
    }
    commands
}

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let parts = README.split("```").skip(1).step_by(2);
    parts.filter_map(|part| part.strip_prefix(&format!("{language}\n")).map(str::to_owned)).collect()
}
