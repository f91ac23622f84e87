use crate::{Document, Options, Policy, Report};

/// Judges a document; stub.
///
/// # Errors
///
/// Everything that was found, if any of it refuses the policy.
pub fn check(_document: &Document, findings: Report, _options: &Options) -> Result<(Policy, Report), Report> {
    Err(findings)
}
