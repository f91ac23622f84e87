//! The pages that call. They say nothing; what they call is put into them.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    thread,
};

const PAGE: &str = "<!doctype html><title>page</title><link rel=icon href=data:,>\n";

/// Serves the same page at every address; below `/sandboxed` it has no origin.
pub(super) fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(&stream).ok());
        }
    });
    Ok(address)
}

fn serve(mut stream: &TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let sandbox = if first.contains("/sandboxed") { "content-security-policy: sandbox allow-scripts\r\n" } else { "" };
    let length = PAGE.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n{sandbox}content-length: {length}\r\nconnection: close\r\n\r\n{PAGE}"
    )
}
