use std::io::{self, IsTerminal as _};

/// How many columns there are where no terminal says.
const USUAL: usize = 80;

/// How many columns a line may have: what the terminal has.
pub(super) fn columns() -> usize {
    let is_terminal = io::stdout().is_terminal();
    let size = is_terminal.then(terminal_size::terminal_size).flatten();
    size.map_or(USUAL, |(width, _)| usize::from(width.0))
}
