//! The README's transcripts are what happens: its commands run against the server, its log is what the server says.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, Command, Stdio},
};

const README: &str = include_str!("../README.md");
/// Where the README says that the server listens.
const ADDRESS: &str = "127.0.0.1:3000";

/// The command that starts it, possibly with ` -- ` and arguments.
const START: &str = "cargo run -p storefront";

#[test]
fn the_transcripts_are_what_happens() {
    let commands = transcripts();
    assert!(commands.len() > 11, "the README has commands: {commands:?}");
    let mut servers: Vec<Server> = Vec::new();
    let mut differences = Vec::new();
    for (command, expected) in commands {
        let output = if let Some(arguments) = command.strip_prefix(START) {
            servers.push(Server::start(arguments.trim_start_matches(" -- ")));
            servers.last().expect("a server").greeting.clone()
        } else {
            servers.last().expect("the README starts a server first").run(&command)
        };
        if output.trim_end() != expected.trim_end() {
            differences.push(format!("$ {command}\n{output}"));
        }
    }
    let log = servers.first_mut().expect("a server").stop();
    if log != blocks("log").concat() {
        differences.push(format!("```log\n{log}```"));
    }
    assert!(differences.is_empty(), "the README should say\n\n{}", differences.join("\n"));
}

/// The storefront, on a port of its own.
struct Server {
    process: Child,
    output: BufReader<ChildStderr>,
    address: String,
    greeting: String,
}

impl Server {
    fn start(arguments: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_storefront"));
        command.args(arguments.split_whitespace()).arg("127.0.0.1:0").env("NO_COLOR", "1").stderr(Stdio::piped());
        let mut process = command.spawn().expect("a server");
        let mut output = BufReader::new(process.stderr.take().expect("its output"));
        let mut greeting = String::new();
        output.read_line(&mut greeting).expect("its first line");
        let (_, rest) = greeting.split_once("http://").expect("where it listens");
        let address = rest.split(',').next().unwrap_or_default().to_owned();
        let greeting = greeting.replace(&address, ADDRESS);
        Self { process, output, address, greeting }
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
