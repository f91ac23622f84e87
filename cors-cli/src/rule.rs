use clap::Args;
use cors_compiler::rules::{self, pages};

use crate::{output, stop::Stop};

/// Print the page of a rule, or the list of all rules
///
/// A page says what is wrong, why it matters, and shows a wrong and a right example.
#[derive(Clone, Debug, Args)]
pub(crate) struct RuleArguments {
    /// What stands in brackets behind a finding's level, such as `null-origin`
    name: Option<String>,

    /// Print every page, with an index
    #[arg(long, conflicts_with = "name")]
    all: bool,
}

/// Prints the page of a rule, or the list of all rules.
///
/// # Errors
///
/// A failure if there is no such rule.
pub(crate) fn rule(arguments: &RuleArguments) -> Result<(), Stop> {
    let Some(name) = &arguments.name else {
        return output::product(&if arguments.all { pages::book() } else { list() });
    };
    output::product(pages::find(name).ok_or_else(|| unknown(name))?)
}

fn unknown(name: &str) -> Stop {
    let help = match rules::nearest(name) {
        Some(nearest) => format!("did you mean `{}`? `corsgen rule` lists all", nearest.name),
        None => "`corsgen rule` lists them".to_owned(),
    };
    Stop::failure(format!("there is no rule `{}`", name.escape_debug())).help(help)
}

/// Name, level and summary, a line each.
fn list() -> String {
    let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line =
        |rule: &&cors_compiler::Rule| format!("{:width$}  {:7}  {}\n", rule.name, rule.level.word(), rule.summary);
    rules::ALL.iter().map(line).collect()
}
