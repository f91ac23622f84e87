use std::{
    io::{self, ErrorKind, Read, Write},
    net::{TcpStream, ToSocketAddrs as _},
    time::{Duration, Instant},
};

/// A connection on which everything must be over at some time, however slowly the other side trickles.
#[derive(Debug)]
pub(super) struct Connection {
    tcp: TcpStream,
    end: Instant,
    patience: Duration,
}

impl Connection {
    /// Opens one to `host:port`.
    pub(super) fn open(address: &str, patience: Duration) -> io::Result<Self> {
        let end = Instant::now() + patience;
        let mut failed = io::Error::other("there is no such host");
        // `localhost` is often two addresses, and a server listens at one of them.
        for address in address.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, left(end, patience)?) {
                Ok(tcp) => return Ok(Self { tcp, end, patience }),
                Err(error) => failed = told(error, patience),
            }
        }
        Err(failed)
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tcp.set_read_timeout(Some(left(self.end, self.patience)?))?;
        self.tcp.read(buffer).map_err(|error| told(error, self.patience))
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(left(self.end, self.patience)?))?;
        self.tcp.write(bytes).map_err(|error| told(error, self.patience))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

/// How long there is yet: never nothing, which would be for ever.
fn left(end: Instant, patience: Duration) -> io::Result<Duration> {
    let left = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
    left.ok_or_else(|| too_long(patience))
}

/// An error as people know it: of a socket that waits no longer, systems say that it would block.
fn told(error: io::Error, patience: Duration) -> io::Error {
    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) { too_long(patience) } else { error }
}

fn too_long(patience: Duration) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, format!("it takes longer than {} s", patience.as_secs()))
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread,
        time::Duration,
    };

    use super::Connection;

    #[test]
    fn a_server_that_trickles_is_not_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // Each byte comes soon after the one before, and there is no end of them.
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        });
        let mut connection = Connection::open(&address, Duration::from_millis(300)).unwrap();
        let error = connection.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "it takes longer than 0 s");
    }
}
