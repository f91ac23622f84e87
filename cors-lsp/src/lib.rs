//! The language server of CORS policies: what an editor marks, explains, completes and mends in a `cors.yaml`.
//!
//! It speaks the [Language Server Protocol] 3.17 over a [`Connection`]; [`transport`] makes one of two streams.
//!
//! ```
//! use cors_lsp::{Ended, Settings, serve, transport};
//!
//! # fn main() -> std::io::Result<()> {
//! // What an editor writes. In a program both streams are its standard ones.
//! let messages = [
//!     r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
//!     r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
//!     r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#,
//!     r#"{"jsonrpc":"2.0","method":"exit"}"#,
//! ];
//! let written = messages.map(|message| format!("Content-Length: {}\r\n\r\n{message}", message.len())).concat();
//! let (connection, writing) = transport::over(std::io::Cursor::new(written), std::io::sink());
//!
//! let ended = serve(&connection, Settings { today: || None, version: env!("CARGO_PKG_VERSION") });
//! assert_eq!(ended, Ended::AsAsked);
//!
//! drop(connection);
//! writing.finish()
//! # }
//! ```
//!
//! [Language Server Protocol]: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/

mod actions;
mod capabilities;
mod client;
mod completion;
mod connection;
mod diagnostics;
mod document;
mod edits;
mod folding;
mod hover;
mod inbox;
mod judge;
mod language;
mod markdown;
mod outline;
mod policies;
mod requests;
mod server;
mod sets;
mod symbols;
mod text;
mod told;

pub mod transport;

use cors_compiler::Date;

pub use connection::{ClientEnd, Connection};

/// What a server does not find out by itself.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The day, by which acceptances of risks run out; `None` where there is no clock.
    pub today: fn() -> Option<Date>,
    /// The version of the program.
    pub version: &'static str,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The client shut the server down first.
    AsAsked,
    /// It did not.
    Abruptly,
}

/// Serves one client until the session ends.
pub fn serve(connection: &Connection, settings: Settings) -> Ended {
    server::Server::new(connection, settings).run()
}
