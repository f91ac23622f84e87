//! `corsgen`, the command line of the CORS policy compiler: arguments, files, exit status.

mod arguments;
mod check;
mod compile;
mod completions;
mod decide;
mod diff;
mod explain;
mod file_pattern;
mod github;
mod init;
mod input;
mod json;
mod lsp;
mod man;
mod output;
mod patch;
mod program;
mod rule;
mod sarif;
mod schema;
mod stop;
mod targets;
mod today;
mod write;

fn main() -> std::process::ExitCode {
    stop::exit_code(arguments::parse().and_then(arguments::run))
}
