//! `corsgen` as its users run it.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod lsp;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod transcripts;
#[cfg(test)]
mod write;
