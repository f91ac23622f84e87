use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{Finding, OriginPattern, Report, Span, Spanned, covering::Covering, most::Most, rules};

/// Which patterns change nothing, since another one covers them: in their own list, or in every policy that holds them.
///
/// Each list is judged once, however many policies name it, and a policy only if it holds several lists: the work is in proportion
/// to the origin patterns of all policies, sets resolved, which are bounded.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    most: Most,
    /// How many policies name each set, by the place of the set's name.
    named: HashMap<Span, usize>,
    /// The patterns of sets that their own list covers.
    within: HashSet<Span>,
    /// The patterns of sets that other lists of a policy cover.
    across: BTreeMap<Span, Across>,
}

/// How many findings of each list and each policy are told at most.
const MOST: usize = 1_000;

/// A pattern of a set that other lists cover, in some of the policies that name the set.
#[derive(Debug)]
struct Across {
    set: Span,
    policies: usize,
    finding: Finding,
}

/// Origin patterns that a policy holds, directly or through a set.
pub(super) struct List<'a> {
    pub(super) set: Option<SetPlace>,
    pub(super) origins: Vec<Origin<'a>>,
}

#[derive(Clone, Copy)]
pub(super) struct SetPlace {
    /// Of its name.
    pub(super) name: Span,
    /// Where the policy names it.
    pub(super) through: Span,
    /// Whether a profile replaces its contents: they cover nothing for certain.
    pub(super) varies: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) pattern: &'a OriginPattern,
    pub(super) span: Span,
}

impl<'a> From<&'a Spanned<OriginPattern>> for Origin<'a> {
    fn from(origin: &'a Spanned<OriginPattern>) -> Self {
        Self { pattern: &origin.value, span: origin.span }
    }
}

impl Coverage {
    pub(super) fn new(most: Most) -> Self {
        Self { most, ..Self::default() }
    }

    /// Judges the lists of a policy, none of them given by a program: what is given is not its author's.
    pub(super) fn policy(&mut self, mut lists: Vec<List<'_>>, report: &mut Report) {
        // Of patterns that are the same, the first in this order stays.
        lists.sort_by_key(List::rank);
        let mut done = HashSet::new();
        for list in &lists {
            let first = list.set.is_none_or(|set| {
                let policies = self.named.entry(set.name).or_default();
                *policies += 1;
                *policies == 1
            });
            if first {
                for finding in within(&list.origins, self.most) {
                    (if list.set.is_some() { &mut self.within } else { &mut done }).insert(finding.span);
                    report.add(finding);
                }
            }
        }
        if lists.iter().filter(|list| !list.origins.is_empty()).count() > 1 {
            self.across(&lists, &done, report);
        }
    }

    /// What one list of a policy covers of another. `done`: patterns of the policy's own list that were found.
    fn across(&mut self, lists: &[List<'_>], done: &HashSet<Span>, report: &mut Report) {
        let fixed = lists.iter().filter(|list| list.set.is_none_or(|set| !set.varies));
        let covers: Vec<(Option<SetPlace>, Origin<'_>)> =
            fixed.flat_map(|list| list.origins.iter().map(|origin| (list.set, *origin))).collect();
        let index = Index::of(covers.iter().map(|(_, origin)| *origin));
        let mut left = self.most.of(MOST);
        for list in lists {
            for origin in &list.origins {
                if left == 0 {
                    return;
                }
                if done.contains(&origin.span) || self.within.contains(&origin.span) {
                    continue;
                }
                let Some((found, by)) = index.find(*origin) else { continue };
                let Some((cover, _)) = covers.get(by) else { continue };
                left -= 1;
                let finding = found.named(*cover, "the policy names its set here");
                match list.set {
                    None => report.add(finding),
                    Some(set) => {
                        let finding = finding.named(list.set, "the policy names this set here");
                        let new = Across { set: set.name, policies: 0, finding };
                        self.across.entry(origin.span).or_insert(new).policies += 1;
                    }
                }
            }
        }
    }

    /// Reports what is covered in every policy that names its set: elsewhere it has an effect.
    pub(super) fn finish(self, report: &mut Report) {
        for Across { set, policies, finding } in self.across.into_values() {
            if self.named.get(&set) == Some(&policies) {
                report.add(finding);
            }
        }
    }
}

/// What in a list another pattern of the same list covers.
pub(super) fn within(origins: &[Origin<'_>], most: Most) -> Vec<Finding> {
    let index = Index::of(origins.iter().copied());
    let found = origins.iter().filter_map(|origin| index.find(*origin)).map(|(finding, _)| finding);
    found.take(most.of(MOST)).collect()
}

impl List<'_> {
    /// Sets that never vary, the policy's own list, then what varies.
    fn rank(&self) -> (u8, Span) {
        match self.set {
            Some(set) if set.varies => (2, set.name),
            Some(set) => (0, set.name),
            None => (1, Span::empty(0)),
        }
    }
}

/// Patterns by what they denote.
struct Index<'a> {
    origins: Vec<Origin<'a>>,
    /// By their text, the first of each.
    written: HashMap<&'a str, usize>,
    /// Those that denote many origins, as indices into `origins`.
    many: Vec<usize>,
    covering: Covering<'a>,
}

impl<'a> Index<'a> {
    fn of(origins: impl Iterator<Item = Origin<'a>>) -> Self {
        let origins: Vec<Origin<'a>> = origins.collect();
        let mut written = HashMap::with_capacity(origins.len());
        let (mut many, mut patterns) = (Vec::new(), Vec::new());
        for (place, origin) in origins.iter().enumerate() {
            written.entry(origin.pattern.as_str()).or_insert(place);
            if let Some(pattern) = origin.pattern.many() {
                many.push(place);
                patterns.push(pattern);
            }
        }
        Self { origins, written, many, covering: Covering::of(patterns) }
    }

    /// Which other pattern covers this one, as an index, or stood there before.
    fn find(&self, origin: Origin<'_>) -> Option<(Finding, usize)> {
        let text = origin.pattern.as_str();
        let wider = origin.pattern.parts().and_then(|pattern| self.covering.of_pattern(pattern));
        if let Some(place) = wider.and_then(|wider| self.many.get(wider)) {
            let cover = self.origins.get(*place)?;
            let found = rules::origin_covered::at((origin.span, text), (cover.span, cover.pattern.as_str()));
            return Some((found, *place));
        }
        let place = *self.written.get(text)?;
        let first = self.origins.get(place)?.span;
        (first != origin.span).then(|| (rules::origin_duplicate::at(origin.span, text, first), place))
    }
}

impl Finding {
    /// Points to where a policy names the set.
    fn named(self, set: Option<SetPlace>, label: &str) -> Self {
        match set {
            Some(set) => self.label(set.through, label),
            None => self,
        }
    }
}
