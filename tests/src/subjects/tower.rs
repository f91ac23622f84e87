use std::net::{Ipv4Addr, SocketAddr};

use axum::{
    Router,
    body::Body,
    extract,
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use cors_compiler::{Exactness, target::Difference};
use cors_policy::{PolicySource, tower::CorsLayer};
use tokio::{net::TcpListener, runtime::Runtime};

use crate::{Failure, Group, Reply, Request, Subject, application};

/// What servers on the crate `http` do.
pub const FRAGMENT_IS_CUT: Difference = Difference {
    id: "fragment-is-cut",
    text: "the server cuts a `#` and what follows off a request's target before the layer sees it; the application sees the same",
};

/// The tower layer over the compiler's own `Program`, in a real axum server over a socket.
#[derive(Debug)]
pub struct Tower {
    runtime: Runtime,
}

impl Tower {
    /// Starts what runs its servers.
    ///
    /// # Errors
    ///
    /// What the system reports.
    pub fn new() -> Result<Self, Failure> {
        Ok(Self { runtime: Runtime::new()? })
    }

    /// Serves the application behind a policy on a free port of the loopback interface, for as long as the subject lives.
    ///
    /// # Errors
    ///
    /// What the socket reports.
    pub fn serve(&self, policy: impl PolicySource) -> Result<SocketAddr, Failure> {
        let listener = self.runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(respond).layer(CorsLayer::new(policy));
        self.runtime.spawn(axum::serve(listener, router).into_future());
        Ok(address)
    }
}

impl Subject for Tower {
    fn name(&self) -> &'static str {
        "tower"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[FRAGMENT_IS_CUT])
    }

    fn has_parser(&self) -> bool {
        true
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let address = self.serve(group.program()?)?;
        Reply::over_socket(address, requests)
    }
}

/// The application, as axum sees it.
async fn respond(request: extract::Request) -> Response {
    let headers = request.headers().iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    let asked = Request {
        method: request.method().as_str().into(),
        target: request.uri().to_string().into(),
        headers: headers.collect(),
    };
    let status = StatusCode::from_u16(application::status(&asked)).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::new();
    let upgrade = [("connection", b"Upgrade".to_vec()), ("upgrade", b"websocket".to_vec())];
    let upgrade = upgrade.into_iter().filter(|_| status == StatusCode::SWITCHING_PROTOCOLS);
    for (name, value) in application::headers(&asked).into_iter().chain(upgrade) {
        let Ok(value) = HeaderValue::from_bytes(&value) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        headers.append(name, value);
    }
    (status, headers, Body::from(application::body(&asked))).into_response()
}
