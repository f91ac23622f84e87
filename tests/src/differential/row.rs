use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Known, Plan, plan::compiled};
use crate::{Answer, By, Class, Judged, Observed, Reply, Request, Subject, policies::Policy};

/// A group for `tests/cases`, with what the reference answers; which of the two is right, and by which sentence, is for its
/// reader to say.
pub(super) fn of(subject: &mut dyn Subject, plan: &Plan, seed: u64, policy: &Policy, request: &Request) -> String {
    let (group, program) = match compiled(policy) {
        Ok(compiled) => compiled,
        Err(error) => return format!("policy {seed}, made smaller, is {error}"),
    };
    let answered = match subject.answers(&group, std::slice::from_ref(request)) {
        Ok(Reply::Answers(answers)) => format!("{:?}", answers.first()),
        other => format!("{other:?}"),
    };
    let Known { expected, is_sendable } = Known::of(&program, request, subject.has_parser());
    let mut text = format!(
        "# {}, CORSGEN_SEED={}, policy {seed}\n# expected {expected:?}\n# answered {answered}\n- policy: |\n",
        subject.name(),
        plan.seed
    );
    for line in group.policy.lines() {
        let _ = writeln!(text, "    {line}");
    }
    if let Some(profile) = &group.profile {
        let _ = writeln!(text, "  profile: {profile}");
    }
    let _ = writeln!(text, "  cases:\n    - id: found-{seed}\n      sentence: which\n      raw: {}", !is_sendable);
    let _ = writeln!(text, "      request:\n        {}", asked(request));
    let _ = writeln!(text, "      expect:\n        {}", expectation(&expected));
    text
}

fn asked(request: &Request) -> Value {
    let headers: Vec<Value> =
        request.headers.iter().map(|(name, value)| json!([name.to_ascii_lowercase(), latin1(value)])).collect();
    json!({ "method": latin1(&request.method), "path": latin1(&request.target), "headers": headers })
}

fn expectation(expected: &Answer) -> Value {
    let Answer::Observed(Observed { by, status, cors, vary, verdict: Some(verdict), .. }) = expected else {
        return json!("nothing");
    };
    let judged = |judged: &Judged| match judged {
        Judged::Allowed => "allowed",
        Judged::Denied => "denied",
        Judged::Absent => "absent",
    };
    let class = match verdict.class {
        Class::Preflight => "preflight",
        Class::Actual => "actual",
        Class::NotCors => "not-cors",
    };
    let mut headers: Vec<Value> = Vec::new();
    if *by == By::Layer || verdict.policy.is_some() {
        headers.extend(cors.iter().flat_map(|(name, lines)| lines.iter().map(move |line| json!([name, latin1(line)]))));
    }
    // The application's own name among them adds nothing.
    headers.push(json!(["vary", vary.iter().cloned().collect::<Vec<_>>().join(", ")]));

    json!({
        "policy": verdict.policy,
        "class": class,
        "origin": judged(&verdict.origin),
        "method": verdict.method.as_ref().map(judged),
        "headers": verdict.headers.as_ref().map(judged),
        "answered_by": if *by == By::Layer { "layer" } else { "application" },
        "status": (*by == By::Layer).then_some(*status),
        "response_headers": headers,
        "untouched": verdict.policy.is_none() && cors.contains_key("access-control-allow-private-network"),
    })
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
