//! What a check and a layer cost, beside their peers and beside what cannot be avoided.
//!
//! `benches/run` runs all of it.

#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark stops where it is wrong"
)]

pub mod code;
pub mod counted;
pub mod layers;
#[cfg(feature = "peers")]
pub mod matchers;
pub mod names;
pub mod policies;
pub mod rounds;
pub mod table;

/// The generated checkers, each with its rules.
pub mod checkers {
    include!(concat!(env!("OUT_DIR"), "/checkers.rs"));
}

/// The sets that `phf` makes at compile time.
#[cfg(feature = "peers")]
pub mod sets {
    include!(concat!(env!("OUT_DIR"), "/sets.rs"));
}
