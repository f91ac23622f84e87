use clap::Args;
use clap_complete::Shell;

use crate::{arguments, output, stop::Stop};

/// Print completions for a shell
///
/// bash: `corsgen completions bash > ~/.local/share/bash-completion/completions/corsgen`.
/// zsh: `corsgen completions zsh > _corsgen`, in a folder of `$fpath`.
/// fish: `corsgen completions fish > ~/.config/fish/completions/corsgen.fish`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints completions for a shell.
pub(crate) fn completions(arguments: &CompletionsArguments) -> Result<(), Stop> {
    // Into memory first: the generator panics where it cannot write.
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut arguments::grammar(), "corsgen", &mut text);
    output::product(&String::from_utf8_lossy(&text))
}
