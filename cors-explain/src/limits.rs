use cors_browser::{Body, Outcome, Verdict};

use crate::{Question, Sentence};

/// What CORS does not do, of this call.
pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Vec<Sentence> {
    let mut limits = vec![Sentence::of(
        "{}, scripts and apps send this request whatever the policy says: it needs an authentication of its own",
        &["curl"],
    )];
    let has_acted = outcome.actual().is_some_and(|exchange| exchange.response.is_some());
    if outcome.verdict == Verdict::Blocked && has_acted {
        limits.push("that the page cannot read the answer does not mean that the request was not carried out".into());
    }
    if outcome.preflight().is_none() && can_be_a_form(question, outcome) {
        limits.push(
            Sentence::quoting("a form or a link on any site sends this request without asking, with what cookies the browser has for it: it needs a \
             defence against forged requests, such as `SameSite` cookies or tokens"),
        );
    }
    if !outcome.same_origin {
        let words = if question.call.same_site {
            "the page is of the same site: `SameSite` cookies go along, and do not tell it from the server's own pages"
        } else {
            "whoever gets a script into one page of an allowed origin reads what its users may read"
        };
        limits.push(Sentence::quoting(words));
    } else {
        limits.push("nothing in CORS stands between a page and its own origin".into());
    }
    limits
}

fn can_be_a_form(question: &Question<'_>, outcome: &Outcome) -> bool {
    let method = outcome.actual().map(|exchange| exchange.request.method.as_str());
    matches!(method, Some("GET" | "POST")) && question.call.body != Some(Body::Stream)
}
