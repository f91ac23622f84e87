//! `$name` of a set that is not there.

use crate::{Finding, Rule, Span, name::is_set_name};

/// See the module.
pub static RULE: Rule = super::error("unknown-set", "an origin set that the document does not define");

/// How many of the sets that are there are told.
const MOST: usize = 8;

/// `$name` stands at `span`; `defined` are those that could be meant. No more of them are looked at than are told: as many names may
/// be unknown as there are sets.
pub(crate) fn at<'a>(span: Span, name: &str, defined: impl ExactSizeIterator<Item = &'a str>) -> Finding {
    let finding = Finding::new(&RULE, span, format!("there is no origin set `{name}`")).subject(format!("${name}"));
    if !is_set_name(name) {
        return finding.help("the name of a set is a lower-case letter, then up to 39 of `a-z`, `0-9` and `_`");
    }
    if defined.len() == 0 {
        return finding.help(format!("define it: `origin_sets: {{{name}: [https://…]}}`"));
    }
    finding.help(told(defined, "$"))
}

/// A program gives origins for the set `name`; `defined` are there.
pub(crate) fn given<'a>(name: &str, defined: impl ExactSizeIterator<Item = &'a str>) -> Finding {
    let name = name.escape_debug();
    let finding = Finding::new(&RULE, Span::empty(0), format!("there is no origin set `{name}` to give origins for"))
        .subject(name.to_string());
    if defined.len() == 0 {
        return finding.help(format!("define it: `origin_sets: {{{name}: []}}`"));
    }
    finding.help(told(defined, ""))
}

/// Which sets there are, each name with `sigil` in front.
fn told<'a>(defined: impl ExactSizeIterator<Item = &'a str>, sigil: &str) -> String {
    let count = defined.len();
    let more = if count > MOST { format!(" and {} more", count - MOST) } else { String::new() };
    let names: Vec<String> = defined.take(MOST).map(|name| format!("`{sigil}{name}`")).collect();
    format!("the document defines {}{more}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::Span;

    #[test]
    fn many_sets_cost_no_more_than_those_that_are_told() {
        let seen = Cell::new(0);
        let defined = || std::iter::repeat_n("partners", 100_000).inspect(|_| seen.set(seen.get() + 1));
        let at = super::at(Span::empty(0), "partner", defined());
        assert!(at.help.is_some_and(|help| help.ends_with("`$partners` and 99992 more")));
        let given = super::given("partner", defined());
        assert!(given.help.is_some_and(|help| help.ends_with("`partners` and 99992 more")));
        assert_eq!(seen.get(), 2 * super::MOST);
    }
}
