use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::mpsc,
    thread::{self, JoinHandle},
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, http::StatusCode, rt::System, web};
use cors_compiler::Exactness;
use cors_policy::{PolicySource, actix::Cors};

use crate::{Failure, Group, Reply, Request, Subject, application};

use super::tower::FRAGMENT_IS_CUT;

/// The middleware over the compiler's own `Program`, in a real actix-web server over a socket.
#[derive(Clone, Copy, Debug)]
pub struct Actix;

impl Actix {
    /// Serves the application behind a policy.
    ///
    /// # Errors
    ///
    /// What the socket reports.
    pub fn serve(policy: impl PolicySource) -> Result<ActixServer, Failure> {
        ActixServer::start(policy)
    }
}

impl Subject for Actix {
    fn name(&self) -> &'static str {
        "actix"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[FRAGMENT_IS_CUT])
    }

    fn has_parser(&self) -> bool {
        true
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let server = Self::serve(group.program()?)?;
        Reply::over_socket(server.address, requests)
    }
}

/// The application behind a policy, on a free port of the loopback interface. It runs until it is dropped.
#[derive(Debug)]
pub struct ActixServer {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl ActixServer {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    fn start(policy: impl PolicySource) -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let cors = Cors::new(policy);
        let (sender, handle) = mpsc::channel();
        let serve = move || {
            let application = move || App::new().default_service(web::to(respond)).wrap(cors.clone());
            let server = HttpServer::new(application).workers(1).disable_signals().listen(listener)?;
            System::new().block_on(async {
                let server = server.run();
                _ = sender.send(server.handle());
                server.await
            })
        };
        let thread = thread::spawn(serve);
        Ok(Self { address, handle: handle.recv()?, thread: Some(thread) })
    }
}

impl Drop for ActixServer {
    fn drop(&mut self) {
        // The command is sent by the call; the future would but wait for it.
        drop(self.handle.stop(false));
        _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The application, as actix-web sees it.
async fn respond(request: HttpRequest) -> HttpResponse {
    let headers = request.headers().iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    let asked = Request {
        method: request.method().as_str().into(),
        target: request.uri().to_string().into(),
        headers: headers.collect(),
    };
    let status = StatusCode::from_u16(application::status(&asked)).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if status == StatusCode::SWITCHING_PROTOCOLS {
        response.upgrade("websocket");
    }
    for (name, value) in application::headers(&asked) {
        response.append_header((name, value));
    }
    response.body(application::body(&asked))
}
