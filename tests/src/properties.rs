//! What holds of any bytes: `tests/tests/properties/` asks each property with proptest, and `fuzz/` with libFuzzer.
//!
//! A property is a function of bytes that panics with what breaks it. Of some the bytes are a text. Of others they are a tape, from which
//! [`Random`](crate::policies::Random) takes its numbers: a policy, requests, calls.
//!
//! It reports whether there was anything to judge. Of many texts there is not, since they are refused: a run in which hardly anything was
//! judged would prove little, and fails.

mod around;
mod browser_calls;
mod checkers;
mod copied;
mod covered;
mod denoted;
mod emitted;
mod explained;
mod findings;
mod look_ups;
mod meant;
mod mended;
mod origins;
mod read_again;
mod reprinted;
pub mod seeds;

pub use browser_calls::verdicts;
pub use checkers::decides_as;
pub use origins::{STRICTER, stricter};

/// A property: what it is called, and what panics where it does not hold.
pub type Property = (&'static str, fn(&[u8]) -> bool);

/// Properties of bytes of one kind: what the fuzzer asks as one.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// In `fuzz/run <name>`.
    pub name: &'static str,
    /// What the bytes are.
    pub kind: Kind,
    /// What is mutated.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What must hold.
    pub properties: &'static [Property],
}

/// What bytes are to a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text, or what should be one.
    Text,
    /// Numbers.
    Tape,
}

/// Of documents.
pub const DOCUMENTS: Target = Target {
    name: "documents",
    kind: Kind::Text,
    seeds: seeds::documents,
    properties: &[
        ("findings", findings::findings),
        ("read-again", read_again::read_again),
        ("reprinted", reprinted::reprinted),
        ("mended", mended::mended),
        ("emitted", emitted::emitted),
    ],
};

/// Of texts that may be an origin's.
pub const ORIGINS: Target =
    Target { name: "origins", kind: Kind::Text, seeds: seeds::origins, properties: &[("origins", origins::origins)] };

/// Of texts that were copied from somewhere.
pub const COPIED: Target =
    Target { name: "copied", kind: Kind::Text, seeds: seeds::copied, properties: &[("copied", copied::copied)] };

/// Of policies and requests.
pub const CHECKERS: Target = Target {
    name: "checkers",
    kind: Kind::Tape,
    seeds: seeds::tapes,
    properties: &[("checkers", checkers::checkers), ("look-ups", look_ups::look_ups)],
};

/// Of sets.
pub const SETS: Target = Target {
    name: "sets",
    kind: Kind::Tape,
    seeds: seeds::tapes,
    properties: &[("covered", covered::covered), ("routes-around", around::routes_around)],
};

/// Of calls.
pub const CALLS: Target = Target {
    name: "calls",
    kind: Kind::Tape,
    seeds: seeds::tapes,
    properties: &[("browser-calls", browser_calls::browser_calls), ("explained", explained::explained)],
};

/// All targets.
pub const ALL: [Target; 6] = [DOCUMENTS, ORIGINS, COPIED, CHECKERS, SETS, CALLS];

impl Target {
    /// Asks all its properties.
    pub fn holds(&self, bytes: &[u8]) {
        for (_, property) in self.properties {
            property(bytes);
        }
    }
}
