use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    net::{Ipv4Addr, Ipv6Addr},
};

use cors_core::OnDenied;

use crate::{
    Finding, Label, OriginItem, OriginPattern, PolicyBlock, Report, Span, Spanned,
    origin_set::{HostPattern, Pattern},
    parse::MOST_ORIGINS,
    public_suffix, rules,
};

use super::{
    Run,
    coverage::{List, Origin, SetPlace},
};

/// An origin pattern that a policy holds, directly or through a set.
pub(super) struct Held<'a> {
    pub(super) pattern: &'a OriginPattern,
    pub(super) span: Span,
    /// Where the set is named.
    pub(super) through: Option<Span>,
    pub(super) from_profile: bool,
    pub(super) given: bool,
}

/// What origins of a policy are judged by.
pub(super) struct Terms<'a> {
    cause: Option<Cause>,
    /// By risk and pattern as written, where it was accepted.
    accepted: HashMap<(&'a str, &'a str), Span>,
}

/// Why what an origin sends may carry credentials.
#[derive(Clone, Copy)]
struct Cause {
    span: Span,
    rejects: bool,
}

impl<'a> Terms<'a> {
    pub(super) fn of(block: &'a PolicyBlock) -> Self {
        let accepted = block.accept_risks.iter();
        let accepted = accepted.map(|a| ((a.risk.value.as_str(), a.origin.value.as_str()), a.span)).collect();
        Self { cause: cause(block), accepted }
    }
}

/// What was found, and which acceptances were needed for it not to be more.
#[derive(Debug)]
pub(super) struct Verdicts {
    pub(super) report: Report,
    /// The acceptances that were needed, by their place, and the place of the risk.
    pub(super) used: BTreeMap<Span, Span>,
    /// The findings at patterns of sets, by rule and place, as an index into the report: many policies may name one set.
    of_sets: HashMap<(&'static str, Span), usize>,
}

/// How many policies a finding names that all name the same set.
const MOST_LABELS: usize = 4;

impl Run<'_> {
    /// The origin patterns of a policy, its sets resolved; each was judged.
    pub(super) fn origins(
        &mut self,
        items: &[Spanned<OriginItem>],
        block: &PolicyBlock,
    ) -> Vec<Spanned<OriginPattern>> {
        let terms = Terms::of(block);
        let mut origins = Vec::new();
        let mut own = List { set: None, origins: Vec::new() };
        let mut lists = Vec::new();
        let mut named = HashSet::new();
        for item in items {
            match &item.value {
                OriginItem::Pattern(pattern) => {
                    let held = Held { pattern, span: item.span, through: None, from_profile: false, given: false };
                    self.verdicts.judge(&held, &terms);
                    origins.push(Spanned::new(pattern.clone(), item.span));
                    own.origins.push(Origin { pattern, span: item.span });
                }
                // A set that is named twice adds nothing.
                OriginItem::Set(name) if !named.insert(name.as_str()) => {}
                OriginItem::Set(name) => {
                    let Some(set) = self.sets.named(name, item.span, &mut self.verdicts.report) else { continue };
                    self.origins += set.origins.len();
                    if self.origins > MOST_ORIGINS {
                        self.verdicts.report.add(rules::too_large::past(
                            item.span,
                            MOST_ORIGINS,
                            "origin patterns, sets resolved",
                        ));
                        return origins;
                    }
                    for Spanned { value: pattern, span } in set.origins {
                        let through = Some(item.span);
                        let (from_profile, given) = (set.from_profile, set.given);
                        self.verdicts.judge(&Held { pattern, span: *span, through, from_profile, given }, &terms);
                        origins.push(Spanned::new(pattern.clone(), *span));
                    }
                    if !set.given {
                        let place = SetPlace { name: set.name, through: item.span, varies: set.varies };
                        lists.push(List { set: Some(place), origins: set.origins.iter().map(Origin::from).collect() });
                    }
                }
            }
        }
        lists.push(own);
        self.coverage.policy(lists, &mut self.verdicts.report);
        origins
    }
}

impl Verdicts {
    pub(super) fn after(report: Report) -> Self {
        Self { report, used: BTreeMap::new(), of_sets: HashMap::new() }
    }

