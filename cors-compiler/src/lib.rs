//! Compiles a CORS policy: text to [`Document`] to [`Policy`] to [`Program`] to [`Artifact`].

mod check;
mod checker;
mod covering;
mod date;
mod distance;
mod distinct;
mod document;
mod edits;
mod excerpt;
mod fault;
mod finding;
mod fixed;
mod host;
mod lower;
mod minimal;
mod most;
mod name;
mod parse;
mod path_pattern;
mod pattern_groups;
mod perfect_hash;
mod policy;
mod program;
mod report;
mod route_table;
mod rule;
mod shown;
mod source;
mod span;
mod yaml;

pub mod origin_pattern;
pub mod origin_set;
pub mod public_suffix;
pub mod render;
pub mod rules;
pub mod rust;

#[cfg(feature = "targets")]
mod emit;
#[cfg(feature = "targets")]
pub mod header_comment;
#[cfg(feature = "targets")]
mod refusal;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "targets")]
pub mod target;
#[cfg(feature = "targets")]
pub mod targets;

pub use check::{check, judge, judge_document, judge_to_fix};
pub use checker::{Checker, CheckerRules};
pub use date::Date;
pub use document::{
    Acceptance, Document, Names, OriginItem, Origins, PolicyBlock, PreflightMode, Profile, RouteBlock, SetBlock,
};
#[cfg(feature = "targets")]
pub use emit::{differences, emit, judge_for_target, refusals};
pub use fault::Fault;
pub use finding::{Edit, Finding, Fix, Label};
pub use fixed::Fixed;
pub use lower::lower;
pub use name::is_set_name;
pub use origin_pattern::OriginPattern;
pub use parse::{give, parse, parse_to_fix};
pub use path_pattern::PathPattern;
pub use policy::{CheckedRoute, CheckedRules, Policy};
pub use program::{Headers, Methods, Program, ProgramRoute, ProgramRules};
#[cfg(feature = "targets")]
pub use refusal::Refusal;
pub use report::Report;
pub use rule::{Level, Rule};
pub use shown::Shown;
pub use source::{Position, Source};
pub use span::{Span, Spanned};
#[cfg(feature = "targets")]
pub use target::{Artifact, Exactness, Target};

/// The version of the policy language; the package has another.
pub const LANGUAGE_VERSION: u32 = 1;

/// What a compilation is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The profile that is selected; none by default.
    pub profile: Option<String>,
}

/// Compiles a policy: the whole architecture.
///
/// ```
/// use cors_compiler::{Options, Source, compile};
///
/// let doubtful = Source::new("cors.yaml", "allow_origins: [https://app.example.com]\nallow_methods: [PUT, PUT]\n");
/// let (_program, report) = compile(&doubtful, &Options::default()).unwrap();
/// assert_eq!(report.findings()[0].rule.name, "method-duplicate");
///
/// let wrong = Source::new("cors.yaml", "allow_origins: [app.example.com]\n");
/// let report = compile(&wrong, &Options::default()).unwrap_err();
/// assert_eq!(report.findings()[0].rule.name, "origin-missing-scheme");
/// ```
///
/// # Errors
///
/// Everything that was found, if any of it refuses the policy.
pub fn compile(source: &Source, options: &Options) -> Result<(Program, Report), Report> {
    let (document, findings) = parse(source); // what the author wrote, every node with its span; nothing inferred
    let (policy, report) = check(&document, findings, options)?; // cannot hold a contradiction
    Ok((lower(&policy), report)) // every default explicit, every set minimal; cannot fail
}
