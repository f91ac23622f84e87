use std::collections::HashSet;

use crate::{
    Artifact, Document, Finding, Options, Program, ProgramRules, Report, Source, Span, Target, check, header_comment,
    lower,
    rules::{target_cannot_hold, target_differs},
    target::{Features, Shape},
};

/// Compiles a program for a target, each part with its header comment.
///
/// # Errors
///
/// A report of each construct that the target cannot hold, with its place in `source`.
pub fn emit(target: &dyn Target, source: &Source, program: &Program, shape: &Shape) -> Result<Artifact, Report> {
    let report = refusals(target, program);
    if report.refuses() {
        return Err(report);
    }
    let mut artifact = target.render(program, shape);
    for part in &mut artifact.parts {
        part.text = header_comment::with_header(target, source, program, part);
    }
    Ok(artifact)
}

/// Reports each construct of a program that a target cannot hold.
pub fn refusals(target: &dyn Target, program: &Program) -> Report {
    let mut report = Report::default();
    let features = target.supports();
    if features.name && program.name.is_none() {
        report.add(target_cannot_hold::no_name(target.name()));
    }
    for rules in &program.rules {
        add_refusals(target, features, rules, &mut report);
    }
    for route in &program.routes {
        if let Err(refusal) = (features.path)(&route.path) {
            report.add(target_cannot_hold::path(target.name(), &route.path, route.span, refusal));
        }
    }
    report.sorted()
}

/// Reports what a target cannot hold of a document, without a profile and with each. A finding that some profile alone brings names that
/// profile.
pub fn judge_for_target(target: &dyn Target, document: &Document) -> Report {
    // What is refused anyway has findings of its own.
    if document.incomplete {
        return Report::default();
    }
    let refused = |profile: Option<&str>| {
        let options = Options { profile: profile.map(str::to_owned) };
        check(document, Report::default(), &options)
            .map_or_else(|_| Report::default(), |(policy, _)| refusals(target, &lower(&policy)))
    };
    let mut report = refused(None);
    let of_all: HashSet<_> = report.findings().iter().map(|finding| (finding.span, finding.message.clone())).collect();
    for profile in &document.profiles {
        let name = &profile.name.value;
        let of_profile = refused(Some(name));
        let own = of_profile.findings().iter().filter(|own| !of_all.contains(&(own.span, own.message.clone())));
        own.for_each(|finding| report.add(Finding { profile: Some(name.clone()), ..finding.clone() }));
    }
    report
}

/// Reports each way in which a target differs from the decision, as what it prints says too. Its place is `span`, the document's.
pub fn differences(target: &dyn Target, span: Span) -> Report {
    let mut report = Report::default();
    for difference in target.exactness().differences() {
        report.add(target_differs::at(target.name(), span, difference));
    }
    report
}

fn add_refusals(target: &dyn Target, features: Features, rules: &ProgramRules, report: &mut Report) {
    if let Some(span) = rules.preflight_span
        && !features.forwarded_preflights
    {
        report.add(target_cannot_hold::forwarded_preflights(target.name(), span));
    }
    if let Err(refusal) = (features.rules)(rules) {
        report.add(target_cannot_hold::rules(target.name(), rules.span, refusal));
    }
    for pattern in &rules.origins.patterns {
        if let Err(refusal) = (features.pattern)(&pattern.value) {
            report.add(target_cannot_hold::pattern(target.name(), &pattern.value, pattern.span, refusal));
        }
    }
}
