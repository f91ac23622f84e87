use std::collections::{HashMap, HashSet};

use cors_core::OnDenied;

use crate::{
    Finding, OriginItem, OriginPattern, PolicyBlock, Span, Spanned,
    origin_set::{HostPattern, Pattern},
    parse::MOST_ORIGINS,
    public_suffix, rules,
};

use super::Run;

/// An origin pattern that a policy holds, directly or through a set.
struct Held<'a> {
    pattern: &'a OriginPattern,
    span: Span,
    /// Where the set is named.
    through: Option<Span>,
    from_profile: bool,
    given: bool,
}

/// What origins of a policy are judged by.
struct Terms<'a> {
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
    fn of(block: &'a PolicyBlock) -> Self {
        let accepted = block.accept_risks.iter();
        let accepted = accepted.map(|a| ((a.risk.value.as_str(), a.origin.value.as_str()), a.span)).collect();
        Self { cause: cause(block), accepted }
    }
}

impl Run<'_> {
    /// The origin patterns of a policy, its sets resolved; each was judged.
    pub(super) fn origins(
        &mut self,
        items: &[Spanned<OriginItem>],
        block: &PolicyBlock,
    ) -> Vec<Spanned<OriginPattern>> {
        let terms = Terms::of(block);
        let mut origins = Vec::new();
        let mut named = HashSet::new();
        for item in items {
            match &item.value {
                OriginItem::Pattern(pattern) => {
                    let held = Held { pattern, span: item.span, through: None, from_profile: false, given: false };
                    self.judge_origin(&held, &terms);
                    origins.push(Spanned::new(pattern.clone(), item.span));
                }
                // A set that is named twice adds nothing.
                OriginItem::Set(name) if !named.insert(name.as_str()) => {}
                OriginItem::Set(name) => {
                    let Some(set) = self.sets.named(name, item.span, &mut self.report) else { continue };
                    self.origins += set.origins.len();
                    if self.origins > MOST_ORIGINS {
                        self.report.add(rules::too_large::past(
                            item.span,
                            MOST_ORIGINS,
                            "origin patterns, sets resolved",
                        ));
                        break;
                    }
                    for Spanned { value: pattern, span } in set.origins {
                        let through = Some(item.span);
                        let (from_profile, given) = (set.from_profile, set.given);
                        self.judge_origin(&Held { pattern, span: *span, through, from_profile, given }, &terms);
                        origins.push(Spanned::new(pattern.clone(), *span));
                    }
                }
            }
        }
        origins
    }

    fn judge_origin(&mut self, held: &Held<'_>, terms: &Terms<'_>) {
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
            if let (Some(credentials), false) = (credentials, held.from_profile) {
                self.risk(held, terms, rules::loopback_with_credentials::at(held.span, written, credentials));
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
    }

    /// A risk counts unless this very policy accepts it for this very pattern.
    fn risk(&mut self, held: &Held<'_>, terms: &Terms<'_>, finding: Finding) {
        match terms.accepted.get(&(finding.rule.name, held.pattern.as_str())) {
            Some(acceptance) => _ = self.used.insert(*acceptance, finding.span),
            None => self.found(held, finding),
        }
    }

    fn found(&mut self, held: &Held<'_>, finding: Finding) {
        let finding = if held.given { finding.given(held.pattern.as_str()) } else { finding };
        self.report.add(match held.through {
            Some(through) => finding.label(through, "this policy names the set"),
            None => finding,
        });
    }
}

/// Under `reject` origins are judged as if credentials were allowed: WebSockets send cookies whatever the policy says.
fn cause(block: &PolicyBlock) -> Option<Cause> {
    let rejects = block.on_denied.filter(|on_denied| on_denied.value == OnDenied::Reject);
    let credentials = block.credentials().map(|span| Cause { span, rejects: false });
    credentials.or_else(|| rejects.map(|on_denied| Cause { span: on_denied.span, rejects: true }))
}

/// Whether only programs on the user's own machine can serve the pattern's pages: `localhost`, `*.localhost`, `127.0.0.0/8`, `[::1]`.
fn is_loopback(pattern: &Pattern) -> bool {
    if !matches!(&*pattern.scheme, "http" | "https") {
        return false;
    }
    let name = |host: &str| {
        let host = host.strip_suffix('.').unwrap_or(host);
        host == "localhost" || host.ends_with(".localhost")
    };
    match &pattern.host {
        HostPattern::Exact(host) => {
            name(host) || &**host == "[::1]" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        }
        HostPattern::Subdomains { suffix } => name(suffix),
        HostPattern::Label { rest, .. } => name(rest),
    }
}
