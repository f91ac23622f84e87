//! Every document that the tests and the pages have, and random ones: the schema refuses what it can know, and nothing else.

use std::{collections::BTreeSet, fs};

use cors_compiler::{Source, rules};
use corsgen_tests::{corpus, hostile::Hostile, policies::Policy, refused};

use crate::{
    agreement::Agreement,
    root,
    unknowable::{OF_THE_TEXT, OF_THE_VALUE},
};

#[test]
fn the_schema_refuses_what_it_can_know_and_nothing_else() {
    let mut agreement = Agreement::new();
    let written = written();
    let read = written.iter().filter(|source| agreement.compare(source)).count();
    assert!(written.len() > 400 && read > 350, "{read} of {} documents", written.len());
    let random = if std::env::var_os("CORSGEN_LONG").is_some() { 3_000 } else { 100 };
    for seed in Policy::seeds(1, random) {
        assert!(agreement.compare(&Source::new("cors.yaml", Policy::of(seed).text())));
    }
    let hostile = if std::env::var_os("CORSGEN_LONG").is_some() { 50_000 } else { 1_000 };
    for bytes in Hostile::new(1).take(hostile) {
        agreement.compare(&Source::from_bytes("cors.yaml", bytes));
    }
    let (accepted, refused) = agreement.counts;
    assert!(accepted > 400 && refused > 500, "{accepted} values accepted, {refused} refused");
    the_lists_are_true(&agreement);
}

/// A rule that is listed without need, and one that is not though it should be, which [`Agreement`] finds.
fn the_lists_are_true(agreement: &Agreement) {
    let listed: BTreeSet<&str> = OF_THE_TEXT.iter().copied().collect();
    assert_eq!(agreement.of_the_text, listed, "rules of the text: those that were seen, and those that are listed");
    let listed: BTreeSet<&str> = OF_THE_VALUE.iter().map(|listed| listed.rule).collect();
    assert_eq!(agreement.unknown, listed, "what a schema cannot know: what was seen, and what is listed");
    let errors = rules::ALL.iter().filter(|rule| rule.level.refuses()).map(|rule| rule.name);
    let beyond = [
        // Of the day, of the call, and of the target: no document breaks them by itself.
        "risk-expired",
        "unknown-profile",
        "target-cannot-hold",
        // To a value an unknown key, and the value null.
        "merge-key",
        "empty-document",
    ];
    let unseen: Vec<&str> = errors
        .filter(|rule| {
            !agreement.known.contains(rule) && !agreement.of_the_text.contains(rule) && !beyond.contains(rule)
        })
        .collect();
    assert_eq!(unseen, [""; 0], "rules that no document of the corpus breaks");
}

/// The corpus, the examples, and the blocks of YAML in what is written about the language.
pub(crate) fn written() -> Vec<Source> {
    let mut all: Vec<Source> = corpus::groups().unwrap().into_iter().map(|group| group.source()).collect();
    for documents in [refused::all().unwrap(), refused::warned().unwrap()] {
        all.extend(documents.values().flatten().map(|document| document.source()));
    }
    let mut files = vec![root().join("cors-cli/src/starter.yaml")];
    let examples = fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path());
    for folder in examples.filter(|path| path.is_dir()) {
        files.extend(corpus::yaml_files(&folder).unwrap());
    }
    all.extend(files.iter().map(|path| Source::new("cors.yaml", fs::read_to_string(path).unwrap())));
    all.extend(blocks("docs/language.md"));
    for page in fs::read_dir(root().join("cors-compiler/rules")).unwrap() {
        all.extend(blocks(&format!("cors-compiler/rules/{}", page.unwrap().file_name().display())));
    }
    all.extend(long_lists());
    all
}

/// The YAML blocks of a text.
fn blocks(path: &str) -> Vec<Source> {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let opened = text.split("```yaml").skip(1);
    let blocks = opened.filter_map(|rest| Some(rest.split_once('\n')?.1.split_once("```")?.0.to_owned()));
    blocks.map(|block| Source::new("cors.yaml", block)).collect()
}

/// Paths past the limit, in one list and in two.
fn long_lists() -> [Source; 2] {
    let paths = |from: usize, to: usize| (from..to).map(|path| format!("/p{path}")).collect::<Vec<_>>().join(", ");
    let route = |paths: String| format!("- path: [{paths}]\n  cors: false\n");
    [
        Source::new("cors.yaml", format!("routes:\n{}", route(paths(0, 1_001)))),
        Source::new("cors.yaml", format!("routes:\n{}{}", route(paths(0, 600)), route(paths(600, 1_001)))),
    ]
}
