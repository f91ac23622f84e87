use std::io::{self, BufReader};

use clap::Args;
use cors_lsp::{Ended, Settings, serve, transport};

use crate::{stop::Stop, today::today};

/// Serve an editor over stdin and stdout, by the Language Server Protocol
///
/// The editor starts it: findings, fixes, explanations and completion for policies while they are written.
#[derive(Clone, Debug, Args)]
pub(crate) struct LspArguments {
    /// What many editors pass: there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves an editor until it exits.
///
/// # Errors
///
/// A failure with status 1, as the protocol wants, if the editor has gone without shutting the server down.
pub(crate) fn lsp(_: &LspArguments) -> Result<(), Stop> {
    let (connection, writing) = transport::over(BufReader::new(io::stdin()), io::stdout());
    let ended = serve(&connection, Settings { today, version: env!("CARGO_PKG_VERSION") });
    // The thread that writes ends when nobody can send any more.
    drop(connection);
    let written = writing.finish();
    match (ended, written) {
        (Ended::AsAsked, Ok(())) => Ok(()),
        _ => Err(Stop::Abandoned),
    }
}
