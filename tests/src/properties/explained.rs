use std::time::Duration;

use cors_browser::{Browser, HeaderList, UserAgent, Verdict};
use cors_compiler::{Options, Source, compile, judge};
use cors_explain::{
    Application, Asked, Judged, Question, Recorded, explain, html, json, matrix, matrix_html, matrix_json, matrix_text,
    svg, text,
};

use super::browser_calls;
use crate::policies::{Policy, Random};

/// Any call is explained, under any policy and by any server's answers, and every way to print it takes it. A policy that is proposed compiles.
/// Judges all that the generator's policies allow it to.
pub(super) fn explained(bytes: &[u8]) -> bool {
    let mut random = Random::of_bytes(bytes);
    let call = browser_calls::call(&mut random);
    let browser = random.pick(&Browser::ALL);
    let again = random.one_in(4).then(|| Duration::from_secs(random.pick(&[0, 4, 6, 100_000])));
    let headers: HeaderList = browser_calls::response(&mut random, b"https://app.example")
        .map_or_else(HeaderList::new, |answer| answer.headers);
    let application = Application { status: random.pick(&[200, 204, 302, 404, 500]), headers };
    let live = random.one_in(3).then(|| recorded(&mut random, &call, browser));
    let policy = Policy::drawn(&mut random, 0);
    let source = Source::new("cors.yaml", policy.text());
    let Ok(judged) = Judged::new(source, policy.profile.as_deref()) else { return false };
    let policy = if live.is_some() && random.one_in(2) { None } else { Some(&judged) };
    let question = Question { policy, application: &application, live: live.as_deref(), call: &call, browser, again };
    let explanation = explain(&question);
    for width in [1, 80] {
        let shown = text(&explanation, width);
        assert!(!shown.contains(['\u{7}', '\u{9b}', '\u{202e}', '\r']), "{shown:?}");
    }
    json(&explanation).unwrap_or_else(|error| panic!("{error}: {call:?}"));
    for drawn in [html(&explanation), svg(&explanation)] {
        assert!(!drawn.contains("<script"), "{call:?}");
    }
    if let Some(wanted) = &explanation.wanted {
        let proposed = Source::new("cors.yaml", wanted.text.as_str());
        assert!(compile(&proposed, &Options::default()).is_ok(), "{:?}", judge(&proposed, None).findings());
        assert_ne!(explanation.outcome.verdict, Verdict::Readable, "{call:?}");
    }
    if random.one_in(8) {
        let asked = Asked {
            origins: vec![call.page.origin.to_string(), call.url.clone()],
            methods: vec![call.method.clone()],
            paths: vec![call.url.clone()],
        };
        let matrix = matrix(&judged, &asked, browser);
        let _ = (matrix_text(&matrix, 80), matrix_json(&matrix).unwrap_or_default(), matrix_html(&matrix));
    }
    true
}

/// What a server answers to the call, whatever it is.
fn recorded(random: &mut Random, call: &cors_browser::Call, browser: Browser) -> Vec<Recorded> {
    let mut recorded = Vec::new();
    UserAgent::new(browser).fetch(call, |request| {
        let origin = request.headers.get("origin").unwrap_or_default();
        let response = browser_calls::response(random, &origin);
        recorded.push(Recorded { request: request.clone(), response: response.clone() });
        response
    });
    recorded
}
