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
}

/// Prints the page of a rule, or the list of all rules.
///
/// # Errors
///
/// A failure if there is no such rule.
pub(crate) fn rule(arguments: &RuleArguments) -> Result<(), Stop> {
    let Some(name) = &arguments.name else { return output::product(&list()) };
    let page = pages::find(name).ok_or_else(|| {
        Stop::failure(format!("there is no rule `{}`", name.escape_debug())).help("`corsgen rule` lists them")
    })?;
    output::product(page)
}

/// Name, level and summary, a line each.
fn list() -> String {
    let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line =
        |rule: &&cors_compiler::Rule| format!("{:width$}  {:7}  {}\n", rule.name, rule.level.word(), rule.summary);
    rules::ALL.iter().map(line).collect()
}
