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

#[cfg(feature = "peers")]
pub mod actix_layers;
pub mod code;
pub mod counted;
pub mod editor;
pub mod figures;
pub mod large;
pub mod layers;
pub mod load;
#[cfg(feature = "peers")]
pub mod matchers;
pub mod names;
pub mod policies;
pub mod process;
mod quick;
pub mod rounds;
pub mod servers;
pub mod table;

pub use quick::quick;

/// The generated checkers, each with its rules.
pub mod checkers {
    include!(concat!(env!("OUT_DIR"), "/checkers.rs"));
}

/// The sets that `phf` makes at compile time.
#[cfg(feature = "peers")]
pub mod sets {
    include!(concat!(env!("OUT_DIR"), "/sets.rs"));
}
