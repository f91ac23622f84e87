use std::fmt;

use cors_compiler::{Document, Level, OriginItem, Origins, PolicyBlock};

use super::{Judged, fixing::Fixing};

/// How much was judged.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    origins: usize,
    routes: usize,
    profiles: usize,
}

impl Extent {
    pub(super) fn of(document: &Document) -> Self {
        let routes = document.routes.as_ref().map_or(&[][..], |routes| &routes.value);
        let sets = document.origin_sets.iter().chain(document.profiles.iter().flat_map(|profile| &profile.sets));
        let blocks = std::iter::once(&document.policy).chain(routes.iter().map(|route| &route.policy));
        Self {
            origins: blocks.map(origins).sum::<usize>() + sets.map(|set| set.origins.len()).sum::<usize>(),
            routes: routes.len(),
            profiles: document.profiles.len(),
        }
    }

    fn of_all(judged: &[Judged]) -> Self {
        let extents = judged.iter().map(|one| one.extent);
        extents.fold(Self::default(), |all, one| Self {
            origins: all.origins + one.origins,
            routes: all.routes + one.routes,
            profiles: all.profiles + one.profiles,
        })
    }
}

/// `3 origin patterns, 2 routes, 1 profile`, or nothing.
impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [(self.origins, "origin pattern"), (self.routes, "route"), (self.profiles, "profile")];
        f.write_str(&listed(counts))
    }
}

/// The patterns that stand in a policy itself.
fn origins(block: &PolicyBlock) -> usize {
    match block.allow_origins.as_ref().map(|origins| &origins.value) {
        Some(Origins::List(items)) => items.iter().filter(|item| matches!(item.value, OriginItem::Pattern(_))).count(),
        _ => 0,
    }
}

/// `found 3 errors, 1 warning (2 fixable with --fix)`: the closing line, for people.
pub(super) struct Summary<'a> {
    judged: &'a [Judged],
    fixing: Fixing,
}

impl<'a> Summary<'a> {
    pub(super) const fn of(judged: &'a [Judged], fixing: Fixing) -> Self {
        Self { judged, fixing }
    }

    /// `3 errors, 1 warning`, or nothing.
    fn counts(&self) -> String {
        let count = |level| self.judged.iter().map(|one| one.report.count(level)).sum();
        listed([Level::Error, Level::Risk, Level::Warning, Level::Note].map(|level| (count(level), level.word())))
    }

    /// How many findings `--fix` would fix: none of what it has left.
    fn fixable(&self) -> usize {
        if self.fixing.fix {
            return 0;
        }
        self.judged.iter().flat_map(|one| one.report.findings()).filter(|finding| finding.is_fixable()).count()
    }

    /// Whose findings they are, if that does not go without saying.
    fn place(&self) -> String {
        let with = self.judged.iter().filter(|one| !one.report.findings().is_empty()).count();
        match (with, self.judged.len()) {
            (_, 0 | 1) | (0, _) => String::new(),
            (with, all) => format!(" in {with} of {all} files"),
        }
    }

    /// All is well: what was judged, so that a wrong file shows, and what was not told.
    fn nothing_found(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.judged {
            [one] => write!(f, "{}: nothing found", one.source.name())?,
            all => write!(f, "{}: nothing found", counted(all.len(), "file"))?,
        }
        let extent = Extent::of_all(self.judged).to_string();
        if !extent.is_empty() {
            write!(f, " in {extent}")?;
        }
        match self.judged.iter().map(|one| one.unasked).sum() {
            0 => Ok(()),
            notes => write!(f, " ({} with --verbose)", counted(notes, "note")),
        }
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (counts, fixed) = (self.counts(), self.judged.iter().map(|one| one.fixed).sum());
        if fixed > 0 {
            let did = if self.fixing.dry_run { "would fix" } else { "fixed" };
            let left = if counts.is_empty() { "nothing" } else { &counts };
            return write!(f, "{did} {}, {left} left{}", counted(fixed, "finding"), self.place());
        }
        if counts.is_empty() {
            return self.nothing_found(f);
        }
        write!(f, "found {counts}{}", self.place())?;
        match self.fixable() {
            0 => Ok(()),
            fixable => write!(f, " ({fixable} fixable with --fix)"),
        }
    }
}

/// What there is any of.
fn listed<const N: usize>(counts: [(usize, &str); N]) -> String {
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| counted(count, what)).collect::<Vec<_>>().join(", ")
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
