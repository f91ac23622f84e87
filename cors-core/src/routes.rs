//! The routes of a policy, as they are searched. Generated code and the run-time policy share them.

use crate::{
    path::{is_ambiguous, is_usual},
    perfect_hash::{Lengths, Slots, are_same},
    pieces::last_position,
};

/// Many routes: a path's beginnings that end before a slash, and the path itself, are looked up, the longest first. Of these most
/// are of a length that no route has.
#[derive(Clone, Copy, Debug)]
pub struct Routes<Bytes, Places> {
    /// Of the places' paths in lower case.
    pub slots: Slots<Bytes>,
    /// The lengths of the places' paths.
    pub lengths: Lengths,
    /// The place of each slot, as an index into `places`: four bytes, the lowest first.
    pub ranks: Bytes,
    /// What routes name: a slice of [`Place`].
    pub places: Places,
}

/// The routes that name one path, without `/*`, ignoring its case. At least one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<Text, Rules> {
    /// `/path`, which claims `/path/` too.
    pub exact: Option<Entry<Text, Rules>>,
    /// `/path/*`, which claims `/path` and all below it.
    pub below: Option<Entry<Text, Rules>>,
}

/// A route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<Text, Rules> {
    /// As its author wrote it.
    pub written: Text,
    /// What holds there. `None`: `cors: false`.
    pub rules: Option<Rules>,
}

/// What the routes say to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a, Text, Rules> {
    /// This route claims it.
    Route(&'a Entry<Text, Rules>),
    /// Two servers could read it differently.
    Ambiguous,
    /// No route claims it.
    Nothing,
}

impl<Bytes: AsRef<[u8]>, Places> Routes<Bytes, Places> {
    /// Finds the most specific route that claims `path`: exact before prefix, longer before shorter.
    ///
    /// Work is in proportion to the length of the path, and to how many of its beginnings are as long as a route's path.
    #[inline(always)]
    pub fn find<'a, Text: AsRef<str>, Rules>(&'a self, path: &[u8]) -> Found<'a, Text, Rules>
    where
        Places: AsRef<[Place<Text, Rules>]>,
    {
        let path = if path.is_empty() { b"/" } else { path };
        if !is_usual(path) && is_ambiguous(path) {
            return Found::Ambiguous;
        }
        let mut next = Some(path.len());
        while let Some((own, rest)) = next.and_then(|end| path.split_at_checked(end)) {
            if self.lengths.may_hold(own.len())
                && let Some(place) = self.place(own)
                && let Some((entry, end)) = place.claiming(rest)
                // INVARIANT: all of what was written, not as much of it as `own` is long: a slot is also found by what is none of
                // its keys, such as a beginning of one.
                && let Some((written, written_end)) = entry.written.as_ref().as_bytes().split_at_checked(own.len())
                && written_end.len() == end.len()
            {
                if are_same(written, own) {
                    return Found::Route(entry);
                }
                // `/ADMIN` where `/admin` has rules of its own: to Express and ASP.NET they are one resource.
                if written.eq_ignore_ascii_case(own) {
                    return Found::Ambiguous;
                }
            }
            // What is longer than every route's path is not searched for slashes.
            let end = own.len().min(self.lengths.longest.saturating_add(1));
            next = path.get(..end).and_then(|beginning| last_position(beginning, b'/'));
        }
        Found::Nothing
    }

    /// The one place whose path `own` can be.
    #[inline(always)]
    fn place<Text, Rules>(&self, own: &[u8]) -> Option<&Place<Text, Rules>>
    where
        Places: AsRef<[Place<Text, Rules>]>,
    {
        let slot = self.slots.of_any_case(own)?;
        let rank = self.ranks.as_ref().as_chunks().0.get(slot)?;
        self.places.as_ref().get(u32::from_le_bytes(*rank) as usize)
    }
}

impl<Text, Rules> Place<Text, Rules> {
    /// The route that claims this path with `rest` behind it, which begins with a slash if it is not empty; and what is written
    /// behind the route's path.
    #[inline(always)]
    fn claiming(&self, rest: &[u8]) -> Option<(&Entry<Text, Rules>, &'static str)> {
        let exact = if matches!(rest, [] | b"/") { self.exact.as_ref() } else { None };
        exact.map(|entry| (entry, "")).or_else(|| Some((self.below.as_ref()?, "/*")))
    }
}
