//! What names of files, arguments and files of others hold reaches no terminal as anything but text.

use std::fs;

use crate::folder::{Folder, Said};

/// Colours, a window's title by OSC, C1, another reading direction, a second line.
const NAME: &str = "a\u{1b}[31m\u{1b}]0;pwn\u{7}\u{9b}1m\u{202e}\nb.yaml";
const SHOWN: &str = r"a\u{1b}[31m\u{1b}]0;pwn\u{7}\u{9b}1m\u{202e}\nb.yaml";

/// Colours are wanted: without them everything that looks like one is dropped, whoever wrote it.
fn run(folder: &Folder, arguments: &[&str], status: i32) -> Said {
    folder.run(&[arguments, &["--color", "always"]].concat(), status)
}

fn is_harmless(text: &str, arguments: &[&str]) {
    for acting in ["\u{1b}]", "\u{1b}[31mb", "\u{7}", "\u{9b}", "\u{202e}", "\nb.yaml"] {
        assert!(!text.contains(acting), "{arguments:?}: {acting:?} in {text:?}");
    }
}

#[test]
fn names_are_shown() {
    let folder = Folder::new();
    let output = &format!("{NAME}.rs");
    let inner = &format!("{NAME}/missing");
    let rust = ["--target", "rust", "-o", output];
    let stranger = ["--target", "rust", "-o", NAME];
    fs::create_dir(folder.path("is")).unwrap();
    folder.write(&format!("is/{NAME}"), "");
    let is = &format!("is/{NAME}");
    let calls: [(&[&str], i32); 15] = [
        (&["check", NAME], 2),
        (&["decide", NAME, "/x"], 2),
        (&["decide", NAME], 2),
        (&["decide", "/x", "-H", NAME], 2),
        (&["decide", "--requests", NAME], 2),
        (&["decide", "/x", "--profile", NAME], 2),
        (&[NAME], 2),
        (&["check", "--target", NAME], 2),
        (&["rule", NAME], 2),
        (&["--target", "rust", "--part", NAME], 2),
        (&["--target", "rust", "-o", inner], 2),
        (&["--target", "nginx", "-o", is], 2),
        (&[&rust[..], &["--check"]].concat(), 1),
        (&rust, 0),
        (&rust, 0),
    ];
    for (arguments, status) in calls {
        let said = run(&folder, arguments, status);
        is_harmless(&(said.stdout + &said.stderr), arguments);
        assert!(said.stderr.contains(SHOWN.split(']').next().unwrap()), "{arguments:?}: {}", said.stderr);
    }
    folder.write(NAME, "allow_origins: '*'\n");
    for (arguments, status) in [(&["check", NAME][..], 0), (&["decide", NAME, "/x"], 0), (&stranger, 2)] {
        let said = run(&folder, arguments, status);
        let text = said.stdout + &said.stderr;
        is_harmless(&text, arguments);
        assert!(text.contains(SHOWN), "{arguments:?}: {text}");
    }
}

#[test]
fn a_short_finding_is_one_line() {
    let folder = Folder::new();
    folder.write(NAME, "allow_origins: []\n");
    let said = run(&folder, &["check", "--format", "short", NAME], 1);
    assert!(said.stdout.starts_with(&format!("{SHOWN}:1:16: error[no-origins]")), "{}", said.stdout);
    assert_eq!(said.stdout.lines().count(), 1);
    is_harmless(&said.stdout, &[]);
}

#[test]
fn the_difference_to_a_foreign_file_is_text() {
    let folder = Folder::new();
    folder.write("api.rs", "a\u{1b}]0;pwn\u{7}\tb\r+c\r\n\u{202e}d\u{9b}1m\n");
    let arguments = ["--target", "rust", "-o", "api.rs", "--check"];
    let said = run(&folder, &arguments, 1);
    is_harmless(&said.stdout, &arguments);
    let shown = "\n-a\\u{1b}]0;pwn\\u{7}\tb\\r+c\\r\n-\\u{202e}d\\u{9b}1m\n+";
    assert!(said.stdout.contains(shown), "{}", said.stdout);
}
