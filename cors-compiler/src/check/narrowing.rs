use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
};

use crate::{
    Document, OriginPattern, PathPattern, Report, RouteBlock, Spanned,
    covering::Covering,
    lower,
    origin_set::{OriginSet, Pattern},
    parse::MOST_ORIGINS,
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

/// How many origin patterns of routes are asked about at most, each as often as its route's paths lie within other policies.
const MOST_ASKED: usize = 10 * MOST_ORIGINS;

/// Reports each path of a route that allows fewer origins than what holds around it.
///
/// Routes within the same policy are judged together, each once, and each is asked about its own origins alone: the work is in
/// proportion to the origin patterns of all policies, and not to routes times origins. One route may have paths within many
/// others; past [`MOST_ASKED`] they are not judged.
///
/// Sets hold what they do without a profile, or with the one that is selected. Judging this with each profile would cost profiles
/// times origins.
pub(super) fn judge(document: &Document, policy: &Policy, report: &mut Report) {
    let blocks = document.routes.as_ref().map(|routes| routes.value.as_slice()).unwrap_or_default();
    let paths = paths(policy);
    let mut inner: BTreeMap<Option<usize>, Vec<&Path<'_>>> = BTreeMap::new();
    for path in &paths {
        inner.entry(path.around).or_default().push(path);
    }
    let mut left = MOST_ASKED;
    for (around, inner) in inner {
        let around = around.and_then(|around| paths.get(around));
        let outer = match around {
            Some(around) => policy.routes.get(around.route).and_then(|route| route.rules.as_ref()),
            None => policy.document.as_ref(),
        };
        let Some(rules) = outer.filter(|rules| rules.origins.as_ref().is_none_or(|origins| !origins.is_empty())) else {
            continue;
        };
        let place = Around { origins: rules.span, route: around.map(|around| around.pattern.value.as_str()) };
        let set = OnceCell::new();
        let outer = Outer { rules, incomplete: document.incomplete, set: &set, covering: OnceCell::new() };
        let mut known: HashMap<usize, Option<Narrow>> = HashMap::new();
        for path in inner {
            let (Some(block), Some(route)) = (blocks.get(path.route), policy.routes.get(path.route)) else { continue };
            if around.is_some_and(|around| around.route == path.route) {
                continue;
            }
            let narrow =
                known.entry(path.route).or_insert_with(|| outer.narrowed(block, route.rules.as_ref(), &mut left));
            if let Some(narrow) = *narrow {
                report.add(route_narrows::at(path.pattern.span, path.pattern.value.as_str(), narrow, place));
            }
        }
    }
}

/// The policy that holds around some routes.
struct Outer<'p> {
    rules: &'p CheckedRules,
    /// Whether the document lacks something: an origin, perhaps, that would make the difference.
    incomplete: bool,
    /// Its origins, once a route is to be compared with them.
    set: &'p OnceCell<OriginSet>,
    covering: OnceCell<Covering<'p>>,
}

impl Outer<'_> {
    fn narrowed(&self, block: &RouteBlock, rules: Option<&CheckedRules>, left: &mut usize) -> Option<Narrow> {
        if let Some(cors) = block.cors_false {
            return Some(Narrow::Nobody(cors));
        }
        let rules = rules?;
        let inner = if self.incomplete { return None } else { rules.origins.as_deref()? };
        let is_fewer = match &self.rules.origins {
            None => true,
            Some(outer) => {
                *left = left.checked_sub(inner.len())?;
                !is_same_list(inner, outer) && self.holds_more(inner, outer)
            }
        };
        is_fewer.then_some(Narrow::Fewer(rules.span))
    }

    /// Reports whether the policy's own patterns, `outer`, denote all that `inner` do, and more.
    fn holds_more(&self, inner: &[Spanned<OriginPattern>], outer: &[Spanned<OriginPattern>]) -> bool {
        let set = self.set.get_or_init(|| lower::origins(outer));
        let covering = self.covering.get_or_init(|| Covering::of(set.patterns.iter().map(|pattern| &pattern.value)));
        // Minimal sets are equal if each covers the other: what is within, and another one, is smaller.
        inner.iter().all(|origin| holds(set, covering, &origin.value)) && !is_same_set(set, &lower::origins(inner))
    }
}

fn holds(set: &OriginSet, covering: &Covering<'_>, origin: &OriginPattern) -> bool {
    let is_within = |pattern: &Pattern| {
        set.patterns.binary_search_by(|known| known.value.cmp(pattern)).is_ok()
            || covering.of_pattern(pattern).is_some()
    };
    set.exact.binary_search_by(|exact| (**exact).cmp(origin.as_str())).is_ok() || origin.parts().is_some_and(is_within)
}

/// Reports whether two lists are the same, as those of routes are that name the same sets.
fn is_same_list(one: &[Spanned<OriginPattern>], other: &[Spanned<OriginPattern>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.span == other.span)
}

fn is_same_set(one: &OriginSet, other: &OriginSet) -> bool {
    let same = |(one, other): (&Spanned<Pattern>, &Spanned<Pattern>)| one.value == other.value;
    one.exact == other.exact
        && one.patterns.len() == other.patterns.len()
        && one.patterns.iter().zip(&other.patterns).all(same)
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
