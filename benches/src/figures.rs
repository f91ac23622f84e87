//! The README's figures, which are those of the recorded results and no others.

use std::error::Error;

/// A row of the README's table. Each `{}` is a figure.
struct Row {
    what: &'static str,
    says: &'static str,
    figures: &'static [Figure],
}

/// Where a figure stands in the results: under the heading that begins so, in the row and the column of these names.
struct Figure(&'static str, &'static str, &'static str);

const BEGIN: &str = "<!-- Written by `benches/run --record`. -->\n";
const END: &str = "<!-- So far. -->\n";

const ROWS: &[Row] = &[
    Row {
        what: "is it one of 1,000 origins? Random order, allowed",
        says: "{} ns; `std` `HashSet` {} times that, `tower-http`'s list {} times",
        figures: &[
            Figure("1,000 exact origins", "generated", "hit"),
            Figure("1,000 exact origins", "std `HashSet`", "hit, times"),
            Figure("1,000 exact origins", "tower-http's list of header values", "hit, times"),
        ],
    },
    Row {
        what: "the same, in instructions",
        says: "{} with 1 origin, {} with 1,000, {} with 10,000",
        figures: &[
            Figure("Instructions, of one piece of work", "exact 1, hit", "instructions"),
            Figure("Instructions, of one piece of work", "exact 1,000, hit", "instructions"),
            Figure("Instructions, of one piece of work", "exact 10,000, hit", "instructions"),
        ],
    },
    Row {
        what: "a request through the tower layer, 1,000 origins, allowed",
        says: "{} ns more than without and {} allocations; `tower-http` with a list {} ns and {} allocations",
        figures: &[
            Figure("Tower, 1,000 origins, allowed", "ours", "ns added"),
            Figure("Tower, 1,000 origins, allowed", "ours", "allocations added"),
            Figure("Tower, 1,000 origins, allowed", "`tower-http`, list", "ns added"),
            Figure("Tower, 1,000 origins, allowed", "`tower-http`, list", "allocations added"),
        ],
    },
    Row {
        what: "`corsgen check`, 100,000 origins",
        says: "{} s, {} MB",
        figures: &[
            Figure("corsgen, by origins", "100,000", "check, s"),
            Figure("corsgen, by origins", "100,000", "check, MB"),
        ],
    },
    Row {
        what: "`corsgen --target nginx`, 100,000 origins",
        says: "{} s, {} MB",
        figures: &[
            Figure("corsgen, by origins", "100,000", "nginx, s"),
            Figure("corsgen, by origins", "100,000", "nginx, MB"),
        ],
    },
    Row {
        what: "`RuntimePolicy::from_str`, 100,000 origins",
        says: "{} ms",
        figures: &[Figure("`RuntimePolicy::from_str`", "100,000", "ms")],
    },
    Row {
        what: "what `cors_policy!` adds to `cargo build --release`",
        says: "{} s with 1,000 origins, {} s with 10,000",
        figures: &[
            Figure("`cors_policy!` in an otherwise empty crate", "1,000", "more than without, s"),
            Figure("`cors_policy!` in an otherwise empty crate", "10,000", "more than without, s"),
        ],
    },
    Row {
        what: "processor time of a request that nginx 1.28 passes on",
        says: "{} times that without a policy with 10 origins, {} times with 100,000",
        figures: &[
            Figure("Servers under load", "nginx 1.28, 10", "allowed, times"),
            Figure("Servers under load", "nginx 1.28, 100,000", "allowed, times"),
        ],
    },
    Row {
        what: "the same, Envoy with target `envoy`",
        says: "{} times that without a policy with 10 origins, {} times with 100,000",
        figures: &[
            Figure("Servers under load", "`envoy`, 10", "allowed, times"),
            Figure("Servers under load", "`envoy`, 100,000", "allowed, times"),
        ],
    },
    Row {
        what: "the same, Envoy with target `envoy-lua`",
        says: "{} times that without a policy with 10 origins, {} times with 100,000",
        figures: &[
            Figure("Servers under load", "`envoy-lua`, 10", "allowed, times"),
            Figure("Servers under load", "`envoy-lua`, 100,000", "allowed, times"),
        ],
    },
];

/// The README with the figures of `results` in the place of those that it has.
///
/// # Errors
///
/// If it has no place for them, or the results lack one.
pub fn in_readme(readme: &str, results: &str) -> Result<String, Box<dyn Error>> {
    let (front, rest) = readme.split_once(BEGIN).ok_or("the README has no table of figures")?;
    let (_, back) = rest.split_once(END).ok_or("the README's table of figures has no end")?;
    let mut table = String::from("\n| what | on the machine of the results |\n| --- | --- |\n");
    for Row { what, says, figures } in ROWS {
        let mut says = (*says).to_owned();
        for figure in *figures {
            says = says.replacen("{}", &figure.find(results)?, 1);
        }
        table.push_str(&format!("| {what} | {says} |\n"));
    }
    Ok(format!("{front}{BEGIN}{table}\n{END}{back}"))
}

impl Figure {
    /// The figure: the middle, where a spread stands behind it.
    fn find(&self, results: &str) -> Result<String, String> {
        let Self(heading, row, column) = *self;
        let missing = |what: &str| format!("the results have no {what}: {heading}, {row}, {column}");
        let (_, section) = results.split_once(&format!("\n### {heading}")).ok_or_else(|| missing("such table"))?;
        let mut lines =
            section.lines().skip(1).skip_while(|line| line.is_empty()).take_while(|line| line.starts_with('|'));
        let cells =
            |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let columns = cells(lines.next().ok_or_else(|| missing("columns"))?);
        let place = columns.iter().position(|name| name == column).ok_or_else(|| missing("such column"))?;
        let found = lines.map(cells).find(|cells| cells.first().is_some_and(|name| name == row));
        let cell = found.and_then(|cells| cells.get(place).cloned()).ok_or_else(|| missing("such row"))?;
        cell.split(' ').next().map(str::to_owned).filter(|figure| !figure.is_empty()).ok_or_else(|| missing("figure"))
    }
}

#[cfg(test)]
mod tests {
    use super::Figure;

    const RESULTS: &str = "# Results\n\n### Checks: ns\n\n| | hit | hit, times |\n| --- | ---: | ---: |\n| ours | 1.5 (1.4 to 1.6) | 1.00 |\n\n### Other\n\n| a | b |\n| --- | --- |\n| c | d |\n";

    #[test]
    fn a_figure_is_found_by_the_names_around_it() {
        assert_eq!(Figure("Checks", "ours", "hit").find(RESULTS).unwrap(), "1.5");
        assert_eq!(Figure("Checks", "ours", "hit, times").find(RESULTS).unwrap(), "1.00");
        assert_eq!(Figure("Other", "c", "b").find(RESULTS).unwrap(), "d");
    }

    #[test]
    fn what_is_not_there_is_told() {
        for (figure, what) in [
            (Figure("Nothing", "ours", "hit"), "such table"),
            (Figure("Checks", "theirs", "hit"), "such row"),
            (Figure("Checks", "c", "hit"), "such row"),
            (Figure("Checks", "ours", "b"), "such column"),
        ] {
            assert!(figure.find(RESULTS).is_err_and(|error| error.contains(what)), "{what}");
        }
    }
}
