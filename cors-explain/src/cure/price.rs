use std::collections::BTreeSet;

use cors_compiler::{Level, ProgramRoute, ProgramRules, origin_set::HostPattern};

use crate::{Judged, Sentence};

use super::change::{Change, What};

/// What a change costs: what else it allows, and what the compiler says to the new text that it did not say to the old.
pub(super) fn of(change: &Change, old: &Judged, new: &Judged) -> Vec<Sentence> {
    let mut prices = Vec::new();
    let rules = change.rules.and_then(|index| new.program.rules.get(index));
    match &change.what {
        What::Origin(origin) => {
            let with = rules.is_some_and(|rules| rules.terms.credentials);
            let reads = if with { "reads answers that carry its users' credentials" } else { "reads the answers" };
            prices.push(
                Sentence::of("whoever can put a script into a page of {} ", &[origin])
                    .then(reads.into())
                    .then(where_(new, rules)),
            );
            prices.extend(insecure(origin));
        }
        What::OriginForAny(_) => {
            prices.push("pages of other origins, which read the answers so far, no longer do".into());
            prices.push("answers then carry credentials".into());
        }
        What::Credentials => {
            prices.extend(rules.map(|rules| {
                whom(rules)
                    .then(" then reads answers that carry its users' credentials".into())
                    .then(where_(new, Some(rules)))
            }));
        }
        What::Method(method) => {
            prices.extend(rules.map(|rules| {
                whom(rules).then(Sentence::of(" may then send {}", &[method])).then(where_(new, Some(rules)))
            }));
        }
        What::Headers(names) => {
            prices.extend(rules.map(|rules| {
                whom(rules).then(Sentence::of(" may then send {}", &[&names.join(", ")])).then(where_(new, Some(rules)))
            }));
        }
        What::Route(origin) => {
            prices.push(
                Sentence::of("whoever can put a script into a page of {} reads {}", &[origin, &change.path])
                    .then(", which no page of another origin could".into()),
            );
            prices.extend(insecure(origin));
        }
        What::Undenied(origin) => {
            let paths = denied(old, &change.path);
            prices.push(
                Sentence::of("whoever can put a script into a page of {} reads all of {}", &[origin, &paths])
                    .then(Sentence::of(", which {} kept from the pages of all other origins", &["cors: false"])),
            );
            prices.extend(insecure(origin));
        }
    }
    prices.extend(warned(old, new));
    prices
}

/// Whose pages some rules allow.
fn whom(rules: &ProgramRules) -> Sentence {
    if rules.terms.any_origin {
        return "every page on the web".into();
    }
    let below = rules.origins.patterns.iter().filter_map(|pattern| match &pattern.value.host {
        HostPattern::Subdomains { suffix } => Some(format!("*{suffix}")),
        HostPattern::Label { before, after, rest } => Some(format!("{before}*{after}{rest}")),
        HostPattern::Exact(_) => None,
    });
    let below: BTreeSet<String> = below.collect();
    let is_one = rules.origins.exact.len() == 1 && rules.origins.patterns.is_empty();
    match (rules.origins.exact.first(), below.first()) {
        (Some(only), _) if is_one => Sentence::of("every page of {}", &[only]),
        (_, Some(first)) if below.len() == 1 => {
            Sentence::of("every page of an allowed origin, also of every subdomain that {} means,", &[first])
        }
        (_, Some(first)) => {
            Sentence::of("every page of an allowed origin, also of every subdomain that {} and ", &[first])
                .then(Sentence::from(format!("{} other wildcards mean,", below.len() - 1).as_str()))
        }
        _ => "every page of an allowed origin".into(),
    }
}

/// The paths of the route that says `cors: false` to this one: all of them are opened.
fn denied(judged: &Judged, path: &str) -> String {
    let claims = |route: &&ProgramRoute| cors_core::path::Pattern::new(&route.path).claims(path.as_bytes());
    let route = judged.program.routes.iter().find(claims).and_then(|route| judged.route(&route.path));
    let paths = route.map(|route| route.paths.iter().map(|path| path.value.as_str()).collect::<Vec<_>>());
    paths.map_or_else(|| path.to_owned(), |paths| paths.join(", "))
}

/// Where some rules hold.
fn where_(judged: &Judged, rules: Option<&ProgramRules>) -> Sentence {
    let Some(rules) = rules else { return Sentence::default() };
    let own: Vec<&str> = judged
        .program
        .routes
        .iter()
        .filter(|route| route.rules == Some(rules.index))
        .map(|route| &*route.path)
        .collect();
    match own.as_slice() {
        [] if judged.program.routes.is_empty() => Sentence::default(),
        [] => ", on every path that no route claims".into(),
        paths => Sentence::of(", on {}", &[&paths.join(", ")]),
    }
}

/// What an origin is to be trusted with that is not secure.
pub(crate) fn insecure(origin: &str) -> Option<Sentence> {
    let is_loopback = ["http://localhost", "http://127.", "http://[::1]"].iter().any(|own| origin.starts_with(own));
    (origin.starts_with("http://") && !is_loopback)
        .then(|| "it is not secure: whoever is on the way can put a script into its pages".into())
}

/// What the compiler warns of now, and did not before.
fn warned(old: &Judged, new: &Judged) -> Vec<Sentence> {
    let messages = |judged: &Judged| {
        let warnings = judged.report.findings().iter().filter(|finding| finding.rule.level == Level::Warning);
        warnings.map(|finding| finding.message.clone()).collect::<BTreeSet<String>>()
    };
    let known = messages(old);
    messages(new).difference(&known).map(|message| Sentence::quoting(message)).collect()
}
