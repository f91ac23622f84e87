use std::collections::{BTreeMap, BTreeSet};

use crate::{Document, OriginPattern, Report, Span, Spanned, rules};

/// The contents of every origin set under one profile or none.
pub(super) struct Sets<'d> {
    sets: BTreeMap<&'d str, Set<'d>>,
    named: BTreeSet<&'d str>,
}

#[derive(Clone, Copy)]
pub(super) struct Set<'d> {
    pub(super) name: Span,
    pub(super) origins: &'d [Spanned<OriginPattern>],
    /// Whether the contents are a profile's.
    pub(super) from_profile: bool,
    /// Whether a profile replaces them.
    pub(super) varies: bool,
    /// Whether the contents were given.
    pub(super) given: bool,
}

impl<'d> Sets<'d> {
    pub(super) fn of(document: &'d Document, profile: Option<&str>, report: &mut Report) -> Self {
        let mut sets = BTreeMap::new();
        for set in &document.origin_sets {
            let contents = Set {
                name: set.name.span,
                origins: &set.origins,
                from_profile: false,
                varies: false,
                given: set.given,
            };
            sets.insert(set.name.value.as_str(), contents);
        }
        for set in document.profiles.iter().flat_map(|profile| &profile.sets) {
            match sets.get_mut(set.name.value.as_str()) {
                Some(replaced) => replaced.varies = true,
                None => report.add(rules::unknown_profile_set::at(set.name.span, &set.name.value)),
            }
        }
        let selected = document.profiles.iter().find(|known| Some(known.name.value.as_str()) == profile);
        if let (Some(asked), None) = (profile, selected) {
            let defined: Vec<&str> = document.profiles.iter().map(|profile| profile.name.value.as_str()).collect();
            report.add(rules::unknown_profile::asked(asked, &defined));
        }
        for replaced in selected.into_iter().flat_map(|profile| &profile.sets) {
            if let Some(set) = sets.get_mut(replaced.name.value.as_str()) {
                *set = Set { origins: &replaced.origins, from_profile: true, given: replaced.given, ..*set };
            }
        }
        Self { sets, named: BTreeSet::new() }
    }

    /// The set that a policy names at `span`.
    pub(super) fn named(&mut self, name: &str, span: Span, report: &mut Report) -> Option<Set<'d>> {
        let Some((name, set)) = self.sets.get_key_value(name) else {
            report.add(rules::unknown_set::at(span, name, self.sets.keys().copied()));
            return None;
        };
        self.named.insert(name);
        Some(*set)
    }

    pub(super) fn add_unused(&self, report: &mut Report) {
        for (name, set) in &self.sets {
            if !self.named.contains(name) {
                report.add(rules::unused_set::at(set.name, name));
            }
        }
    }
}
