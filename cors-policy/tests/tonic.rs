//! A gRPC server of tonic's behind the layer.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::net::SocketAddr;

use cors_policy::{cors_policy, tower::CorsLayer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tonic::{
    Request,
    transport::{Channel, Server, server::TcpIncoming},
};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};

cors_policy!(struct Api = "tests/api.yaml");

const APP: &str = "https://app.example.com";

async fn serve() -> SocketAddr {
    let incoming = TcpIncoming::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = incoming.local_addr().unwrap();
    let (_, health) = tonic_health::server::health_reporter();
    // HTTP/1 is what gRPC-Web comes in.
    let server = Server::builder().accept_http1(true).layer(CorsLayer::new(Api)).add_service(health);
    tokio::spawn(server.serve_with_incoming(incoming));
    address
}

#[tokio::test]
async fn calls_go_through_and_carry_the_headers() {
    let channel = Channel::from_shared(format!("http://{}", serve().await)).unwrap().connect().await.unwrap();
    let mut request = Request::new(HealthCheckRequest { service: String::new() });
    request.metadata_mut().insert("origin", APP.parse().unwrap());
    let response = HealthClient::new(channel).check(request).await.unwrap();
    assert_eq!(response.metadata().get("access-control-allow-origin").unwrap(), APP);
    assert_eq!(response.metadata().get("vary").unwrap(), "Origin");
    assert_eq!(response.into_inner().status(), ServingStatus::Serving);
}

#[tokio::test]
async fn preflights_are_answered_before_tonic_sees_them() {
    let mut stream = TcpStream::connect(serve().await).await.unwrap();
    let request = "OPTIONS /grpc.health.v1.Health/Check HTTP/1.1\r\nHost: api.example\r\nOrigin: https://app.example.com\r\n\
        Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    assert!(answer.contains("\r\naccess-control-allow-origin: https://app.example.com\r\n"), "{answer}");
}
