use std::collections::BTreeMap;

use crate::{
    Document, OriginPattern, PathPattern, Report, RouteBlock, Spanned,
    covering::Covering,
    lower,
    origin_set::{OriginSet, Pattern},
    policy::{CheckedRules, Policy},
    rules::route_narrows::{self, Around, Narrow},
};

/// A path of a route, and what holds around it.
struct Path<'p> {
    /// The path without `/*`, in lower case: to many servers letter case does not count.
    key: String,
    claims_below: bool,
    pattern: &'p Spanned<PathPattern>,
    /// Of the route that claims it.
    route: usize,
    /// The most specific other path that claims all that this one does, as an index into the paths.
    around: Option<usize>,
}

/// Reports each path of a route that allows fewer origins than what holds around it.
///
/// Routes with the same policy around them are judged together, and each asks about its own origins alone: the work is in
/// proportion to the origin patterns of all policies, and not to routes times origins.
///
/// Sets hold what they do without a profile, or with the one that is selected. Judging this with each profile would cost profiles
/// times origins.
pub(super) fn judge(document: &Document, policy: &Policy, report: &mut Report) {
    let Some(routes) = &document.routes else { return };
    let paths = paths(policy);
    let mut inner: BTreeMap<Option<usize>, Vec<&Path<'_>>> = BTreeMap::new();
    for path in &paths {
        inner.entry(path.around).or_default().push(path);
    }
    for (around, inner) in inner {
        let around = around.and_then(|around| paths.get(around));
        let outer = match around {
            Some(around) => policy.routes.get(around.route).and_then(|route| route.rules.as_ref()),
            None => policy.document.as_ref(),
        };
        let Some(outer) = outer else { continue };
        let place = Around { origins: outer.span, route: around.map(|around| around.pattern.value.as_str()) };
        let set = lower::origins(outer.origins.as_deref().unwrap_or_default());
        if outer.origins.is_some() && set.exact.is_empty() && set.patterns.is_empty() {
            continue;
        }
        let outer = Outer { rules: outer, set: &set, covering: Covering::of(set.patterns.iter().map(|p| &p.value)) };
        for path in inner {
            let (Some(block), Some(route)) = (routes.value.get(path.route), policy.routes.get(path.route)) else {
                continue;
            };
            if around.is_some_and(|around| around.route == path.route) {
                continue;
            }
            if let Some(narrow) = outer.narrowed(block, route.rules.as_ref(), document.incomplete) {
                report.add(route_narrows::at(path.pattern.span, path.pattern.value.as_str(), narrow, place));
            }
        }
    }
}

/// The policy that holds around some routes.
struct Outer<'p> {
    rules: &'p CheckedRules,
    set: &'p OriginSet,
    covering: Covering<'p>,
}

impl Outer<'_> {
    fn narrowed(&self, block: &RouteBlock, rules: Option<&CheckedRules>, incomplete: bool) -> Option<Narrow> {
        if let Some(cors) = block.cors_false {
            return Some(Narrow::Nobody(cors));
        }
        let rules = rules?;
        // In an incomplete document an origin may be missing that would make the difference.
        let inner = if incomplete { return None } else { rules.origins.as_deref()? };
        // Minimal sets are equal if each covers the other: what is within, and another one, is smaller.
        let is_fewer = self.rules.origins.is_none()
            || (inner.iter().all(|origin| self.holds(&origin.value)) && !self.is(&lower::origins(inner)));
        is_fewer.then_some(Narrow::Fewer(rules.span))
    }

    fn holds(&self, origin: &OriginPattern) -> bool {
        let is_within = |pattern: &Pattern| {
            self.set.patterns.binary_search_by(|known| known.value.cmp(pattern)).is_ok()
                || self.covering.of_pattern(pattern).is_some()
        };
        self.set.exact.binary_search_by(|exact| (**exact).cmp(origin.as_str())).is_ok()
            || origin.parts().is_some_and(is_within)
    }

    fn is(&self, other: &OriginSet) -> bool {
        let patterns = |set: &OriginSet| set.patterns.len();
        self.set.exact == other.exact
            && patterns(self.set) == patterns(other)
            && self.set.patterns.iter().zip(&other.patterns).all(|(one, other)| one.value == other.value)
    }
}

/// Every path of every route, sorted, so that those that begin another stand before it.
fn paths(policy: &Policy) -> Vec<Path<'_>> {
    let mut paths: Vec<Path<'_>> = Vec::new();
    for (route, checked) in policy.routes.iter().enumerate() {
        for pattern in &checked.paths {
            let (own, claims_below) = pattern.value.parts();
            paths.push(Path { key: own.to_ascii_lowercase(), claims_below, pattern, route, around: None });
        }
    }
    paths.sort_by(|a, b| (&a.key, !a.claims_below).cmp(&(&b.key, !b.claims_below)));
    let mut arounds = Vec::with_capacity(paths.len());
    // Those whose keys begin the next one's, each behind those that begin its own.
    let mut beginnings: Vec<(usize, &Path<'_>)> = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        while beginnings.pop_if(|(_, beginning)| !path.key.starts_with(&beginning.key)).is_some() {}
        let claims = |beginning: &Path<'_>| {
            let rest = path.key.get(beginning.key.len()..).unwrap_or_default();
            rest.is_empty() || rest.starts_with('/')
        };
        arounds.push(beginnings.iter().rev().find(|(_, beginning)| claims(beginning)).map(|(index, _)| *index));
        if path.claims_below {
            beginnings.push((index, path));
        }
    }
    for (path, around) in paths.iter_mut().zip(arounds) {
        path.around = around;
    }
    paths
}
