//! What runs `corsgen` for others: pre-commit, GitHub's runner, shells that complete, and what reads man pages; and how it is released.

#[cfg(test)]
mod action;
#[cfg(test)]
mod archive;
#[cfg(test)]
mod completions;
#[cfg(test)]
mod github;
#[cfg(test)]
mod hooks;
#[cfg(test)]
#[path = "../../../tests/src/installed.rs"]
#[expect(unreachable_pub, reason = "the package `corsgen-tests` has it too")]
mod installed;
#[cfg(test)]
mod man;
#[cfg(test)]
mod project;

/// Why something that is installed is not found.
#[cfg(test)]
type Failure = Box<dyn std::error::Error + Send + Sync>;
