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
    let more = page.get_after_long_help().or_else(|| page.get_after_help()).map(ToString::to_string);
    // Its own would set the examples as running text, and all of the version in one line.
    let page = page.after_help(None::<&str>).after_long_help(None::<&str>).long_version(None::<&str>);
    let mut text = Vec::new();
    let written = clap_mangen::Man::new(page).render(&mut text);
    written.map_err(|error| Stop::failure(format!("the page cannot be made: {error}")))?;
    output::product(&with_sections(&String::from_utf8_lossy(&text), &more.unwrap_or_default()))
}

/// The page with what help ends with, each heading a section whose lines stay as they are; the version stays the last.
fn with_sections(page: &str, more: &str) -> String {
    let mut sections = String::new();
    for section in more.split("\n\n").filter(|section| !section.is_empty()) {
        let (heading, lines) = section.split_once(":\n").unwrap_or(("Example", section));
        sections += &format!(
            ".SH {}\n.nf\n{}\n.fi\n",
            heading.to_uppercase().replace(' ', "\\ "),
            lines.lines().map(escaped).collect::<Vec<_>>().join("\n")
        );
    }
    match page.find(".SH VERSION") {
        Some(version) => {
            let (before, version) = page.split_at(version);
            format!("{before}{sections}{version}")
        }
        None => format!("{page}{sections}"),
    }
}

/// A line that roff takes for text, whatever it begins with.
fn escaped(line: &str) -> String {
    format!("\\&{}", line.replace('\\', "\\e").replace('-', "\\-"))
}
