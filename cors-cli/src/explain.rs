mod call;
mod columns;

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum, ValueHint};
use cors_browser::Browser;
use cors_compiler::Source;
use cors_explain::{Application, Judged, Question, Sentence};

use crate::{
    input::{StdinName, is_dash},
    output,
    program::{find_profile, tell},
    stop::Stop,
};
use call::CallArguments;

/// Show what a browser does with a call, and why
///
/// Makes the call in memory: a browser, as its standard has it, calls a server that answers by the policy. Nothing is sent.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArguments {
    /// The policy; `-` is stdin [default: cors.yaml, cors.yml or cors.json]
    #[arg(value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    #[command(flatten)]
    stdin: StdinName,

    #[command(flatten)]
    call: CallArguments,

    /// Make the call again after so many seconds, and show that: the answer to the preflight may be kept
    #[arg(long, value_name = "SECONDS")]
    again: Option<u64>,

    /// Whose behaviour is shown
    #[arg(long, value_name = "BROWSER", default_value = "standard", value_parser = ["standard", "chromium", "firefox", "safari"])]
    browser: String,

    /// Select a profile of the policy
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    /// The status that the application behind the policy answers with
    #[arg(long, value_name = "STATUS", default_value_t = 200, value_parser = clap::value_parser!(u16).range(200..=599))]
    status: u16,

    /// A header that the application answers with; may be given several times
    #[arg(long = "response-header", value_name = "NAME: VALUE")]
    response_headers: Vec<String>,

    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  corsgen explain --from https://app.example.com --fetch https://api.example.com/items
  corsgen explain --from https://app.example.com --fetch 'PUT https://api.example.com/items/1' \\
    -H 'content-type: application/json' --credentials
  corsgen explain --from https://app.example.com --fetch \"$(pbpaste)\"      what “Copy as fetch” or “as cURL” copied
  corsgen explain --from https://app.example.com --fetch https://api.example.com/items --format json";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a picture and in words, for people
    Text,
    /// A line of JSON
    Json,
}

/// Prints what a browser does with a call.
///
/// # Errors
///
/// Findings, if the policy is refused; a failure, if the call cannot be read. That the call is blocked is none: it is the answer.
pub(crate) fn explain(arguments: &ExplainArguments) -> Result<(), Stop> {
    if arguments.call.is_stdin() && arguments.file.as_deref().is_some_and(is_dash) {
        return Err(Stop::failure("stdin cannot hold both the policy and the call"));
    }
    let (call, left_out) = arguments.call.read()?;
    let judged = judged(arguments.stdin.read(arguments.file.as_deref())?, arguments.profile.as_deref())?;
    let application = arguments.application()?;
    let question = Question {
        policy: Some(&judged),
        application: &application,
        live: None,
        call: &call,
        browser: arguments.browser.parse::<Browser>().map_err(Stop::failure)?,
        again: arguments.again.map(Duration::from_secs),
    };
    let mut explanation = cors_explain::explain(&question);
    if !left_out.is_empty() {
        let names = left_out.join(", ");
        explanation
            .assumptions
            .push(Sentence::of("the page does not set {}, which was copied with the call", &[&names]));
    }
    match arguments.format {
        Format::Text => output::styled_product(&cors_explain::text(&explanation, columns::columns())),
        Format::Json => {
            let json = cors_explain::json(&explanation);
            output::product(&json.map_err(|error| Stop::failure(format!("no JSON can be written: {error}")))?)
        }
    }
}

impl ExplainArguments {
    fn application(&self) -> Result<Application, Stop> {
        let mut application = Application { status: self.status, ..Application::default() };
        for header in &self.response_headers {
            let (name, value) = call::header(header)?;
            application.headers.append(&name, value);
        }
        Ok(application)
    }
}

/// Compiles a policy. What refuses it is told on stderr.
fn judged(source: Source, profile: Option<&str>) -> Result<Judged, Stop> {
    if let Some(profile) = profile {
        find_profile(&source, profile)?;
    }
    Judged::new(source.clone(), profile).map_err(|report| {
        tell(&source, &report, false);
        Stop::Findings
    })
}
