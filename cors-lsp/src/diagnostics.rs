//! What is found in a policy, as an editor marks it.

use cors_compiler::{Finding, Level, Rule, rules};
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString,
};

use crate::{client::Client, document::Document};

/// Where the page of a rule can be read.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules.md#");

/// What is found at a place that an editor may fade out: whatever stands there changes nothing.
static UNNECESSARY: [&Rule; 10] = [
    &rules::unused_set::RULE,
    &rules::origin_covered::RULE,
    &rules::origin_duplicate::RULE,
    &rules::method_duplicate::RULE,
    &rules::method_safelisted::RULE,
    &rules::header_duplicate::RULE,
    &rules::header_safelisted::RULE,
    &rules::expose_header_safelisted::RULE,
    &rules::risk_not_present::RULE,
    &rules::status_with_forward::RULE,
];

/// What is found where something stands that once had a meaning.
static DEPRECATED: [&Rule; 1] = [&rules::private_network_access::RULE];

/// Everything that was found in a document.
pub(crate) fn of(document: &Document, findings: &[Finding], client: &Client) -> Vec<Diagnostic> {
    // Of ten thousand findings most have the rule of the one before: its address is read once.
    let mut last: Option<(&Rule, Option<CodeDescription>)> = None;
    let told = findings.iter().map(|finding| {
        let page =
            last.take().filter(|(rule, _)| *rule == finding.rule).map_or_else(|| page(finding.rule), |(_, page)| page);
        last = Some((finding.rule, page.clone()));
        told(document, finding, page, client)
    });
    told.collect()
}

/// A finding.
pub(crate) fn diagnostic(document: &Document, finding: &Finding, client: &Client) -> Diagnostic {
    told(document, finding, page(finding.rule), client)
}

fn told(document: &Document, finding: &Finding, page: Option<CodeDescription>, client: &Client) -> Diagnostic {
    let Finding { rule, span, .. } = finding;
    let related = client.related_information && !finding.labels.is_empty();
    Diagnostic {
        range: document.text.range(*span),
        severity: Some(severity(rule.level)),
        code: Some(NumberOrString::String(rule.name.to_owned())),
        code_description: page.filter(|_| client.code_description),
        source: Some("corsgen".to_owned()),
        message: message(finding),
        related_information: related.then(|| self::related(document, finding)),
        tags: Some(tags(rule)).filter(|tags| !tags.is_empty()),
        data: None,
    }
}

/// What to read about a rule.
pub(crate) fn page(rule: &Rule) -> Option<CodeDescription> {
    Some(CodeDescription { href: format!("{PAGES}{}", rule.name).parse().ok()? })
}

/// A risk refuses the policy as an error does. Notes are for those who look for them.
const fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error | Level::Risk => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Note => DiagnosticSeverity::HINT,
    }
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if let Some(caption) = &finding.caption {
        message += &format!(": {caption}");
    }
    if let Some(profile) = &finding.profile {
        message += &format!(" (with profile `{profile}`)");
    }
    if let Some(help) = &finding.help {
        message += &format!("\nhelp: {help}");
    }
    message
}

fn related(document: &Document, finding: &Finding) -> Vec<DiagnosticRelatedInformation> {
    let place = |span| Location::new(document.uri.clone(), document.text.range(span));
    let related = finding
        .labels
        .iter()
        .map(|label| DiagnosticRelatedInformation { location: place(label.span), message: label.message.clone() });
    related.collect()
}

fn tags(rule: &Rule) -> Vec<DiagnosticTag> {
    if UNNECESSARY.contains(&rule) {
        vec![DiagnosticTag::UNNECESSARY]
    } else if DEPRECATED.contains(&rule) {
        vec![DiagnosticTag::DEPRECATED]
    } else {
        Vec::new()
    }
}
