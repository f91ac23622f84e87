//! A CORS policy, compiled into your service.
//!
//! The policy is a file, `cors.yaml`. The same file becomes an nginx or Envoy config with the command `corsgen`, and all of them
//! answer alike.
//!
//! ```yaml
//! # cors.yaml, beside Cargo.toml
//! allow_origins: [https://app.example.com, "https://*.app.example.com"]
//! allow_methods: [GET, PUT]
//! allow_headers: [Authorization, Content-Type]
//! allow_credentials: true
//! max_age: 2h
//! ```
//!
//! [`cors_policy!`] reads it when the crate is compiled. A policy that contradicts itself or that is dangerous is a compile error,
//! which shows the line; one that is accepted becomes code that neither allocates nor panics. [`tower::CorsLayer`] holds a service
//! to it:
//!
//! ```
//! use axum::{Router, routing::get};
//! use cors_policy::{cors_policy, tower::CorsLayer};
//!
//! # let router: Router =
//! Router::new()
//!     .route("/", get(async || "hello"))
//!     .layer(CorsLayer::new(cors_policy!("examples/cors.yaml")))
//! # ;
//! ```
//!
//! [`decide()`] asks the policy without a server: in tests, or where there is no `tower`.
//!
//! # Features
//!
//! None is on by default.
//!
//! | feature | adds |
//! | --- | --- |
//! | `tower` | [`tower::CorsLayer`] for axum, hyper, tonic and whatever else speaks `tower` and `http`; [`HttpRequest`] |
//! | `axum` | `tower`, and the same answers inside `Router::nest`, where a layer sees the path without its prefix |
//! | `actix` | [`actix::Cors`], a middleware of actix-web that answers alike |
//! | `runtime` | [`runtime::RuntimePolicy`], which is read when the program starts, and [`runtime::ReloadingPolicy`], which is read again when its file changes |
//! | `tracing` | an event at debug level for each refusal, with target `cors_policy`: what was refused (`refused`), the policy (`policy`), the `origin` and, in a word, why (`verdict`); of a policy that is read again, what came of it |
//!
//! # A policy that is read at run time
//!
//! Where the policy is configuration, or some origins are known only when the program starts, feature `runtime` reads it then, by
//! the same rules: what is no policy to the macro is none to it. The layers take it like any other. A program that uses the
//! macro alone links nothing that reads YAML.
//!
//! ```no_run
//! # #[cfg(all(feature = "runtime", feature = "tower"))]
//! # fn layer(log: fn(&cors_policy::runtime::LoadError)) -> Result<(), Box<dyn std::error::Error>> {
//! use cors_policy::{runtime::ReloadingPolicy, tower::CorsLayer};
//!
//! let policy = ReloadingPolicy::watch("/etc/api/cors.yaml", move |loaded| {
//!     if let Err(error) = loaded {
//!         log(error); // The policy before stays in force.
//!     }
//! })?;
//! let layer = CorsLayer::new(policy);
//! # Ok(())
//! # }
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]
// The features are described where they are off, too.
#![cfg_attr(
    not(all(feature = "tower", feature = "actix", feature = "runtime")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(any(feature = "tower", feature = "actix"))]
mod answer;
#[cfg(any(feature = "tower", feature = "actix", feature = "runtime"))]
mod header_text;
#[cfg(any(feature = "tower", feature = "actix"))]
mod header_values;
#[cfg(any(feature = "tower", feature = "actix"))]
mod headers;
#[cfg(feature = "tower")]
mod http_request;
#[cfg(any(feature = "tower", feature = "actix"))]
mod origin_lines;
#[cfg(all(feature = "tracing", any(feature = "tower", feature = "actix")))]
mod refusal;
#[cfg(any(feature = "tower", feature = "actix"))]
mod request_target;
#[cfg(feature = "runtime")]
pub mod runtime;
#[cfg(any(feature = "tower", feature = "actix", feature = "runtime"))]
mod snapshot;
#[cfg(feature = "tower")]
pub mod tower;

pub use cors_core::{Class, Decision, Outcome, Policy, Route, Rules, Verdict};
#[cfg(feature = "tower")]
pub use http_request::HttpRequest;
#[cfg(any(feature = "tower", feature = "actix", feature = "runtime"))]
pub use {header_text::HeaderText, snapshot::PolicySource};

/// Asks a policy what it answers to a request.
///
/// With feature `tower` an [`http::Request`] is asked about in an [`HttpRequest`], so that an application's tests need no server.
/// (The application itself has [`tower::CorsLayer`].)
///
/// ```
/// use cors_policy::{HttpRequest, Outcome, cors_policy, decide};
///
/// cors_policy!(struct Api = "examples/cors.yaml");
///
/// let request = http::Request::put("https://api.example.com/orders/1")
///     .header("origin", "https://beta.app.example.com")
///     .body(())?;
/// let decision = decide(&Api, &HttpRequest(&request));
/// assert_eq!(decision.verdict.origin, Some(true));
/// assert_eq!(decision.route.name(), Some("document"));
///
/// let preflight = http::Request::options("https://api.example.com/orders/1")
///     .header("origin", "https://app.example.com.evil.example")
///     .header("access-control-request-method", "PUT")
///     .body(())?;
/// let decision = decide(&Api, &HttpRequest(&preflight));
/// assert_eq!(decision.word(), "origin-denied");
/// assert_eq!(decision.outcome, Outcome::Respond(204)); // without the headers that the browser looks for
/// # Ok::<_, http::Error>(())
/// ```
#[doc(inline)]
pub use cors_core::decide;

/// Compiles a policy when the crate is compiled.
///
/// As an expression it is a value that implements [`Policy`], `Copy`, `Send`, `Sync` and `'static`. As an item it declares a type
/// that does, and whose `PROFILE: Option<&'static str>` is the profile that was selected.
///
/// ```
/// use cors_policy::cors_policy;
///
/// let policy = cors_policy!("examples/cors.yaml");
///
/// cors_policy!(pub struct Api = "examples/cors.yaml");
/// assert_eq!(Api::PROFILE, None);
///
/// cors_policy!(
///     /// With pages on one's own machine.
///     pub struct DevelopmentApi = "examples/cors.yaml", profile = "development"
/// );
/// assert_eq!(DevelopmentApi::PROFILE, Some("development"));
/// # _ = policy;
/// ```
///
/// The path is relative to the folder of `Cargo.toml`; one that begins with `./` or `../`, to that of the calling file. Editing
/// the policy compiles the crate again. `crate = path` names this crate, where it is not `::cors_policy`.
///
/// A policy that is refused is a compile error, one for each finding, with the lines of the policy that it is about.
#[doc(inline)]
pub use cors_macros::cors_policy;

/// What generated code names. Not for people: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use cors_core as core;
}
