mod answer;
mod lines;
mod request;
mod words;

use std::{
    ffi::OsString,
    fs::File,
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum, ValueHint};
use cors_compiler::{Program, Source};
use serde::Serialize;

use crate::{
    input::{StdinName, is_dash},
    json,
    output::{self, written},
    program::program,
    stop::Stop,
};
use answer::Answer;
use lines::{Line, Lines};
use request::Request;

/// Tell what a policy decides for a request
///
/// For one request in words, or for many as JSON: with `--requests` a line such as
/// `{"method":"GET","path":"/x","headers":[["origin","https://a.example"]]}` yields one line.
#[derive(Clone, Debug, Args)]
#[command(
    override_usage = "corsgen decide [OPTIONS] [-X METHOD] [-H 'NAME: VALUE']... [FILE] PATH\n       \
                      corsgen decide [OPTIONS] --requests REQUESTS [FILE]",
    after_help = EXAMPLES,
)]
pub(crate) struct DecideArguments {
    /// The policy, if not the default, and the request's path
    #[arg(value_names = ["FILE", "PATH"], num_args = 1..=2, value_hint = ValueHint::FilePath)]
    words: Vec<OsString>,
    #[command(flatten)]
    stdin: StdinName,

    /// The request's method
    #[arg(short = 'X', long = "request", value_name = "METHOD", default_value = "GET", conflicts_with = "requests")]
    method: OsString,

    /// A header of the request; may be given several times
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", conflicts_with = "requests")]
    headers: Vec<OsString>,

    /// Decide each line of this file; `-` is stdin
    #[arg(long, value_hint = ValueHint::FilePath)]
    requests: Option<PathBuf>,

    /// How decisions are printed [default: human, and with --requests json]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Select a profile of the policy
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  corsgen decide -H 'Origin: https://app.example.com' /cart
  corsgen decide -X OPTIONS -H 'Origin: https://app.example.com' -H 'Access-Control-Request-Method: PUT' /cart
  corsgen decide --requests requests.jsonl --format json cors.yaml";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In words
    Human,
    /// A line of JSON each
    Json,
}

#[derive(Serialize)]
struct Rejected {
    error: String,
}

/// Prints what a policy decides for one request or for many.
///
/// # Errors
///
/// Findings, if the policy is refused; a failure, if a line is no request, after all others were decided.
pub(crate) fn decide(arguments: &DecideArguments) -> Result<(), Stop> {
    match &arguments.requests {
        Some(requests) => arguments.decide_all(requests),
        None => arguments.decide_one(),
    }
}

impl DecideArguments {
    fn decide_one(&self) -> Result<(), Stop> {
        let (file, path) = match self.words.as_slice() {
            [path] => (None, path),
            [file, path] => (Some(Path::new(file)), path),
            _ => return Err(Stop::failure("no path is given").help("name one, such as `/cart`, or pass `--requests`")),
        };
        let request = Request::from_words(&self.method, path, &self.headers)?;
        let (source, program) = self.program(file)?;
        match self.format {
            Some(Format::Json) => output::product(&json::line(&Answer::new(&program, &request))?),
            Some(Format::Human) | None => output::product(&words::tell(&source, &program, &request)),
        }
    }

    fn decide_all(&self, requests: &Path) -> Result<(), Stop> {
        let file = match self.words.as_slice() {
            [] => None,
            [file] => Some(Path::new(file)),
            _ => return Err(Stop::failure("a path is given beside `--requests`, whose lines hold their own")),
        };
        if self.format == Some(Format::Human) {
            return Err(Stop::failure("`--requests` prints JSON only").help("pass `--format json`, or nothing"));
        }
        if is_dash(requests) && file.is_some_and(is_dash) {
            return Err(Stop::failure("stdin cannot hold both the policy and the requests"));
        }
        let (_, program) = self.program(file)?;
        if is_dash(requests) {
            return answer_lines(&program, io::stdin().lock(), Path::new("<stdin>"));
        }
        let opened = File::open(requests).map_err(|error| Stop::of_file(requests, "read", &error))?;
        answer_lines(&program, opened, requests)
    }

    fn program(&self, file: Option<&Path>) -> Result<(Source, Program), Stop> {
        let source = self.stdin.read(file)?;
        let (program, _) = program(&source, self.profile.as_deref())?;
        Ok((source, program))
    }
}

/// Answers line by line. A line that is no request is answered too, so that lines and answers stay together.
fn answer_lines(program: &Program, requests: impl Read, name: &Path) -> Result<(), Stop> {
    let mut requests = Lines::new(requests);
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let mut rejected = 0_usize;
    while let Some(line) = requests.next().map_err(|error| Stop::of_file(name, "read", &error))? {
        let request = match line {
            Line::Whole(line) => Request::from_json(line),
            Line::TooLong => Err(format!("no request: more than {} bytes", lines::LONGEST)),
        };
        let answer = match request {
            Ok(request) => json::line(&Answer::new(program, &request))?,
            Err(error) => {
                rejected += 1;
                json::line(&Rejected { error })?
            }
        };
        // Whoever asks one request at a time waits for its answer before the next.
        let waits = requests.waits();
        let wrote = stdout.write_all(answer.as_bytes()).and_then(|()| if waits { stdout.flush() } else { Ok(()) });
        if !written(wrote)? {
            return Ok(());
        }
    }
    written(stdout.flush())?;
    match rejected {
        0 => Ok(()),
        1 => Err(Stop::failure("1 line is no request")),
        _ => Err(Stop::failure(format!("{rejected} lines are no requests"))),
    }
}
