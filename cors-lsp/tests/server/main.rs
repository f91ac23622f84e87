//! The language server, driven by a client over a connection in memory.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it is wrong")]

mod actions;
mod client;
mod completion;
mod diagnostics;
mod edits;
mod hover;
mod protocol;
mod sets;
mod symbols;
mod targets;
mod transport;
