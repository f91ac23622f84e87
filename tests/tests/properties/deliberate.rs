//! A property that holds of whatever is wrong is none: each of these mistakes is seen.

use cors_compiler::{Options, Source, compile};
use cors_core::decide;
use corsgen_tests::{
    Answer, Interpreted, Request,
    aimed::Aim,
    mutations,
    policies::{Policy, Random},
    properties::decides_as,
};

/// So many policies each mistake is made in.
const POLICIES: u64 = 60;
/// So many requests are sent to each.
const REQUESTS: usize = 120;

/// Of the mistakes in generated code that the build script makes, those that are still code of the shape that is interpreted.
const READ: [&str; 16] = [
    "host-without-bound",
    "port-of-the-scheme-allowed",
    "wildcard-without-its-dot",
    "any-origin",
    "credentials-to-all",
    "credentials-forgotten",
    "max-age-in-minutes",
    "preflight-goes-on",
    "preflight-is-answered",
    "method-by-its-length",
    "header-by-its-length",
    "authorization-by-a-star",
    "reject-forgotten",
    "ambiguous-paths-are-not-rejected",
    "ambiguous-paths-are-unclaimed",
    "unclaimed-paths-are-denied",
];

#[test]
fn mistakes_in_generated_code_are_seen() {
    let all: Vec<_> = mutations::RUST.iter().filter(|(name, ..)| READ.contains(name)).collect();
    assert_eq!(all.len(), READ.len());
    let mut unseen: Vec<&str> = Vec::new();
    for (name, find, replace) in all {
        if !(0..POLICIES).any(|seed| is_seen(seed, find, replace)) {
            unseen.push(name);
        }
    }
    assert_eq!(unseen, Vec::<&str>::new());
}

/// Whether code with a mistake answers otherwise than the program.
fn is_seen(seed: u64, find: &str, replace: &str) -> bool {
    let random = &mut Random::new(seed);
    let policy = Policy::drawn(random, seed);
    let options = Options { profile: policy.profile.clone() };
    let (program, _) = compile(&Source::new("cors.yaml", policy.text()), &options).expect("a policy");
    let code = Interpreted::code(&program);
    if !code.contains(find) {
        return false;
    }
    let wrong = Interpreted::read(&code.replace(find, replace));
    let aim = Aim::at(&policy);
    let requests: Vec<Request> = (0..REQUESTS).map(|_| aim.request(random)).collect();
    requests.iter().any(|request| {
        let right = Answer::of_decision(&decide(&program, request), request);
        !decides_as(&wrong, request, &right)
    })
}
