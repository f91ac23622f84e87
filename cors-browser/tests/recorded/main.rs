//! The model against 117 recorded calls: what the standard says of each, and what Chromium 156 and Firefox 153 did.
//!
//! `calls.json` has them; `exceptions.tsv` those in which the model and a browser differ, each with the reason. One that is listed and
//! agrees fails the test, as does one that is not listed and differs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod case;
mod comparison;
mod server;

use std::collections::BTreeMap;

use cors_browser::{Browser, Outcome, UserAgent};

use case::Case;
use server::Server;

/// What becomes of the calls of a case.
fn outcomes(browser: Browser, case: &Case) -> Vec<Outcome> {
    let mut agent = UserAgent::new(browser);
    let each = |recorded: case::Recorded<'_>| {
        agent.advance(recorded.wait);
        let mut server = Server::new(recorded.rules);
        agent.fetch(&recorded.call, |request| server.answer(request))
    };
    case.calls().into_iter().map(each).collect()
}

#[test]
fn the_standard() {
    let mut cases = Case::all();
    cases.retain(Case::has_spec);
    assert_eq!(cases.len(), 117);
    for case in &cases {
        for (recorded, outcome) in case.calls().iter().zip(outcomes(Browser::Standard, case)) {
            let differences = comparison::with_spec(case, recorded.spec, &outcome);
            assert!(differences.is_empty(), "{}: {}", case.id(), differences.join("\n"));
        }
    }
}

#[test]
fn chromium() {
    agrees(Browser::Chromium, 276);
}

#[test]
fn firefox() {
    agrees(Browser::Firefox, 272);
}

#[test]
fn safari() {
    agrees(Browser::Safari, 276);
}

fn agrees(browser: Browser, count: usize) {
    let mut excepted = exceptions(browser);
    let (mut asked, mut wrong) = (0, Vec::new());
    for case in Case::all() {
        let Some(seen) = case.seen(browser.name()) else { continue };
        let (recorded, outcomes) = (case.calls(), outcomes(browser, &case));
        assert_eq!((seen.len(), outcomes.len()), (recorded.len(), recorded.len()), "{}", case.id());
        asked += 1;
        let each = seen.iter().zip(&outcomes).zip(&recorded);
        let differences: Vec<_> = each
            .flat_map(|((seen, outcome), recorded)| {
                comparison::with_browser(&case, browser, seen, outcome, recorded.call.api)
            })
            .collect();
        match (excepted.remove(case.id()), differences.is_empty()) {
            (None, false) => wrong.push(format!("{}:\n  {}", case.id(), differences.join("\n  "))),
            (Some(why), true) => wrong.push(format!("{} agrees, and is listed: {why}", case.id())),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{browser}:\n{}", wrong.join("\n"));
    assert_eq!(asked, count);
    assert!(excepted.is_empty(), "listed, and no case: {excepted:?}");
}

/// The cases in which the model is not as the browser, and why.
fn exceptions(browser: Browser) -> BTreeMap<&'static str, &'static str> {
    let lines = include_str!("exceptions.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[0] == browser.name()).map(|row| (row[1], row[2])).collect()
}
