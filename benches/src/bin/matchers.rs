//! Times of a check of origins, by what does it.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use cors_benches::{
    matchers::{self, Asked, Order, Questions},
    names, policies,
    rounds::{Times, measure},
    table,
};

fn main() {
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
            &["", "hit", "", "miss", "", "hit, fixed order", "", "miss, fixed order", ""],
            &rows(&times),
        );
    }
}

/// A row for each contender: its time and its ratio to the first, of each kind.
fn rows(times: &[Vec<Times>]) -> Vec<Vec<String>> {
    let row = |index: usize| {
        let name = times.first().and_then(|kind| kind.get(index)).map(|times| times.name.clone());
        let cells = times.iter().filter_map(|kind| {
            let (own, ours) = (kind.get(index)?, kind.first()?);
            Some([table::nanoseconds(own.spread()), table::ratio(own.ratio(ours))])
        });
        name.into_iter().chain(cells.flatten()).collect()
    };
    (0..times.first().map_or(0, Vec::len)).map(row).collect()
}
