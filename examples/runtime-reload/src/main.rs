//! An API whose policy may be edited while it runs: `example-runtime-reload [--first-party ORIGIN]… [ADDRESS]`, by default on
//! 127.0.0.1:3000. It reads `cors.yaml` in the folder in which it is started. See the README.
#![expect(clippy::print_stderr, reason = "it says what becomes of its policy")]

use std::{env, error::Error};

use axum::{Router, routing::get};
use cors_policy::{runtime::RuntimePolicy, tower::CorsLayer};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1).peekable();
    let mut first_party = Vec::new();
    while arguments.next_if(|argument| argument == "--first-party").is_some() {
        first_party.extend(arguments.next());
    }
    let listener = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:3000")).await?;

    let builder = RuntimePolicy::builder().origin_set("first_party", first_party);
    let policy = builder.watch("cors.yaml", |loaded| match loaded {
        Ok(_) => eprintln!("cors.yaml was read again"),
        Err(error) => eprintln!("the policy before stays\n{error}"),
    });

    let router = Router::new().route("/", get(async || "hello\n")).layer(CorsLayer::new(policy?));
    eprintln!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}
