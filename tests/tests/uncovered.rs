//! What `tests/coverage` judges, and when it fails.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use corsgen_tests::uncovered::{Lines, Listed};

/// A report of a file with `all` lines, of which the first `left` do not run.
fn report(path: &str, all: usize, left: usize) -> String {
    let lines: String = (1..=all).map(|line| format!("DA:{line},{}\n", u8::from(line > left))).collect();
    format!("SF:{path}\n{lines}end_of_record\n")
}

#[test]
fn what_is_below_the_share_or_not_listed_fails() {
    for (lcov, list, faults) in [
        (report("/p/cors-core/src/a.rs", 100, 0), "", &[][..]),
        (report("/p/cors-core/src/a.rs", 100, 5), "cors-core/src/a.rs\t5\n", &[]),
        (report("/p/cors-core/src/a.rs", 100, 4), "cors-core/src/a.rs\t5\n", &[]),
        (
            report("/p/cors-core/src/a.rs", 100, 5),
            "cors-core/src/a.rs\t4\n",
            &["cors-core/src/a.rs: 5 lines do not run, and 4 are listed"],
        ),
        (
            report("/p/cors-core/src/a.rs", 100, 6),
            "cors-core/src/a.rs\t6\n",
            &["cors-core: less than 95 % of its lines run"],
        ),
        (
            report("/p/cors-core/src/a.rs", 10, 0),
            "cors-core/src/b.rs\t1\n",
            &["cors-core/src/b.rs: listed, and not there"],
        ),
        // What is no library is not judged.
        (
            report("/p/cors-core/src/a.rs", 9, 0)
                + &report("/p/cors-cli/src/a.rs", 9, 9)
                + &report("/p/tests/src/a.rs", 9, 9),
            "",
            &[],
        ),
    ] {
        assert_eq!(Lines::parse(&lcov, "/p").unwrap().faults(&Listed::parse(list).unwrap()), faults, "{list}");
    }
}

#[test]
fn what_is_left_is_shown() {
    let lcov = "SF:/p/cors-core/src/a.rs\nDA:1,7\nDA:3,0\nDA:4,0\nDA:9,0\nend_of_record\n";
    let shown = "cors-core/src/a.rs: 3 of 4: 3-4 9\ncors-core             1 of      4 lines, 25.0 %\n";
    assert_eq!(Lines::parse(lcov, "/p").unwrap().to_string(), shown);
}

#[test]
fn what_counts_nothing_is_no_report() {
    for lcov in ["", "SF:/elsewhere/cors-core/src/a.rs\nDA:1,0\n", "SF:/p/cors-core/src/a.rs\nDA:1\n"] {
        assert!(Lines::parse(lcov, "/p").is_err(), "{lcov}");
    }
    assert!(Listed::parse("a.rs 3\n").is_err(), "a row without a tab");
}
