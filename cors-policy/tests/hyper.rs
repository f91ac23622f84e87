//! hyper without a framework, over a socket: how an answer of the layer's own is framed, and upgrades.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::convert::Infallible;

use cors_policy::{cors_policy, tower::CorsLayer};
use http::{Request, Response, StatusCode, header};
use http_body_util::combinators::BoxBody;
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::{Layer, service_fn};

cors_policy!(struct Api = "tests/api.yaml");

type Body = BoxBody<Bytes, Infallible>;

/// Switches to a protocol that sends back what it got, where asked to; else says nothing.
async fn application(mut request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut response = Response::new(Body::default());
    if request.headers().contains_key(header::UPGRADE) {
        let upgrade = hyper::upgrade::on(&mut request);
        tokio::spawn(async move {
            let mut io = TokioIo::new(upgrade.await.unwrap());
            let mut bytes = [0; 4];
            io.read_exact(&mut bytes).await.unwrap();
            io.write_all(&bytes).await.unwrap();
        });
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        response.headers_mut().insert(header::CONNECTION, "upgrade".parse().unwrap());
        response.headers_mut().insert(header::UPGRADE, "websocket".parse().unwrap());
    }
    Ok(response)
}

async fn connect() -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let service = TowerToHyperService::new(CorsLayer::new(Api).layer(service_fn(application)));
        let connection = http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service);
        connection.with_upgrades().await.unwrap();
    });
    TcpStream::connect(address).await.unwrap()
}

/// Sends a head and reads one.
async fn exchange(stream: &mut TcpStream, head: &str) -> String {
    stream.write_all(head.replace('\n', "\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(answer).unwrap().replace("\r\n", "\n")
}

#[tokio::test]
async fn its_answers_are_framed_so_that_the_connection_lives_on() {
    let mut stream = connect().await;
    let preflight = "Origin: https://app.example.com\nAccess-Control-Request-Method: PUT\nHost: api.example\n\n";
    assert_eq!(
        exchange(&mut stream, &format!("OPTIONS /x HTTP/1.1\n{preflight}")).await,
        "HTTP/1.1 204 No Content\n\
         vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers\n\
         access-control-allow-origin: https://app.example.com\n\
         access-control-allow-credentials: true\n\
         access-control-allow-methods: GET, PUT\n\
         access-control-allow-headers: Authorization, Content-Type\n\
         access-control-max-age: 7200\n\n"
    );
    assert_eq!(
        exchange(&mut stream, &format!("OPTIONS /public/x HTTP/1.1\n{preflight}")).await,
        "HTTP/1.1 200 OK\n\
         vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers\n\
         access-control-allow-origin: *\n\
         content-length: 0\n\n"
    );
    assert_eq!(
        exchange(&mut stream, &format!("OPTIONS /chat HTTP/1.1\n{preflight}")).await,
        "HTTP/1.1 403 Forbidden\n\
         vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers\n\
         cache-control: no-store\n\
         content-length: 0\n\n"
    );
}

const UPGRADE: &str = "Host: api.example\nConnection: Upgrade\nUpgrade: websocket\n\
    Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n";

#[tokio::test]
async fn an_upgrade_from_an_allowed_origin_goes_through() {
    let mut stream = connect().await;
    let answer =
        exchange(&mut stream, &format!("GET /chat HTTP/1.1\nOrigin: https://app.example.com\n{UPGRADE}")).await;
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    assert!(answer.contains("\naccess-control-allow-origin: https://app.example.com\n"), "{answer}");
    stream.write_all(b"ping").await.unwrap();
    let mut echo = [0; 4];
    stream.read_exact(&mut echo).await.unwrap();
    assert_eq!(&echo, b"ping");
}

#[tokio::test]
async fn an_upgrade_from_another_site_is_rejected() {
    let mut stream = connect().await;
    let answer = exchange(&mut stream, &format!("GET /chat HTTP/1.1\nOrigin: https://evil.example\n{UPGRADE}")).await;
    assert_eq!(answer, "HTTP/1.1 403 Forbidden\nvary: Origin\ncache-control: no-store\ncontent-length: 0\n\n");
}

#[tokio::test]
async fn an_upgrade_of_ones_own_page_goes_through() {
    let mut stream = connect().await;
    let answer = exchange(&mut stream, &format!("GET /chat HTTP/1.1\nOrigin: http://api.example\n{UPGRADE}")).await;
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    assert!(!answer.contains("access-control-"), "{answer}");
}
