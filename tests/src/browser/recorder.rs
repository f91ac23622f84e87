//! What a server is sent, written down on its way there.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use crate::{Request, application};

/// A relay in front of a server.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Recorder {
    /// Starts one. It runs for as long as the process does.
    pub(super) fn start(server: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let recorder = Self { address: listener.local_addr()?, requests: Arc::default() };
        let own = recorder.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                thread::spawn(move || own.relay(stream, TcpStream::connect(server)?));
            }
        });
        Ok(recorder)
    }

    /// Where it listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests since the last call, in the order in which they came, without those for icons, which browsers make on their
    /// own.
    pub(super) fn take(&self) -> Vec<Request> {
        let requests = std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner));
        requests.into_iter().filter(|request| request.target != b"/favicon.ico").collect()
    }

    fn relay(&self, client: TcpStream, server: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let (mut answers, mut back) = (server.try_clone()?, client.try_clone()?);
        thread::spawn(move || {
            _ = io::copy(&mut answers, &mut back);
            back.shutdown(Shutdown::Both)
        });
        _ = self.write_down(client, &server);
        server.shutdown(Shutdown::Both)
    }

    /// Written down before it is passed on, and passed on when all of it is there: who has an answer finds its request here, also where
    /// a server answers before the body has come.
    fn write_down(&self, mut client: TcpStream, mut server: &TcpStream) -> io::Result<()> {
        let (mut unread, mut buffer) = (Vec::new(), [0; 8192]);
        loop {
            let count = client.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            unread.extend_from_slice(&buffer[..count]);
            while unread.windows(4).any(|window| window == b"\r\n\r\n") {
                let mut rest = unread.as_slice();
                // The rest of a body is still to come.
                let Ok(Some(request)) = application::read(&mut rest) else { break };
                let rest = rest.to_vec();
                self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                server.write_all(&unread[..unread.len() - rest.len()])?;
                unread = rest;
            }
        }
    }
}
