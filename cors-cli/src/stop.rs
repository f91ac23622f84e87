use std::{fmt::Display, io, path::Path, process::ExitCode};

use crate::output;

/// Why a run does not end with status 0.
#[derive(Debug)]
pub(crate) enum Stop {
    /// There is something to object, and it was told: status 1.
    Findings,
    /// Whoever was served has gone without taking leave: status 1.
    Abandoned,
    /// Wrong usage, or a file that cannot be read or written: status 2.
    Failure {
        /// What is wrong: lower case, no full stop.
        message: String,
        /// What would be right.
        help: Option<String>,
    },
    /// The same, told already: status 2.
    Told,
    /// The parser of arguments has something to say: help and versions (status 0), wrong usage (status 2).
    Arguments(clap::Error),
}

impl Stop {
    /// A failure.
    pub(crate) fn failure(message: impl Into<String>) -> Self {
        Self::Failure { message: message.into(), help: None }
    }

    /// A failure of the file system: `verb` is what cannot be done with the file.
    pub(crate) fn of_file(path: &Path, verb: &str, error: &io::Error) -> Self {
        Self::failure(format!("`{}` cannot be {verb}: {error}", path.display()))
    }

    /// Says what would be right.
    #[must_use]
    pub(crate) fn help(self, text: impl Display) -> Self {
        match self {
            Self::Failure { message, .. } => Self::Failure { message, help: Some(text.to_string()) },
            other => other,
        }
    }

    /// Tells it on stderr, where that was not done yet.
    pub(crate) fn tell(&self) {
        match self {
            Self::Findings | Self::Abandoned | Self::Told => {}
            Self::Failure { message, help } => output::error(message, help.as_deref()),
            // It knows by itself what belongs on stdout. Nobody is left to tell of a closed pipe.
            Self::Arguments(error) => _ = error.print(),
        }
    }

    fn status(&self) -> u8 {
        match self {
            Self::Findings | Self::Abandoned => 1,
            Self::Failure { .. } | Self::Told => 2,
            Self::Arguments(error) => u8::try_from(error.exit_code()).unwrap_or(2),
        }
    }
}

/// The exit status of a run; tells what was in its way.
pub(crate) fn exit_code(result: Result<(), Stop>) -> ExitCode {
    let Err(stop) = result else { return ExitCode::SUCCESS };
    stop.tell();
    ExitCode::from(stop.status())
}
