//! Stdout is the product, stderr is talk.

use std::io::{self, Write as _};

use clap::builder::styling::{AnsiColor, Effects, Style};

use cors_compiler::Shown;

use crate::stop::Stop;

const ERROR: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const HELP: Style = AnsiColor::Cyan.on_default().effects(Effects::BOLD);

/// Writes to stdout what was asked for, byte for byte. Whoever closed the pipe has read enough: no failure.
pub(crate) fn product(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())).map(|_| ())
}

/// Writes to stdout what was asked for, in colours where these are wanted.
pub(crate) fn styled_product(text: &str) -> Result<(), Stop> {
    let mut stdout = anstream::stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())).map(|_| ())
}

/// Whether somebody still reads stdout.
pub(crate) fn written(result: io::Result<()>) -> Result<bool, Stop> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Stop::failure(format!("stdout cannot be written: {error}"))),
    }
}

/// Says a line to whoever watches: what the names in it hold is shown, not obeyed. If nobody watches, that is no reason to stop.
pub(crate) fn talk(line: &str) {
    styled_talk(&Shown::line(line).to_string());
}

/// Says something in colours, where these are wanted. What others wrote is [`Shown`] in it.
pub(crate) fn styled_talk(text: &str) {
    _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Tells a failure.
pub(crate) fn error(message: &str, help: Option<&str>) {
    styled_talk(&format!("{ERROR}error{ERROR:#}: {}", Shown::line(message)));
    if let Some(help) = help {
        styled_talk(&format!("{HELP}help{HELP:#}: {}", Shown::line(help)));
    }
}
