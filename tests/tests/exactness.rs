//! The README's table of exactness is the recorded run, and a run that differs is not recorded.

use std::{collections::BTreeSet, fs, path::Path};

use cors_compiler::targets;
use corsgen_tests::{
    Failure,
    exactness::{ALL, Recorded, in_readme},
    summary,
};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn recorded() -> Result<Recorded, Failure> {
    Recorded::parse(&fs::read_to_string(root().join("docs/exactness.tsv"))?)
}

#[test]
fn the_table_of_the_readme_is_what_is_recorded() -> Result<(), Failure> {
    let readme = fs::read_to_string(root().join("README.md"))?;
    assert_eq!(in_readme(&readme, &recorded()?)?, readme);
    Ok(())
}

#[test]
fn what_is_recorded_is_enough_and_without_differences() -> Result<(), Failure> {
    let recorded = recorded()?;
    assert_eq!(Recorded::parse(&recorded.to_string())?, recorded);
    assert_eq!(recorded.rows.len(), ALL.len());
    for row in &recorded.rows {
        assert!(row.differences == 0 && row.policies >= 100 && row.requests >= 20_000, "{row:?}");
    }
    Ok(())
}

/// `rust` is the code of the macro, which is `generated`.
#[test]
fn every_target_has_a_row() {
    let titles: String = ALL.iter().map(|subject| subject.title).collect();
    for target in targets::ALL {
        assert!(titles.contains(&format!("target `{}`", target.name())), "{}", target.name());
    }
    let names: BTreeSet<&str> = ALL.iter().map(|subject| subject.name).collect();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn a_run_that_differs_or_lacks_a_subject_is_not_recorded() -> Result<(), Failure> {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exactness");
    let _ = fs::remove_dir_all(&tmp);
    let folder = tmp.to_str().ok_or("a path that is no text")?;
    let run = || Recorded::of_run(&tmp.join("summary"), "2026-11-23".to_owned(), "1".to_owned());
    let fails = |why: &str| run().is_err_and(|error| error.to_string().contains(why));

    for subject in ALL {
        assert!(fails("run `tests/run` first"), "{}", subject.name);
        for heading in subject.headings {
            summary::leave(
                folder,
                heading,
                subject.name,
                "60 policies, 7 requests, 1 declared differences, 0 differences",
            )?;
        }
    }
    let row = run()?.rows.pop().ok_or("no row")?;
    assert_eq!((row.policies, row.requests, row.declared, row.differences), (120, 14, 2, 0));

    summary::leave(folder, "random", "tower", "60 policies, 7 requests, 1 differences")?;
    assert!(fails("a run that differs is not recorded"));
    summary::leave(folder, "random", "tower", "60 policies, 7 requests")?;
    assert!(run().is_ok(), "the corpus counts differences");
    summary::leave(folder, "corpus", "tower", "60 policies, 7 requests")?;
    assert!(fails("a run that differs is not recorded"));
    Ok(())
}
