//! [`Document`] to [`Policy`]: contradictions between what can each stand alone.

mod block;
mod coverage;
mod cures;
mod narrowing;
mod origins;
mod profiles;
mod sets;

use std::collections::{BTreeMap, btree_map::Entry};

use cors_core::OnDenied;

use crate::{
    Date, Document, Names, Options, Origins, PathPattern, PolicyBlock, Report, RouteBlock, Source, Span, Spanned,
    parse,
    policy::{CheckedRoute, CheckedRules, Policy},
    rules,
};
use coverage::Coverage;
use cures::Cures;
use origins::Verdicts;
use sets::Sets;

/// Judges a document with one profile or none.
///
/// `findings` are those of reading it. What rests on the other profiles is judged by [`judge`] alone.
///
/// # Errors
///
/// Everything that was found, if any of it refuses the policy.
pub fn check(document: &Document, findings: Report, options: &Options) -> Result<(Policy, Report), Report> {
    let run = Run::of(document, options.profile.as_deref());
    let mut report = findings;
    report.append(run.verdicts.report);
    let report = report.sorted();
    if report.refuses() { Err(report) } else { Ok((run.policy, report)) }
}

/// Judges a source without a profile and with each; a finding that only a profile brings names it.
///
/// With `today`, acceptances whose last day is over are found too. Builds do not read the clock; `corsgen check` does.
pub fn judge(source: &Source, today: Option<Date>) -> Report {
    let (document, found) = parse(source);
    judge_document(source, &document, found, today)
}

/// The same of a source that is to be mended: of what a list may hold thousands of times, more is found than one reads.
pub fn judge_to_fix(source: &Source, today: Option<Date>) -> Report {
    let (document, found) = parse::parse_to_fix(source);
    judge_document(source, &document, found, today)
}

/// The same for a source that was read already: `found` are the findings of reading it.
pub fn judge_document(source: &Source, document: &Document, found: Report, today: Option<Date>) -> Report {
    let mut verdicts = Run::of(document, None).verdicts;
    profiles::judge(document, &mut verdicts);
    let Verdicts { report: more, used, .. } = verdicts;
    let mut report = found;
    report.append(more);
    add_unused(document, &used, &mut report);
    add_expired(document, &used, today, &mut report);
    let cures = Cures::of(source, document);
    report.amend(0, |finding| cures.amend(finding));
    report.sorted()
}

/// The acceptances that nothing needs, with any profile or without one.
fn add_unused(document: &Document, used: &BTreeMap<Span, Span>, report: &mut Report) {
    if document.incomplete {
        return;
    }
    for acceptance in blocks(document).flat_map(|block| &block.accept_risks) {
        if !used.contains_key(&acceptance.span) {
            let (risk, origin) = (&acceptance.risk.value, &acceptance.origin.value);
            report.add(rules::risk_not_present::at(acceptance.span, risk, origin));
        }
    }
}

fn add_expired(document: &Document, used: &BTreeMap<Span, Span>, today: Option<Date>, report: &mut Report) {
    let Some(today) = today else { return };
    for acceptance in blocks(document).flat_map(|block| &block.accept_risks) {
        if let (Some(until), Some(place)) = (acceptance.until, used.get(&acceptance.span))
            && until.value < today
        {
            let (date, risk) = (until.value.to_string(), &acceptance.risk.value);
            report.add(rules::risk_expired::at(until.span, &date, risk, *place));
        }
    }
}

/// Every place where a policy stands: the document, then its routes.
fn blocks(document: &Document) -> impl Iterator<Item = &PolicyBlock> {
    let routes = document.routes.iter().flat_map(|routes| &routes.value);
    std::iter::once(&document.policy).chain(routes.map(|route| &route.policy))
}

/// One document under one profile or none.
struct Run<'d> {
    sets: Sets<'d>,
    policy: Policy,
    verdicts: Verdicts,
    coverage: Coverage,
    /// How many origin patterns all policies hold together, sets resolved.
    origins: usize,
}

