//! What `tests/mutants` judges by: it tells what nobody noticed and nobody listed, and the list is of files that are there.

use std::{fs, path::Path};

use corsgen_tests::{
    Failure,
    survivors::{Listed, Outcomes, Scope},
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What cargo-mutants writes of mistakes: of each its name and what became of it.
fn stage(mistakes: &[(&str, &str)]) -> String {
    let outcome = |scenario: String, summary: &str| {
        format!(
            r#"{{"scenario":{scenario},"summary":"{summary}","phase_results":[{{"phase":"Build","duration":0.5}}]}}"#
        )
    };
    let mut all = vec![outcome(r#""Baseline""#.to_owned(), "Success")];
    let mutant = |name: &str| format!(r#"{{"Mutant":{{"name":"{name}","package":"p","genre":"FnValue"}}}}"#);
    all.extend(mistakes.iter().map(|(name, summary)| outcome(mutant(name), summary)));
    format!(r#"{{"outcomes":[{}],"total_mutants":{}}}"#, all.join(","), mistakes.len())
}

/// Twenty mistakes in `b.rs` that are noticed, and others.
fn outcomes(others: &[(&str, &str)], next: &[(&str, &str)]) -> Result<Outcomes, Failure> {
    let names: Vec<String> = (0..20).map(|line| format!("b.rs:{line}:1: replace + with - in b")).collect();
    let caught = names.iter().map(|name| (name.as_str(), "CaughtMutant"));
    Outcomes::of_stages(&[stage(&caught.chain(others.iter().copied()).collect::<Vec<_>>()), stage(next)])
}

const FIRST: &str = "a.rs:1:2: replace a -> bool with true";
const SECOND: &str = "a.rs:9:2: replace a -> bool with true";

fn listed(count: usize) -> Result<Vec<Listed>, Failure> {
    Listed::parse(&format!("# comment\na.rs\treplace a -> bool with true\t{count}\tequivalent\n"))
}

#[test]
fn a_survivor_must_be_listed_as_often_as_it_lives() -> Result<(), Failure> {
    let one = outcomes(&[(FIRST, "MissedMutant"), (SECOND, "Unviable")], &[(FIRST, "MissedMutant")])?;
    assert_eq!(one.faults(&listed(1)?, Scope::Whole), Vec::<String>::new());
    assert_eq!(one.faults(&[], Scope::Whole).len(), 1);
    assert_eq!(one.faults(&[], Scope::Sample).len(), 1);
    assert_eq!(one.faults(&listed(2)?, Scope::Whole).len(), 1);
    assert_eq!(one.faults(&listed(2)?, Scope::Files).len(), 1);
    assert_eq!(one.faults(&listed(2)?, Scope::Sample).len(), 0);
    let both = outcomes(&[(FIRST, "MissedMutant"), (SECOND, "MissedMutant")], &[])?;
    // Two of twenty-two are too many beside.
    assert_eq!(both.faults(&listed(1)?, Scope::Whole).len(), 2);
    assert_eq!(both.faults(&listed(2)?, Scope::Whole).len(), 1);
    Ok(())
}

#[test]
fn what_a_later_stage_notices_is_noticed() -> Result<(), Failure> {
    for fate in ["CaughtMutant", "Timeout"] {
        let outcomes = outcomes(&[(FIRST, "MissedMutant")], &[(FIRST, fate)])?;
        assert_eq!(outcomes.faults(&[], Scope::Whole), Vec::<String>::new());
        assert_eq!(outcomes.faults(&listed(1)?, Scope::Whole).len(), 1);
    }
    Ok(())
}

#[test]
fn a_row_of_a_file_that_was_not_asked_about_is_true_unless_all_were() -> Result<(), Failure> {
    let others = outcomes(&[], &[])?;
    assert_eq!(others.faults(&listed(1)?, Scope::Files).len(), 0);
    assert_eq!(others.faults(&listed(1)?, Scope::Whole).len(), 1);
    Ok(())
}

#[test]
fn tests_that_fail_by_themselves_say_nothing() {
    let failing = stage(&[]).replace("\"Success\"", "\"Failure\"");
    assert!(Outcomes::of_stages(&[failing]).is_err());
    assert!(Outcomes::of_stages(&["{}".to_owned()]).is_err());
}

#[test]
fn nothing_noticed_is_no_pass() -> Result<(), Failure> {
    assert_eq!(Outcomes::of_stages(&[stage(&[])])?.faults(&[], Scope::Whole).len(), 1);
    Ok(())
}

#[test]
fn a_list_has_four_columns_and_each_row_once() {
    let row = "a.rs\treplace a\t1\tequivalent\n";
    assert!(Listed::parse(row).is_ok());
    for wrong in
        ["a.rs\treplace a\t1\n", "a.rs\treplace a\tone\tx\n", "a.rs\treplace a\t0\tx\n", "a.rs\treplace a\t1\t\n"]
    {
        assert!(Listed::parse(wrong).is_err(), "{wrong}");
    }
    assert!(Listed::parse(&row.repeat(2)).is_err());
}

/// What is listed is in a file and a function that are there. That it lives, only `tests/mutants` knows.
#[test]
fn what_is_listed_can_still_be_made() -> Result<(), Failure> {
    for row in Listed::parse(&fs::read_to_string(Path::new(ROOT).join("tests/mutants.tsv"))?)? {
        let (file, mistake) = row.mutant.split_once(": ").ok_or("no mistake")?;
        let text = fs::read_to_string(Path::new(ROOT).join(file)).map_err(|error| format!("{file}: {error}"))?;
        // `replace … in <impl A for B>::name`, or `replace name -> … with …`; or of a constant, `replace | with ^`.
        let function = mistake.rsplit_once(" in ").map_or_else(
            || {
                let replaced = mistake.trim_start_matches("replace ");
                replaced.split(" -> ").next().and_then(|name| name.split(" with ").next()).unwrap_or_default()
            },
            |(_, function)| function,
        );
        let name = function.rsplit("::").next().unwrap_or_default();
        let is_of_constant = !name.starts_with(|c: char| c.is_ascii_alphabetic());
        assert!(is_of_constant || text.contains(&format!("fn {name}")), "{}: no `{name}`", row.mutant);
    }
    Ok(())
}
