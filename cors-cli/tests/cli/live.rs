//! `corsgen explain --live`: what is sent to a server, and what is said of its answers.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    thread::{self, JoinHandle},
};

use crate::folder::Folder;

/// A server that answers so many requests, all alike, and tells their heads.
fn server(requests: usize, answer: &'static str) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heads = thread::spawn(move || {
        let head = |_| {
            let (mut stream, _) = listener.accept().unwrap();
            let lines = BufReader::new(&stream).lines().map(Result::unwrap).take_while(|line| !line.is_empty());
            let head = lines.map(|line| line + "\n").collect::<String>();
            stream.write_all(answer.as_bytes()).unwrap();
            head
        };
        (0..requests).map(head).collect()
    });
    (address, heads)
}

const CALL: [&str; 6] =
    ["explain", "--from", "https://app.example.com", "--fetch", "POST https://api.example.com/x?y", "--credentials"];

#[test]
fn the_two_requests_are_sent_and_judged() {
    let folder = Folder::new();
    folder.write(
        "cors.yaml",
        "allow_origins: [https://app.example.com]\nallow_headers: [X-A]\nallow_credentials: true\n",
    );
    let answer = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: https://app.example.com\r\n\
        Access-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Headers: x-a\r\nVary: Origin\r\n\r\n";
    let (address, heads) = server(2, answer);
    let said = folder.run(&[&CALL[..], &["-H", "X-A: 1", "--live", &address, "--format", "json"]].concat(), 0);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["outcome"], "readable");
    let differ: Vec<&str> =
        json["beside"]["differences"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    // The policy answers preflights with 204, and lets caches know what they depend on.
    assert_eq!(differ, ["status", "vary", "access-control-allow-headers"]);
    let heads = heads.join().unwrap();
    assert!(heads[0].starts_with("OPTIONS /x?y HTTP/1.1\nhost: api.example.com\n"), "{}", heads[0]);
    assert!(heads[0].contains("\naccess-control-request-headers: x-a\n"), "{}", heads[0]);
    assert!(heads[1].starts_with("POST /x?y HTTP/1.1\n") && heads[1].contains("\nx-a: 1\n"), "{}", heads[1]);
    assert!(said.stderr.starts_with("asking 127.0.0.1:"), "{}", said.stderr);
}

#[test]
fn a_refused_preflight_is_the_only_request() {
    let folder = Folder::new();
    let (address, heads) = server(1, "HTTP/1.1 404 Not Found\r\n\r\n");
    let said = folder.run(&[&CALL[..], &["-H", "X-A: 1", "--live", &address]].concat(), 0);
    assert!(said.stdout.starts_with("Blocked: "), "{}", said.stdout);
    assert_eq!(heads.join().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_asked() {
    let folder = Folder::new();
    let (address, heads) = server(1, "SSH-2.0-x\r\n\r\n");
    for live in ["https://127.0.0.1", "127.0.0.1:1", "http://127.0.0.1:1", &address] {
        let said = folder.run(&[&CALL[..], &["--live", live]].concat(), 2);
        assert!(said.stderr.contains("error: "), "{live}: {}", said.stderr);
    }
    heads.join().unwrap();
}