impl<'d> Run<'d> {
    fn of(document: &'d Document, profile: Option<&str>) -> Self {
        let mut report = Report::default();
        let sets = Sets::of(document, profile, &mut report);
        let name = document.name.as_ref().map(|name| name.value.clone()).or_else(|| document.stem.clone());
        let policy = Policy { name, profile: profile.map(str::to_owned), document: None, routes: Vec::new() };
        let mut run = Self {
            sets,
            policy,
            verdicts: Verdicts::after(report),
            coverage: Coverage::new(document.most),
            origins: 0,
        };
        run.policy.document = run.document(document);
        run.routes(document);
        std::mem::take(&mut run.coverage).finish(&mut run.verdicts.report);
        narrowing::judge(document, &run.policy, &mut run.verdicts.report);
        if !document.incomplete {
            run.sets.add_unused(&mut run.verdicts.report);
        }
        run
    }

    fn document(&mut self, document: &Document) -> Option<CheckedRules> {
        let block = &document.policy;
        if block.has("allow_origins") {
            return self.rules(block);
        }
        if !document.has_routes {
            if !block.has_unknown_keys {
                self.verdicts.report.add(rules::missing_key::document_without_policy(document.span));
            }
        } else if !block.has_unknown_keys {
            for key in &block.keys {
                self.verdicts.report.add(rules::keys_without_origins::at(key.span, key.value));
            }
        }
        None
    }

    fn routes(&mut self, document: &Document) {
        let first = document.routes.iter().flat_map(|routes| &routes.value).next();
        if let Some(first) = first {
            self.verdicts.report.add(rules::ambiguous_paths_lose_cors::at(first.span));
        }
        // Ignoring letter case: to many servers `/Admin` and `/admin` are one resource, which has one policy.
        let mut claimed: BTreeMap<String, &Spanned<PathPattern>> = BTreeMap::new();
        for route in document.routes.iter().flat_map(|routes| &routes.value) {
            for path in &route.paths {
                match claimed.entry(path.value.as_str().to_ascii_lowercase()) {
                    Entry::Occupied(first) => {
                        let first = first.get();
                        let (path, known) = ((path.span, path.value.as_str()), (first.span, first.value.as_str()));
                        self.verdicts.report.add(rules::route_duplicate::at(path, known));
                    }
                    Entry::Vacant(place) => _ = place.insert(path),
                }
            }
            let rules = self.route(route);
            self.policy.routes.push(CheckedRoute { paths: route.paths.clone(), rules });
        }
    }

    fn route(&mut self, route: &RouteBlock) -> Option<CheckedRules> {
        let block = &route.policy;
        if !route.has_path && !block.has_unknown_keys {
            self.verdicts.report.add(rules::missing_key::at(route.span, "path", "a route"));
        }
        if let Some(cors) = route.cors_false {
            for key in &block.keys {
                self.verdicts.report.add(rules::cors_false_with_policy_keys::at(key.span, key.value, cors));
            }
            return None;
        }
        if !block.has("allow_origins") {
            if !route.has_cors && !block.has_unknown_keys {
                self.verdicts.report.add(rules::missing_key::route_without_policy(route.span));
            }
            return None;
        }
        self.rules(block)
    }

    fn rules(&mut self, block: &PolicyBlock) -> Option<CheckedRules> {
        let allow_origins = block.allow_origins.as_ref()?;
        self.block(block);
        let origins = match &allow_origins.value {
            Origins::Any => None,
            Origins::List(items) => Some(self.origins(items, block)),
        };
        let names = |names: &Option<Spanned<Names>>| names.as_ref().map(|names| names.value.clone());
        Some(CheckedRules {
            span: allow_origins.span,
            origins,
            methods: names(&block.allow_methods),
            headers: names(&block.allow_headers),
            expose: names(&block.expose_headers),
            credentials: block.credentials().is_some(),
            max_age: block.max_age.map(|max_age| max_age.value),
            preflight: block.preflight,
            preflight_status: block.preflight_status.map_or(204, |status| status.value),
            on_denied: block.on_denied.map_or(OnDenied::Pass, |on_denied| on_denied.value),
        })
    }
}

impl PolicyBlock {
    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.value == key)
    }

    /// Where credentials are allowed, if they are.
    fn credentials(&self) -> Option<Span> {
        self.allow_credentials.filter(|credentials| credentials.value).map(|credentials| credentials.span)
    }
}
