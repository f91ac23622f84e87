//! What `tests/coverage` judges, and when it fails.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{fs, ops::RangeInclusive};

use corsgen_tests::uncovered::{Lines, Listed};

/// A folder of a test's own, as if it were the project: one file, whose lines from 1 on are of `one`, and those from 51 on of `two`.
fn project(name: &str) -> String {
    let root = format!("{}/uncovered/{name}", env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(format!("{root}/cors-core/src")).unwrap();
    let code = "    // fn commented()\n    let pointer: fn(usize) = many;\n".repeat(25);
    let (one, two) = (code.split_once('\n').unwrap().1, code.split_once('\n').unwrap().1);
    fs::write(
        format!("{root}/cors-core/src/a.rs"),
        format!("pub(crate) const fn one() {{\n{one}    fn two<T>() {{\n{two}"),
    )
    .unwrap();
    root
}

/// A report of a file with 100 lines, some of which do not run. There is no line 0.
fn report(path: &str, left: RangeInclusive<usize>) -> String {
    let lines: String = (1..=100).map(|line| format!("DA:{line},{}\n", u8::from(!left.contains(&line)))).collect();
    format!("SF:{path}\n{lines}end_of_record\n")
}

#[test]
fn what_is_below_the_share_or_not_listed_fails() {
    let root = project("judged");
    let of_core = |left| report(&format!("{root}/cors-core/src/a.rs"), left);
    for (lcov, list, faults) in [
        (of_core(0..=0), "", &[][..]),
        (of_core(1..=5), "cors-core/src/a.rs\tone\t5\twhy\n", &[]),
        (of_core(1..=4), "cors-core/src/a.rs\tone\t5\twhy\n", &[]),
        (
            of_core(1..=5),
            "cors-core/src/a.rs\tone\t4\twhy\n",
            &["cors-core/src/a.rs, fn one: 5 lines do not run, and 4 are listed"],
        ),
        (
            of_core(49..=52),
            "cors-core/src/a.rs\tone\t2\twhy\ncors-core/src/a.rs\ttwo\t1\twhy\n",
            &["cors-core/src/a.rs, fn two: 2 lines do not run, and 1 are listed"],
        ),
        (
            of_core(50..=51),
            "cors-core/src/a.rs\ttwo\t2\twhy\n",
            &["cors-core/src/a.rs, fn one: 1 lines do not run, and 0 are listed"],
        ),
        (of_core(1..=6), "cors-core/src/a.rs\tone\t6\twhy\n", &["cors-core: less than 95 % of its lines run"]),
        (
            of_core(51..=52),
            "cors-core/src/a.rs\tone\t2\twhy\ncors-core/src/a.rs\ttwo\t2\twhy\ncors-core/src/b.rs\tone\t1\twhy\n",
            &[
                "cors-core/src/a.rs, fn one: listed, and every line of it runs or it is not there",
                "cors-core/src/b.rs, fn one: listed, and every line of it runs or it is not there",
            ],
        ),
        // What is no library is not judged.
        (
            of_core(0..=0)
                + &report(&format!("{root}/cors-cli/src/a.rs"), 1..=100)
                + &report(&format!("{root}/tests/src/a.rs"), 1..=100),
            "",
            &[],
        ),
    ] {
        assert_eq!(Lines::parse(&lcov, &root).unwrap().faults(&Listed::parse(list).unwrap()), faults, "{list}");
    }
}

#[test]
fn what_is_left_is_shown() {
    let root = project("shown");
    let lcov = format!("SF:{root}/cors-core/src/a.rs\nDA:1,7\nDA:3,0\nDA:4,0\nDA:9,0\nend_of_record\n");
    let shown = "cors-core/src/a.rs: 3 of 4: 3-4 9\ncors-core             1 of      4 lines, 25.0 %\n";
    assert_eq!(Lines::parse(&lcov, &root).unwrap().to_string(), shown);
}

#[test]
fn what_counts_nothing_is_no_report() {
    for lcov in ["", "SF:/elsewhere/cors-core/src/a.rs\nDA:1,0\n", "SF:/p/cors-core/src/a.rs\nDA:1\n"] {
        assert!(Lines::parse(lcov, "/p").is_err(), "{lcov}");
    }
    // Of a file that is not there, or is shorter, no function is known.
    let root = project("none");
    for counted in ["b.rs\nDA:1,0\n", "a.rs\nDA:101,0\n"] {
        assert!(Lines::parse(&format!("SF:{root}/cors-core/src/{counted}"), &root).is_err(), "{counted}");
    }
}

#[test]
fn a_row_has_all_four_of_its_columns() {
    let twice = "a.rs\tone\t3\twhy\na.rs\tone\t3\twhy\n";
    for row in
        ["a.rs 3\n", "a.rs\tone\t3\n", "a.rs\tone\t3\t\n", "a.rs\tone\t0\twhy\n", "a.rs\tone\tsome\twhy\n", twice]
    {
        assert!(Listed::parse(row).is_err(), "{row}");
    }
}
