//! The harness itself is tested: each deliberate mistake in what is generated is found by the corpus.

use cors_compiler::targets;
use corsgen_tests::{
    Edit, Failure, Group, Subject, corpus,
    mutations::{self, ENVOY, Found, LUA, MATCHING, Mutation, NGINX, RUST},
    subjects::{Envoy, Generated, Nginx, generated::Entry},
    summary,
};

/// Checkers with mistakes in them, which the build script made.
mod mutants {
    use corsgen_tests::subjects::generated::Entry;

    include!(concat!(env!("OUT_DIR"), "/mutants.rs"));

    /// The checkers with this mistake.
    pub(super) fn with(name: &str) -> &'static [Entry] {
        MUTANTS.iter().find(|(own, _)| *own == name).map_or(&[], |(_, entries)| entries)
    }
}

/// Counts what came of the search for each mistake, and leaves that where `tests/run` prints it.
#[expect(clippy::print_stdout, reason = "the closing line of a run")]
fn count(name: &str, searches: impl Iterator<Item = (&'static str, Result<Found, Failure>)>) -> Result<(), Failure> {
    let (mut mistakes, mut missed) = (0, Vec::new());
    for (mistake, search) in searches {
        mistakes += 1;
        match search {
            Ok(Found::Difference(_)) => {}
            Ok(other) => missed.push(format!("{mistake}: {other:?}")),
            Err(error) => missed.push(format!("{mistake}: {error}")),
        }
    }
    let line = format!("{mistakes} mistakes, {} missed", missed.len());
    println!("mutations: {name}: {line}");
    summary::leave(env!("CARGO_TARGET_TMPDIR"), "mutations", name, &line)?;
    assert!(missed.is_empty(), "not found: {missed:#?}");
    assert!(mistakes > 0, "no mistake was made");
    Ok(())
}

/// Makes each mistake in what a target prints, and lets the corpus seek it.
fn run<S: Subject>(
    name: &str,
    target: &str,
    mutations: &[Mutation],
    start: impl Fn(Edit) -> Result<S, Failure>,
) -> Result<(), Failure> {
    let target = targets::find(target).ok_or("no such target")?;
    let search = |mutation: &Mutation| mutations::seek(mutation, target, &mut start(mutation.change.edit())?);
    count(name, mutations.iter().map(|mutation| (mutation.name, search(mutation))))
}

#[test]
fn nginx() -> Result<(), Failure> {
    run("nginx-1.28", "nginx", NGINX, |edit| Ok(Nginx::v1_28()?.edited(edit)))
}

#[test]
fn envoy() -> Result<(), Failure> {
    run("envoy", "envoy", &[ENVOY, MATCHING].concat(), |edit| Ok(Envoy::native()?.edited(edit)))
}

#[test]
fn envoy_lua() -> Result<(), Failure> {
    run("envoy-lua", "envoy-lua", &[MATCHING, LUA].concat(), |edit| Ok(Envoy::lua()?.edited(edit)))
}

#[test]
fn rust() -> Result<(), Failure> {
    let corpus = corpus::groups()?;
    let search = |name| {
        let entries = mutants::with(name);
        let changed = |group: &&Group| entries.iter().any(|entry| is_of(entry, group));
        let groups: Vec<Group> = corpus.iter().filter(changed).cloned().collect();
        mutations::seek_in(&mut Generated::of(entries), &groups)
    };
    count("rust", RUST.iter().map(|(name, ..)| (*name, search(name))))
}

fn is_of(entry: &Entry, group: &Group) -> bool {
    entry.policy == group.policy && entry.profile == group.profile.as_deref().unwrap_or_default()
}