    /// Judges a pattern that a policy holds.
    pub(super) fn judge(&mut self, held: &Held<'_>, terms: &Terms<'_>) {
        let written = held.pattern.as_str();
        let cause = terms.cause;
        let Some(pattern) = held.pattern.parts() else {
            match cause {
                Some(cause) => {
                    self.found(held, rules::credentials_with_null_origin::at(held.span, cause.span, cause.rejects))
                }
                None => self.risk(held, terms, rules::null_origin::at(held.span)),
            }
            return;
        };
        let credentials = cause.map(|cause| cause.span);
        if is_loopback(pattern) {
            match credentials {
                _ if held.from_profile => {}
                Some(credentials) => {
                    self.risk(held, terms, rules::loopback_with_credentials::at(held.span, written, credentials));
                }
                None => self.found(held, rules::loopback_without_profile::at(held.span, written)),
            }
            return;
        }
        let is_wildcard = !matches!(pattern.host, HostPattern::Exact(_));
        if &*pattern.scheme == "http" && (credentials.is_some() || is_wildcard) {
            self.risk(held, terms, rules::insecure_origin::at(held.span, written, credentials));
        }
        if let Some(suffix) = public_suffix::within(&pattern.host) {
            self.risk(held, terms, rules::public_suffix_wildcard::at(held.span, written, &suffix));
        }
        if let HostPattern::Exact(host) = &pattern.host
            && is_web(pattern)
            && public_suffix::is_listed(host)
        {
            self.found(held, rules::origin_is_public_suffix::at(held.span, written, host));
        }
    }

    /// A risk counts unless this very policy accepts it for this very pattern.
    fn risk(&mut self, held: &Held<'_>, terms: &Terms<'_>, finding: Finding) {
        match terms.accepted.get(&(finding.rule.name, held.pattern.as_str())) {
            Some(acceptance) => _ = self.used.insert(*acceptance, finding.span),
            None => self.found(held, finding),
        }
    }

    /// Many policies may name one set: a pattern in it is found once, and the policies are its labels.
    fn found(&mut self, held: &Held<'_>, finding: Finding) {
        let finding = if held.given { finding.given(held.pattern.as_str()) } else { finding };
        let Some(through) = held.through else { return self.report.add(finding) };
        match self.of_sets.entry((finding.rule.name, held.span)) {
            Entry::Vacant(place) => {
                place.insert(self.report.findings().len());
                self.report.add(finding.label(through, "this policy names the set"));
            }
            Entry::Occupied(place) => {
                if let Some(known) = self.report.get_mut(*place.get())
                    && known.labels.len() < MOST_LABELS
                {
                    known.labels.push(Label { span: through, message: "so does this one".to_owned() });
                }
            }
        }
    }
}

/// Under `reject` origins are judged as if credentials were allowed: WebSockets send cookies whatever the policy says.
fn cause(block: &PolicyBlock) -> Option<Cause> {
    let rejects = block.on_denied.filter(|on_denied| on_denied.value == OnDenied::Reject);
    let credentials = block.credentials().map(|span| Cause { span, rejects: false });
    credentials.or_else(|| rejects.map(|on_denied| Cause { span: on_denied.span, rejects: true }))
}

/// Whether the host is one of the web's, and not an app's own.
fn is_web(pattern: &Pattern) -> bool {
    matches!(&*pattern.scheme, "http" | "https")
}

/// Whether only programs on the user's own machine can serve the pattern's pages: `localhost`, `*.localhost`, `127.0.0.0/8`, `[::1]`.
fn is_loopback(pattern: &Pattern) -> bool {
    if !is_web(pattern) {
        return false;
    }
    let name = |host: &str| {
        let host = host.strip_suffix('.').unwrap_or(host);
        host == "localhost" || host.ends_with(".localhost")
    };
    match &pattern.host {
        HostPattern::Exact(host) => name(host) || is_loopback_address(host),
        HostPattern::Subdomains { suffix } => name(suffix),
        HostPattern::Label { rest, .. } => name(rest),
    }
}

fn is_loopback_address(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        // `[::ffff:7f00:1]` reaches 127.0.0.1.
        Some(address) => address.parse::<Ipv6Addr>().is_ok_and(|ip| ip.to_canonical().is_loopback()),
        None => host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback()),
    }
}
