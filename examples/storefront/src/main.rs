//! Serves the API: `storefront [ADDRESS]`, by default on 127.0.0.1:3000.

use std::{env, io};

use storefront::{Api, router};
use tokio::net::TcpListener;
use tracing::{Level, info};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    // Debug, so that one sees what the policy refuses, and why.
    tracing_subscriber::fmt().with_max_level(Level::DEBUG).without_time().with_writer(io::stderr).init();
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    info!("listening on http://{}, profile: {}", listener.local_addr()?, Api::PROFILE.unwrap_or("none"));
    axum::serve(listener, router()).await
}
