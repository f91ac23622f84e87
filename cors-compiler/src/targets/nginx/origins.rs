//! The look-up of a request's origin in the sets of the policies.

use std::collections::BTreeMap;

use super::{
    map::{Map, Shared, Table},
    pattern,
    quoted::Quoted,
    variable::{Names, Variable},
};
use crate::{ProgramRules, origin_set::OriginSet};

/// The longest key of a map. A longer one stops nginx, unless `map_hash_bucket_size` is raised; but that may stand once in an
/// nginx, and not behind the first map.
const LONGEST_KEY: usize = 46;

/// What is left of a key where a number of six digits and a blank stand in front.
const LONGEST_TAIL: usize = 39;

/// The maps of all origin sets.
///
/// Origins are looked up by hash, in one step or, where they are longer than a key may be, in two: what their first 46 bytes are
/// numbered, then number and rest. Only what is longer still, and wildcards, are regexes, which nginx asks one after another.
pub(super) struct Origins<'n> {
    names: &'n Names,
    /// The first 46 bytes of long origins, numbered.
    heads: BTreeMap<String, usize>,
    sets: Shared,
    long: Shared,
}

impl<'n> Origins<'n> {
    /// No sets yet.
    pub(super) fn new(names: &'n Names) -> Self {
        Self { names, heads: BTreeMap::new(), sets: Shared::new("origins"), long: Shared::new("long_origins") }
    }

    /// What says `yes` if the request's origin is one that `rules` allow, `otherwise` if not.
    pub(super) fn answer(&mut self, rules: &ProgramRules, otherwise: Quoted) -> Quoted {
        let set = &rules.origins;
        if rules.terms.any_origin {
            return Quoted::new("yes");
        }
        if set.exact.is_empty() && set.patterns.is_empty() {
            return otherwise;
        }
        let long: Vec<(usize, &str)> = set.exact.iter().filter_map(|origin| self.numbered(origin)).collect();
        let otherwise = if long.is_empty() { otherwise } else { self.long_answer(&long, otherwise) };
        let table = Table::new(Quoted::variable(&self.lower_case()), otherwise).lines(lines(set));
        Quoted::variable(&self.sets.variable(self.names, table))
    }

    fn long_answer(&mut self, long: &[(usize, &str)], otherwise: Quoted) -> Quoted {
        let [head, tail] = self.halves();
        // The number is ours and the blank behind it ends it: no request can write the key of another origin.
        let source = Quoted::variable(&head).and(" ").and_variable(&tail);
        let lines = long.iter().map(|(head, tail)| (Quoted::default().and_number(*head).and(" ").and_key(tail), yes()));
        Quoted::variable(&self.long.variable(self.names, Table::new(source, otherwise).lines(lines)))
    }

    /// The number of an origin's head, and its tail, if it is looked up in two steps.
    fn numbered<'o>(&mut self, origin: &'o str) -> Option<(usize, &'o str)> {
        let (head, tail) = two_steps(origin)?;
        let next = self.heads.len();
        Some((*self.heads.entry(head.to_owned()).or_insert(next), tail))
    }

    /// Whether looking an origin up leaves something of it in `$1`.
    pub(super) fn captures(&self) -> bool {
        !self.heads.is_empty()
    }

    /// All maps.
    pub(super) fn into_maps(self) -> Vec<Map> {
        let mut maps = Vec::new();
        let (names, lower_case) = (self.names, self.lower_case());
        let [head, tail] = self.halves();
        let sets = self.sets.into_maps();
        if !sets.is_empty() {
            let origin = Quoted::variable(&Variable::of_nginx("http_origin"));
            let table = Table::new(origin.clone(), origin).line(Quoted::new("~[A-Z]"), Quoted::default());
            maps.push(table.defines(lower_case.clone()));
        }
        if !self.heads.is_empty() {
            let origin = || Quoted::variable(&lower_case);
            let first = names.variable("first46");
            let taken =
                |regex| Table::new(origin(), Quoted::default()).line(Quoted::regex().and(regex), Quoted::new("$1"));
            maps.push(taken("(.{46})").defines(first.clone()));
            let numbers = self.heads.iter().map(|(head, number)| (Quoted::default().and_key(head), *number));
            let numbers = numbers.map(|(key, number)| (key, Quoted::default().and_number(number)));
            maps.push(Table::new(Quoted::variable(&first), Quoted::default()).lines(numbers).defines(head));
            maps.push(taken(".{46}(.+)").defines(tail));
        }
        maps.extend(self.long.into_maps());
        maps.extend(sets);
        maps
    }

    /// The request's origin if it has no upper-case letter.
    ///
    /// INVARIANT: no allowed origin has one. nginx ignores letter case when it looks a key up; what is left here equals the key
    /// that it finds, byte for byte, and may be echoed.
    fn lower_case(&self) -> Variable {
        self.names.variable("origin")
    }

    fn halves(&self) -> [Variable; 2] {
        [self.names.variable("head"), self.names.variable("tail")]
    }
}

/// The lines of a set's map, but for origins that are looked up in two steps.
fn lines(set: &OriginSet) -> impl Iterator<Item = (Quoted, Quoted)> {
    let exact = set.exact.iter().filter(|origin| two_steps(origin).is_none());
    let exact = exact.map(|origin| match origin.len() {
        ..=LONGEST_KEY => Quoted::default().and_key(origin),
        _ => Quoted::regex().and_literal(origin).ending(),
    });
    let patterns = set.patterns.iter().map(|pattern| pattern::regex(&pattern.value));
    exact.chain(patterns).map(|key| (key, yes()))
}

/// Cuts an origin that is too long for a key, if it is not too long for two.
fn two_steps(origin: &str) -> Option<(&str, &str)> {
    let halves = origin.split_at_checked(LONGEST_KEY)?;
    (1..=LONGEST_TAIL).contains(&halves.1.len()).then_some(halves)
}

fn yes() -> Quoted {
    Quoted::new("yes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Source, compile};

    /// How an origin is looked up by its length, and whether `$1` must be emptied behind it.
    #[test]
    fn an_origin_is_a_key_or_two_or_a_regex() {
        for (bytes, tail, is_regex) in [
            (LONGEST_KEY, None, false),
            (LONGEST_KEY + 1, Some(1), false),
            (LONGEST_KEY + LONGEST_TAIL, Some(LONGEST_TAIL), false),
            (LONGEST_KEY + LONGEST_TAIL + 1, None, true),
        ] {
            let host = "a.".repeat(bytes)[..bytes - "https://".len() - 1].to_owned() + "b";
            let origin = format!("https://{host}");
            assert_eq!(two_steps(&origin).map(|(_, tail)| tail.len()), tail, "{origin}");
            let source = Source::new("cors.yaml", format!("name: shop\nallow_origins: [\"{origin}\"]\n"));
            let (program, _) = compile(&source, &Options::default()).unwrap();
            let names = Names::new("shop");
            let mut origins = Origins::new(&names);
            let _ = origins.answer(program.document().unwrap(), Quoted::new("no"));
            assert_eq!(origins.captures(), tail.is_some(), "{origin}");
            let maps: String = origins.into_maps().iter().map(ToString::to_string).collect();
            assert_eq!(maps.contains(r"b\z"), is_regex, "{maps}");
        }
    }
}
