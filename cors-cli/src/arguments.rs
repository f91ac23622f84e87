use std::ffi::OsString;

use anstream::ColorChoice;
use clap::{
    ArgMatches, Args as _, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum, error::ErrorKind,
    parser::ValueSource,
};

use cors_compiler::{Shown, public_suffix};

use crate::{
    check::{CheckArguments, check},
    compile::{CompileArguments, compile},
    completions::{CompletionsArguments, completions},
    decide::{DecideArguments, decide},
    explain::{ExplainArguments, explain},
    init::init,
    lsp::{LspArguments, lsp},
    man::{ManArguments, man},
    rule::{RuleArguments, rule},
    schema::schema,
    stop::Stop,
    targets,
};

/// Compiles a CORS policy into a config or code that decides alike everywhere
///
/// Reads one policy, `cors.yaml`, and prints what makes a server decide as it says: a config to include, or Rust code. Without FILE
/// the policy is `cors.yaml`, `cors.yml` or `cors.json` of this folder; `-` is stdin.
#[derive(Debug, Parser)]
#[command(
    name = "corsgen",
    version,
    long_version = version(),
    arg_required_else_help = true,
    override_usage = "corsgen --target <TARGET> [OPTIONS] [FILE]\n       corsgen <COMMAND>",
    after_help = EXAMPLES,
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    compile: CompileArguments,

    /// Colours, on stdout and stderr
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
}

/// The package, the language, and the list that tells whose subdomains are whose.
fn version() -> String {
    let (package, language, list) = (env!("CARGO_PKG_VERSION"), cors_compiler::LANGUAGE_VERSION, public_suffix::DATE);
    format!(
        "{package}
policy language {language}
public suffix list of {list}"
    )
}

const EXAMPLES: &str = "\
Examples:
  corsgen init                                     write a policy to start from
  corsgen check                                    judge it
  corsgen --target nginx -o /etc/nginx/cors        write the parts of an nginx config
  corsgen --target nginx -o /etc/nginx/cors --check
                                                   tell whether that is what it holds
  corsgen --target envoy --complete --listen 127.0.0.1:8080 --upstream 127.0.0.1:3000
                                                   print a config that starts by itself
  corsgen decide -H 'Origin: https://a.example' /x tell what is decided, and why
  corsgen explain --from https://a.example --fetch 'PUT https://api.example/x'
                                                   show what the browser will do

Exit status:
  0  nothing to object
  1  findings: the policy is refused, --check differs, --deny met one, --dry-run would mend something
  2  wrong usage, or a file cannot be read or written";

#[derive(Debug, Subcommand)]
enum Command {
    Check(CheckArguments),
    Decide(DecideArguments),
    Explain(Box<ExplainArguments>),
    Rule(RuleArguments),
    /// List every target: how exact it is and what it can hold
    Targets,
    /// Print the JSON Schema (draft-07) of the policy language, for editors
    Schema,
    /// Write a commented `cors.yaml` to start from, and its schema for editors
    Init,
    Lsp(LspArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, if neither `NO_COLOR` nor `CLICOLOR_FORCE` says otherwise
    Auto,
    /// Whatever reads them
    Always,
    /// None
    Never,
}

/// Reads the arguments of this process.
pub(crate) fn parse() -> Result<Arguments, Stop> {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let mut command = Arguments::command().color(clap_color(&typed));
    let matches = command.try_get_matches_from_mut(&typed).map_err(|error| {
        // Its message quotes what was typed, as names of files from `*` are. The colours are the parser's own, so that the
        // words are made harmless before it has them, not after.
        let shown = typed.iter().map(|word| Shown::line(&word.to_string_lossy()).to_string());
        Stop::Arguments(command.try_get_matches_from_mut(shown).err().unwrap_or(error))
    })?;
    let arguments =
        Arguments::from_arg_matches(&matches).map_err(|error| Stop::Arguments(error.format(&mut command)))?;
    match matches.subcommand_name().and_then(|name| Some((name, stray(&matches)?))) {
        Some((name, stray)) => {
            let message = format!("`{stray}` stands before the command `{name}`, which would not see it");
            Err(Stop::Arguments(command.error(ErrorKind::ArgumentConflict, message)))
        }
        None => Ok(arguments),
    }
}

/// An argument of the main job that was typed. Clap lets these stand before a command, and nothing would come of them.
fn stray(matches: &ArgMatches) -> Option<String> {
    let main_job = CompileArguments::augment_args(clap::Command::new("corsgen"));
    let typed =
        |argument: &&clap::Arg| matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine);
    main_job.get_arguments().find(typed).map(|argument| match argument.get_long() {
        Some(long) => format!("--{long}"),
        None => argument.get_id().as_str().to_uppercase(),
    })
}

/// Does what the arguments ask for.
pub(crate) fn run(arguments: Arguments) -> Result<(), Stop> {
    arguments.color.choose();
    match arguments.command {
        None => {
            let Some(target) = arguments.compile.target.as_deref().and_then(targets::find) else {
                return Err(no_target(&arguments.compile));
            };
            compile(arguments.compile, target)
        }
        Some(Command::Check(arguments)) => check(&arguments),
        Some(Command::Decide(arguments)) => decide(&arguments),
        Some(Command::Explain(arguments)) => explain(&arguments),
        Some(Command::Rule(arguments)) => rule(&arguments),
        Some(Command::Targets) => targets::targets(),
        Some(Command::Schema) => schema(),
        Some(Command::Init) => init(),
        Some(Command::Lsp(arguments)) => lsp(&arguments),
        Some(Command::Completions(arguments)) => completions(&arguments),
        Some(Command::Man(arguments)) => man(&arguments),
    }
}

fn no_target(compile: &CompileArguments) -> Stop {
    let mut command = Arguments::command();
    if let Some(file) = compile.missing_file() {
        let file = file.to_string_lossy();
        let message = format!("there is no command `{}`, and no file of that name", Shown::line(&file));
        return Stop::Arguments(command.error(ErrorKind::InvalidSubcommand, message));
    }
    let names = targets::names().join("`, `");
    let message = format!("nothing says what to compile for: pass `--target` with one of `{names}`, or a command");
    Stop::Arguments(command.error(ErrorKind::MissingRequiredArgument, message))
}

impl Color {
    fn choose(self) {
        match self {
            // What the environment and the terminal say.
            Self::Auto => {}
            Self::Always => ColorChoice::Always.write_global(),
            Self::Never => ColorChoice::Never.write_global(),
        }
    }
}

/// The colours of help and of usage errors, which are printed where the arguments are not yet read, or cannot be.
fn clap_color(typed: &[OsString]) -> clap::ColorChoice {
    let mut words = typed.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let mut choice = clap::ColorChoice::Auto;
    while let Some(word) = words.next() {
        let value = if word == "--color" { words.next() } else { word.strip_prefix("--color=") };
        match value {
            Some("always") => choice = clap::ColorChoice::Always,
            Some("never") => choice = clap::ColorChoice::Never,
            _ => {}
        }
    }
    choice
}

/// The whole grammar of the command line, for completions and man pages.
pub(crate) fn grammar() -> clap::Command {
    let mut command = Arguments::command();
    command.build();
    command
}
