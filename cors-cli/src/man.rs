use clap::Args;

use crate::{arguments, output, stop::Stop};

/// Print the man page
#[derive(Clone, Debug, Args)]
#[command(after_help = "Example:\n  corsgen man > /usr/local/share/man/man1/corsgen.1\n  corsgen man check | man -l -")]
pub(crate) struct ManArguments {
    /// The page of this command instead
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the man page, of the whole or of a command.
///
/// # Errors
///
/// A failure if there is no such command.
pub(crate) fn man(arguments: &ManArguments) -> Result<(), Stop> {
    let whole = arguments::grammar();
    let page = match &arguments.command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            let named = format!("corsgen-{name}");
            found.ok_or_else(|| Stop::failure(format!("there is no command `{}`", name.escape_debug())))?.name(named)
        }
    };
    let mut text = Vec::new();
    let written = clap_mangen::Man::new(page).render(&mut text);
    written.map_err(|error| Stop::failure(format!("the page cannot be made: {error}")))?;
    output::product(&String::from_utf8_lossy(&text))
}
