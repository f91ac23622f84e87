//! `corsgen` as its users run it.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod fix;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod formats;
#[cfg(test)]
#[path = "../../../tests/src/installed.rs"]
#[expect(unreachable_pub, reason = "the package `corsgen-tests` has it too")]
mod installed;
#[cfg(test)]
mod live;
#[cfg(test)]
mod lsp;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod transcripts;
#[cfg(test)]
mod write;

/// Why something that is installed is not found.
#[cfg(test)]
type Failure = Box<dyn std::error::Error + Send + Sync>;
