//! One corpus, one trait, many subjects.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod answer;
mod browser_view;
mod case;
mod request;
mod subject;

pub mod aimed;
pub mod application;
pub mod browser;
pub mod corpus;
pub mod differential;
#[cfg(feature = "services")]
pub mod exactness;
pub mod hostile;
pub mod installed;
mod interpreted;
pub mod language_client;
pub mod mutations;
pub mod nginx;
pub mod policies;
#[cfg(feature = "services")]
pub mod properties;
#[cfg(feature = "services")]
pub mod reconfiguration;
pub mod refused;
pub mod shapes;
pub mod socket;
pub mod subjects;
pub mod summary;
pub mod survivors;
pub mod tls;
pub mod uncovered;

pub use answer::{Answer, OWNED, Observed};
pub use browser_view::{BrowserView, Permission, Readable};
pub use case::{By, Case, Class, Expectation, File, Group, Judged, Verdict};
pub use interpreted::Interpreted;
pub use request::Request;
pub use subject::{Edit, Failure, Reply, Subject};

/// The Rust blocks of the README, with the policy that it begins with in `cors.yaml`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
