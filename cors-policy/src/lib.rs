//! The front door.
//!
//! A policy is a file, `cors.yaml`; what it may say is in the project's `docs/language.md`, what it answers in
//! `docs/decision.md`. Here it becomes part of a Rust service.
//!
//! # Features
//!
//! None is on by default: the macro and [`decide`] need no other crate.
//!
//! | feature | adds |
//! | --- | --- |
//! | `tower` | [`tower::CorsLayer`] for axum, hyper, tonic and whatever else speaks `tower` and `http`; [`HttpRequest`] |
//! | `axum` | `tower`, and the same answers inside `Router::nest`, where a layer sees the path without its prefix |
//! | `tracing` | `tower`, and an event at debug level for each refusal: what was refused, and by which part of the policy |
#![cfg_attr(docsrs, feature(doc_cfg))]
// What the features add is described even where they are off.
#![cfg_attr(not(feature = "tower"), allow(rustdoc::broken_intra_doc_links))]

pub use cors_core::{Class, Decision, Outcome, Policy, Route, Rules, Verdict, decide};

/// Compiles a policy when the crate is compiled, into a type that implements [`Policy`]: safe code that does not panic and
/// allocates nothing. A policy that is refused is a compile error that shows where and why; editing it compiles the crate again.
///
/// - `cors_policy!("cors.yaml")` is an expression, a value of `impl Policy + Copy + Send + Sync + 'static`.
/// - `cors_policy!(pub struct Api = "cors.yaml");` declares a type, which attributes and documentation may precede.
///   `Api::PROFILE` is the profile that was selected, an `Option<&'static str>`.
///
/// Two options may follow: `, profile = "development"` selects a profile, and `, crate = path` names this crate where it is
/// called something else.
///
/// The path is relative to the folder of `Cargo.toml`; as `./…` or `../…`, to that of the calling file.
pub use cors_macros::cors_policy;

/// What generated code names. Not for people: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use cors_core as core;
}

#[cfg(feature = "tower")]
mod header_values;
#[cfg(feature = "tower")]
mod http_request;
#[cfg(feature = "tracing")]
mod refusal;
#[cfg(feature = "tower")]
pub mod tower;

#[cfg(feature = "tower")]
pub use http_request::HttpRequest;
