mod call;
mod columns;
mod live;

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum, ValueHint};
use cors_browser::{Browser, Mode, Redirect};
use cors_compiler::{Source, header_comment::in_html};
use cors_explain::{Application, Asked, Judged, Question, Sentence, html, svg};

use crate::{
    input::{self, StdinName, is_dash},
    output,
    program::{find_profile, tell},
    stop::Stop,
    write::{self, Planned},
};
use call::CallArguments;
use live::{Live, Trust};

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

    /// What a console says: prints which check that is, which key of the policy decides, and what is to be done; `-` is stdin
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["fetch", "matrix", "live"])]
    message: Option<String>,

    /// Send the two requests of the call, and no other, to this server, and show what it does, beside what the policy says if there is one
    #[arg(long, value_name = "http[s]://HOST[:PORT]", conflicts_with = "again")]
    live: Option<String>,
    #[command(flatten)]
    trust: Trust,

    /// Print which origins may call which paths
    #[arg(long, conflicts_with_all = ["fetch", "from", "live"])]
    matrix: bool,

    /// A row of the matrix; may be given several times [default: origins that the policy allows, and near misses]
    #[arg(long = "origin", value_name = "ORIGIN", requires = "matrix")]
    origins: Vec<String>,

    /// A method of the matrix; may be given several times
    #[arg(long = "method", value_name = "METHOD", requires = "matrix")]
    methods: Vec<String>,

    /// A path of the matrix; may be given several times [default: one of each route, and one of the document]
    #[arg(long = "path", value_name = "PATH", requires = "matrix")]
    paths: Vec<String>,

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

    /// How it is printed [default: text; with `--output` svg if the file is called so, else html]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write a page for browsers to this file, or a picture if it is called FILE.svg; it loads nothing and runs no script
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "message")]
    output: Option<PathBuf>,

    /// Overwrite a file that corsgen did not write, or that was edited since
    #[arg(long, requires = "output")]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  corsgen explain --from https://app.example.com --fetch https://api.example.com/items
  corsgen explain --from https://app.example.com --fetch 'PUT https://api.example.com/items/1' \\
    -H 'content-type: application/json' --credentials
  corsgen explain --from https://app.example.com --fetch \"$(pbpaste)\"      what “Copy as fetch” or “as cURL” copied
  corsgen explain --from https://app.example.com --fetch https://api.example.com/items -o explain.html
  corsgen explain --from https://app.example.com --fetch https://api.example.com/items --live https://api.example.com
  corsgen explain --message \"Access to fetch at … has been blocked by CORS policy: …\"
  corsgen explain --matrix";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a picture and in words, for people
    Text,
    /// A line of JSON
    Json,
    /// A page for browsers, in one file; of a call, or the matrix
    Html,
    /// A picture, for documents; of a call alone
    Svg,
}

/// Prints what a browser does with a call.
///
/// # Errors
///
/// Findings, if the policy is refused; a failure, if the call cannot be read. That the call is blocked is none: it is the answer.
pub(crate) fn explain(arguments: &ExplainArguments) -> Result<(), Stop> {
    if arguments.output.is_some() && !matches!(arguments.format(), Format::Html | Format::Svg) {
        let stop = Stop::failure("`--output` is for pages and pictures");
        return Err(stop.help("the shell writes other formats to a file: `corsgen explain … >FILE`"));
    }
    if arguments.matrix {
        return arguments.matrix();
    }
    if let Some(message) = &arguments.message {
        return arguments.message(message);
    }
    if arguments.call.is_stdin() && arguments.file.as_deref().is_some_and(is_dash) {
        return Err(Stop::failure("stdin cannot hold both the policy and the call"));
    }
    let (mut call, left_out) = arguments.call.read()?;
    // Where a redirect leads is another server, which nobody said to ask.
    if arguments.live.is_some() && call.redirect == Redirect::Follow && call.mode != Mode::NoCors {
        call.redirect = Redirect::Manual;
    }
    let judged = arguments.policy()?;
    let application = arguments.application()?;
    let browser = arguments.browser()?;
    let live =
        arguments.live.as_deref().map(|live| Live::parse(live, &arguments.trust)?.ask(&call, browser)).transpose()?;
    if let (None, None) = (&judged, &live) {
        return Err(nobody_answers());
    }
    let question = Question {
        policy: judged.as_ref(),
        application: &application,
        live: live.as_deref(),
        call: &call,
        browser,
        again: arguments.again.map(Duration::from_secs),
    };
    let mut explanation = cors_explain::explain(&question);
    if !left_out.is_empty() {
        let names = left_out.join(", ");
        explanation
            .assumptions
            .push(Sentence::of("the page does not set {}, which was copied with the call", &[&names]));
    }
    if let Some(path) = &arguments.output {
        let drawn = if arguments.format() == Format::Svg { svg } else { html };
        return write::write(&[Planned { path: path.clone(), text: in_html(&drawn(&explanation)) }], arguments.force);
    }
    match arguments.format() {
        Format::Html => output::product(&in_html(&html(&explanation))),
        Format::Svg => output::product(&in_html(&svg(&explanation))),
        Format::Text => output::styled_product(&cors_explain::text(&explanation, columns::columns())),
        Format::Json => product(cors_explain::json(&explanation)),
    }
}

