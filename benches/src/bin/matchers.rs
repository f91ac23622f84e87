//! Times of a check of origins, by what does it.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::iter;

use cors_benches::{
    matchers::{self, Asked, Order, Questions},
    names, policies,
    rounds::{Times, measure},
    table,
};

fn main() {
    exact();
    suffixes();
}

fn exact() {
    for count in policies::COUNTS {
        let origins = names::origins(count);
        let contenders = matchers::exact(count, &origins);
        let kinds = [
            (Asked::Hit, Order::Random),
            (Asked::Miss, Order::Random),
            (Asked::Hit, Order::Fixed),
            (Asked::Miss, Order::Fixed),
        ];
        let times = kinds.map(|(asked, order)| {
            measure(&contenders, |round| Questions::new(&origins, asked, order, round), matchers::questions(count))
        });
        let heading = format!(
            "{} exact origins: ns a check, and how often the generated checker's time",
            table::count(count as u64)
        );
        table::print(
            &heading,
            &[
                "",
                "hit",
                "hit, times",
                "miss",
                "miss, times",
                "hit, fixed order",
                "hit, fixed order, times",
                "miss, fixed order",
                "miss, fixed order, times",
            ],
            &rows(&times),
        );
    }
}

fn suffixes() {
    // A miss is as near as a hit: below a domain of the same kind.
    let patterns = names::suffixes(2000);
    let (own, others) = patterns.split_at(1000);
    let times = [(Asked::Hit, own), (Asked::Miss, others)].map(|(asked, patterns)| {
        let below = names::below(patterns, 8000);
        let questions = |round| Questions::new(&below, Asked::Hit, Order::Random, round);
        measure(&matchers::suffixes(asked), questions, matchers::questions(below.len()))
    });
    let heading = "1,000 wildcards: ns a check, and how often the generated checker's time";
    table::print(heading, &["", "hit", "", "miss", ""], &rows(&times));
}

/// A row for each contender: its time and its ratio to the first, of each kind.
fn rows(times: &[Vec<Times>]) -> Vec<Vec<String>> {
    let row = |index: usize| {
        let name = times.first().and_then(|kind| kind.get(index)).map(|times| times.name.clone());
        let cells = times.iter().filter_map(|kind| {
            let (own, ours) = (kind.get(index)?, kind.first()?);
            Some([table::nanoseconds(own.spread()), table::ratio(own.ratio(ours))])
        });
        let cells = cells.flatten().chain(iter::repeat(String::new())).take(2 * times.len());
        name.into_iter().chain(cells).collect()
    };
    (0..times.first().map_or(0, Vec::len)).map(row).collect()
}
