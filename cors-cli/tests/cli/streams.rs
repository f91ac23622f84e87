//! Stdout is the product, stderr is talk; pipes close, and terminals have colours or not.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::Stdio,
};

use crate::folder::{Folder, Said};

#[test]
fn without_arguments_help_goes_to_stderr() {
    let said = Folder::new().run(&[], 2);
    assert_eq!(said.stdout, "");
    assert!(said.stderr.contains("Usage: corsgen --target <TARGET> [OPTIONS] [FILE]"), "{}", said.stderr);
}

#[test]
fn help_that_is_asked_for_goes_to_stdout() {
    for arguments in [
        vec!["--help"],
        vec!["-h"],
        vec!["check", "--help"],
        vec!["decide", "--help"],
        vec!["init", "-h"],
        vec!["help", "check"],
    ] {
        let said = Folder::new().run(&arguments, 0);
        assert!(said.stdout.contains("Usage: corsgen") && said.stderr.is_empty(), "{arguments:?}");
    }
}

/// Runs with a stdout that nobody reads.
fn run_unread(folder: &Folder, arguments: &[&str]) -> Said {
    let mut child =
        folder.command(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    Said { stdout: String::new(), stderr, status: child.wait().unwrap().code() }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new();
    folder.write("bad.yaml", "allow_origins: [https://app.example.com/]\n");
    let calls: [(&[&str], i32); 9] = [
        (&["--target", "rust"], 0),
        (&["schema"], 0),
        (&["targets"], 0),
        (&["man"], 0),
        (&["completions", "bash"], 0),
        (&["--help"], 0),
        (&["--version"], 0),
        (&["decide", "/x"], 0),
        (&["check", "--format", "short", "bad.yaml"], 1),
    ];
    for (arguments, status) in calls {
        let said = run_unread(&folder, arguments);
        assert_eq!((said.status, said.stderr.as_str()), (Some(status), ""), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let said = Said::from(folder.command(&["--target", "rust"]).stdout(full).output().unwrap());
    assert_eq!(said.status, Some(2));
    assert!(said.stderr.contains("stdout cannot be written"), "{}", said.stderr);
}

#[test]
fn a_closed_pipe_ends_a_run_over_requests() {
    let folder = Folder::new();
    let mut command = folder.command(&["decide", "--requests", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    // It ends, else this never would.
    while stdin.write_all(b"{\"method\":\"GET\",\"path\":\"/\"}\n").is_ok() {}
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn each_answer_comes_before_the_next_request() {
    let folder = Folder::new();
    let mut child = folder
        .command(&["decide", "--requests", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for path in ["/a", "/b"] {
        writeln!(stdin, "{{\"method\":\"GET\",\"path\":\"{path}\"}}").unwrap();
        assert!(answers.next().unwrap().unwrap().contains("\"not-cors\""));
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_request_has_an_end() {
    let folder = Folder::new();
    let mut command = folder.command(&["decide", "--requests", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    // Valid, was it not that long.
    stdin.write_all(&[b"{\"method\":\"GET\",\"path\":\"/\"}", &[b' '; 1024 * 1024][..]].concat()).unwrap();
    writeln!(stdin, "\n{{\"method\":\"GET\",\"path\":\"/\"}}").unwrap();
    assert_eq!(answers.next().unwrap().unwrap(), "{\"error\":\"no request: more than 1048576 bytes\"}");
    assert!(answers.next().unwrap().unwrap().contains("\"not-cors\""));
    drop(stdin);
    assert!(answers.next().is_none());
    let said = Said::from(child.wait_with_output().unwrap());
    assert_eq!((said.status, said.stderr.as_str()), (Some(2), "error: 1 line is no request\n"));
}

#[test]
fn a_request_without_end_is_answered() {
    let folder = Folder::new();
    let mut command = folder.command(&["decide", "--requests", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    stdin.write_all(&[0; 2 * 1024 * 1024]).unwrap();
    assert!(answers.next().unwrap().unwrap().contains("more than 1048576 bytes"));
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn a_policy_from_stdin() {
    let folder = Folder::new();
    let run = |arguments: &[&str], policy: &[u8]| {
        let mut command = folder.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(policy).unwrap();
        Said::from(child.wait_with_output().unwrap())
    };
    let said = run(&["check", "-", "--format", "short"], b"allow_origins: []\n");
    assert!(said.status == Some(1) && said.stdout.starts_with("<stdin>:1:16: error[no-origins]"), "{}", said.stdout);
    let said = run(&["check", "-", "--format", "short", "--stdin-filename", "a/shop.yaml"], b"allow_origins: []\n");
    assert!(said.stdout.starts_with("a/shop.yaml:1:16: "), "{}", said.stdout);
    let said = run(&["check", "-", "--format", "short"], b"allow_origins: ['\xff']\n");
    assert!(said.status == Some(1) && said.stdout.contains("error[encoding]"), "{}", said.stdout);
    let said = run(&["--target", "rust", "-"], b"allow_origins: '*'\n");
    assert!(said.status == Some(0) && said.stdout.contains("policy <stdin>"), "{}", said.stdout);
}

#[test]
fn colours_are_wanted_or_not() {
    let folder = Folder::new();
    folder.write("bad.yaml", "allow_origins: []\n");
    let coloured = |arguments: &[&str], variable: Option<&str>| {
        let mut command = folder.command(arguments);
        variable.into_iter().for_each(|name| _ = command.env(name, "1"));
        let said = Said::from(command.output().unwrap());
        (said.stdout + &said.stderr).contains('\u{1b}')
    };
    let check = ["check", "bad.yaml"];
    assert!(!coloured(&check, None), "not to a pipe");
    assert!(coloured(&check, Some("CLICOLOR_FORCE")));
    assert!(coloured(&["check", "bad.yaml", "--color", "always"], None));
    assert!(coloured(&["--color=always", "check", "bad.yaml"], Some("NO_COLOR")), "what is typed wins");
    assert!(!coloured(&["check", "bad.yaml", "--color", "never"], Some("CLICOLOR_FORCE")));
    assert!(coloured(&["--color", "always", "--help"], None));
    assert!(!coloured(&["--color", "never", "--help"], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&["--target", "rust", "--color", "always"], None), "an artifact has no colours");
    assert!(!coloured(&["check", "bad.yaml", "--format", "json", "--color", "always"], None), "JSON has no colours");
}
