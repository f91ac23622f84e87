//! Serves the API: `storefront [--development] [ADDRESS]`, by default on 127.0.0.1:3000.

use std::{env, io};

use storefront::{Api, DevelopmentApi, api, development_api};
use tokio::net::TcpListener;
use tracing::{Level, info};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    // Debug, so that one sees what the policy refuses, and why.
    tracing_subscriber::fmt().with_max_level(Level::DEBUG).without_time().with_writer(io::stderr).init();
    let mut arguments = env::args().skip(1).peekable();
    let development = arguments.next_if(|argument| argument == "--development").is_some();
    let (router, profile) =
        if development { (development_api(), DevelopmentApi::PROFILE) } else { (api(), Api::PROFILE) };
    let listener = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:3000")).await?;
    info!("listening on http://{}, profile: {}", listener.local_addr()?, profile.unwrap_or("none"));
    axum::serve(listener, router).await
}
