use std::collections::BTreeMap;

use cors_compiler::{Checker, Options, Program, Source, compile};
use cors_core::{Policy as Decides, Rules, decide};

use crate::{
    Answer, Group, Interpreted, Reply, Request, Subject as _,
    aimed::Aim,
    policies::{Policy, Random},
    subjects::Naive,
};

/// So many requests are sent to each policy.
const REQUESTS: usize = 12;

/// To any request the program, the checker of policies read at run time and the generated checker answer what the naive decision does, which
/// is made over what the author wrote. Judges policies that are accepted, as nearly all are that the generator makes.
pub(super) fn checkers(bytes: &[u8]) -> bool {
    let mut random = Random::of_bytes(bytes);
    let policy = Policy::drawn(&mut random, 0);
    let group = Group {
        policy: policy.text(),
        profile: policy.profile.clone(),
        cannot_hold: BTreeMap::new(),
        cases: Vec::new(),
    };
    let options = Options { profile: group.profile.clone() };
    let Ok((program, _)) = compile(&Source::new("cors.yaml", group.policy.as_str()), &options) else { return false };
    let aim = Aim::at(&policy);
    let requests: Vec<Request> = (0..REQUESTS).map(|_| aim.request(&mut random)).collect();
    let Reply::Answers(expected) = Naive.answers(&group, &requests).expect("an answer") else {
        panic!("the naive decision holds every policy")
    };
    let (checker, generated) = (Checker::new(&program), Interpreted::of(&program));
    for (request, expected) in requests.iter().zip(&expected) {
        for (name, is_same) in [
            ("program", decides_as(&program, request, expected)),
            ("run-time checker", decides_as(&checker, request, expected)),
            ("generated checker", decides_as(&generated, request, expected)),
        ] {
            assert!(is_same, "{name}: {}\n{}", request.bytes().escape_ascii(), group.policy);
        }
    }
    assert_programs(&program, &checker, &generated);
    true
}

/// Reports whether a policy answers a request so.
pub fn decides_as<P: Decides<Rules: Rules<Text: AsRef<str>>>>(
    policy: &P,
    request: &Request,
    expected: &Answer,
) -> bool {
    expected.agrees(&Answer::of_decision(&decide(policy, request), request))
}

/// What does not depend on a request is the same too.
fn assert_programs(program: &Program, checker: &Checker, generated: &Interpreted) {
    assert_eq!(Decides::rejects(program), generated.rejects());
    assert_eq!(Decides::rejects(program), checker.rejects());
    assert_eq!(program.all().len(), generated.all().len());
    for (own, generated) in program.all().iter().zip(generated.all()) {
        assert_eq!(own.index(), generated.index());
        let (own, generated) = (own.terms(), generated.terms());
        assert_eq!(own.request_list_limit, generated.request_list_limit);
        assert_eq!(
            [&own.allow_methods, &own.allow_headers, &own.expose_headers, &own.max_age].map(|text| text.as_deref()),
            [&generated.allow_methods, &generated.allow_headers, &generated.expose_headers, &generated.max_age]
                .map(|text| text.as_deref())
        );
    }
}
