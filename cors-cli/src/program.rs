use cors_compiler::{Level, Options, Program, Report, Source, parse, render};

use crate::{output, stop::Stop};

/// Compiles a policy. What refuses it is told on stderr.
///
/// # Errors
///
/// Findings, if it is refused; a failure, if there is no such profile.
pub(crate) fn program(source: &Source, profile: Option<&str>) -> Result<(Program, Report), Stop> {
    if let Some(profile) = profile {
        find_profile(source, profile)?;
    }
    let options = Options { profile: profile.map(str::to_owned) };
    cors_compiler::compile(source, &options).map_err(|report| {
        tell(source, &report, false);
        Stop::Findings
    })
}

/// Tells findings on stderr; notes only if they are wanted.
pub(crate) fn tell(source: &Source, report: &Report, notes: bool) {
    for finding in report.findings().iter().filter(|finding| notes || finding.rule.level != Level::Note) {
        output::styled_talk(&format!("{}\n", render::styled(source, finding)));
    }
}

/// A profile that is not there is a slip of whoever typed the call, not of the policy's author.
pub(crate) fn find_profile(source: &Source, profile: &str) -> Result<(), Stop> {
    let (document, _) = parse(source);
    let names: Vec<String> = document.profiles.iter().map(|profile| format!("`{}`", profile.name.value)).collect();
    // In an incomplete document it may stand in what could not be read. The findings tell what that is.
    if document.incomplete || document.profiles.iter().any(|known| known.name.value == profile) {
        return Ok(());
    }
    let stop = Stop::failure(format!("there is no profile `{}` in {}", profile.escape_debug(), source.name()));
    Err(match names.as_slice() {
        [] => stop.help("the policy defines no profiles"),
        _ => stop.help(format!("the policy defines {}", names.join(", "))),
    })
}