fn product(json: Result<String, impl std::fmt::Display>) -> Result<(), Stop> {
    output::product(&json.map_err(|error| Stop::failure(format!("no JSON can be written: {error}")))?)
}

impl ExplainArguments {
    fn format(&self) -> Format {
        let of_file = |path: &PathBuf| match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("svg") => Format::Svg,
            _ => Format::Html,
        };
        self.format.or_else(|| self.output.as_ref().map(of_file)).unwrap_or(Format::Text)
    }

    /// The policy; `None`: none is named, and none is in this folder.
    fn policy(&self) -> Result<Option<Judged>, Stop> {
        if self.file.is_none() && self.profile.is_none() && input::default_file().is_err() {
            return Ok(None);
        }
        judged(self.stdin.read(self.file.as_deref())?, self.profile.as_deref()).map(Some)
    }

    fn browser(&self) -> Result<Browser, Stop> {
        self.browser.parse().map_err(Stop::failure)
    }

    fn matrix(&self) -> Result<(), Stop> {
        let judged = self.policy()?.ok_or_else(nobody_answers)?;
        let asked = Asked { origins: self.origins.clone(), methods: self.methods.clone(), paths: self.paths.clone() };
        let matrix = cors_explain::matrix(&judged, &asked, self.browser()?);
        match self.format() {
            Format::Html => {
                let text = in_html(&cors_explain::matrix_html(&matrix));
                match &self.output {
                    Some(path) => write::write(&[Planned { path: path.clone(), text }], self.force),
                    None => output::product(&text),
                }
            }
            Format::Svg => Err(Stop::failure("only what is explained of a call is a picture")),
            Format::Text => output::styled_product(&cors_explain::matrix_text(&matrix, columns::columns())),
            Format::Json => product(cors_explain::matrix_json(&matrix)),
        }
    }

    fn message(&self, message: &str) -> Result<(), Stop> {
        let text = call::stdin_or(message)?;
        // Without a policy there is still much to say.
        let judged = self.policy()?;
        let Some(diagnosis) = cors_explain::diagnose(&text, judged.as_ref(), self.call.from()?.as_ref()) else {
            let stop = Stop::failure("no browser says this of CORS");
            return Err(stop.help("copy the whole line, from the console of Chromium, Firefox or Safari"));
        };
        match self.format() {
            Format::Html | Format::Svg => Err(Stop::failure("only what is explained of a call is a page or a picture")),
            Format::Text => output::styled_product(&cors_explain::diagnosis_text(&diagnosis, columns::columns())),
            Format::Json => product(cors_explain::diagnosis_json(&diagnosis)),
        }
    }

    fn application(&self) -> Result<Application, Stop> {
        let mut application = Application { status: self.status, ..Application::default() };
        for header in &self.response_headers {
            let (name, value) = call::header(header)?;
            application.headers.append(&name, value);
        }
        Ok(application)
    }
}

/// There is no policy, and no server either.
fn nobody_answers() -> Stop {
    Stop::failure("there is no cors.yaml, cors.yml or cors.json in this folder").help(
        "name the policy, let `corsgen init` write one, or ask a running server by `--live https://api.example.com`",
    )
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
