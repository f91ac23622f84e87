//! Hostile strings in every field: what is printed acts on no terminal, and what is read never panics.

use cors_browser::{Browser, Call, HeaderList, Page, Request, Response};
use cors_explain::{Application, Pasted, Question, Recorded, explain};

use crate::asked::judged;

/// Colours, a window's title, C1, another reading direction, line ends.
const HOSTILE: &str = "x\u{1b}[35m\u{1b}]0;pwn\u{7}\u{9b}1m\u{202e}\n\r\u{2028}<script>`y";

/// Whether a terminal would obey anything but the colours that are ours.
fn is_harmless(text: &str) {
    for acting in ["\u{1b}[35m", "\u{1b}]", "\u{7}", "\u{9b}", "\u{202e}", "\r", "\u{2028}"] {
        assert!(!text.contains(acting), "{acting:?} in {text:?}");
    }
    let escapes = text.split('\u{1b}').skip(1);
    for escape in escapes {
        let own = escape.split_once('m').is_some_and(|(code, _)| {
            code.starts_with('[') && code.chars().skip(1).all(|c| c.is_ascii_digit() || c == ';')
        });
        assert!(own, "{escape:?}");
    }
}

#[test]
fn nothing_of_others_acts_on_a_terminal() {
    let policy =
        format!("# {HOSTILE}\nallow_origins: [https://a.example] # \u{9b}1m\u{202e}\n").replace(['\n', '\r'], " ");
    let policy = judged(&policy.replacen("allow", "\nallow", 1), None);
    let plain = judged("allow_origins: [https://a.example]\nallow_methods: [PUT]\n", None).unwrap();
    let policies = [policy, Some(plain)];
    for judged in policies.into_iter().flatten() {
        let mut call = Call::new(Page::parse("https://b.example").unwrap(), "https://api.example/x");
        let calls = [
            Call { url: format!("https://api.example/{HOSTILE}"), ..call.clone() },
            Call { url: HOSTILE.to_owned(), ..call.clone() },
            Call { method: HOSTILE.to_owned(), ..call.clone() },
            call.clone().header(HOSTILE, "x"),
            call.clone().header("x-a", HOSTILE.replace(['\n', '\r'], "")),
        ];
        for call in &calls {
            check(&Question {
                policy: Some(&judged),
                application: &Application::default(),
                live: None,
                call,
                browser: Browser::Chromium,
                again: None,
            });
        }
        // What a server says is of others, too.
        call.url = "https://api.example/x".to_owned();
        for name in ["access-control-allow-origin", "x-a", HOSTILE] {
            let headers: HeaderList = [(name, HOSTILE)].into_iter().collect();
            let application = Application { status: 200, headers: headers.clone() };
            let request = recorded(&call);
            let live = [Recorded { request, response: Some(Response { status: 200, headers }) }];
            for live in [None, Some(live.as_slice())] {
                check(&Question {
                    policy: Some(&judged),
                    application: &application,
                    live,
                    call: &call,
                    browser: Browser::Firefox,
                    again: None,
                });
            }
        }
    }
}

/// The request that a call sends.
fn recorded(call: &Call) -> Request {
    let mut sent = None;
    cors_browser::UserAgent::new(Browser::Firefox).fetch(call, |request| {
        sent = Some(request.clone());
        None
    });
    sent.unwrap()
}

fn check(question: &Question<'_>) {
    let explanation = explain(question);
    for width in [1, 44, 80, 400] {
        is_harmless(&cors_explain::text(&explanation, width));
    }
    let json = cors_explain::json(&explanation).unwrap();
    assert!(!json.trim_end().contains(|c: char| c.is_ascii_control()), "{json:?}");
}

/// A generator of numbers: the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn whatever_was_copied_is_read_or_refused() {
    let texts = [
        "fetch(\"https://api.example/x\", {\"headers\": {\"a\": \"b\\u00e9\"}, method: 'PUT', body: new Blob([`x`], {type: \"t\"}), // c\n})",
        "curl 'https://api.example/x' -X PUT -H $'a: \\x62\\'' --data-raw \"{\\\"a\\\":1}\" \\\n -b x=1 --compressed",
    ];
    let inserted =
        ["'", "\"", "`", "\\", "$", "{", "(", "[", "\u{1b}", "é", "\n", "\0", ",", ":", "🙂", "\\u", "${", "/*"];
    let mut numbers = Numbers(7);
    let (mut read, mut refused) = (0, 0);
    for round in 0..20_000 {
        let mut text: Vec<char> = texts[round % texts.len()].chars().collect();
        for _ in 0..=numbers.below(4) {
            let at = numbers.below(text.len());
            if numbers.below(2) == 0 {
                text.remove(at);
            } else {
                let piece = inserted[numbers.below(inserted.len())];
                text.splice(at..at, piece.chars());
            }
        }
        let text: String = text.into_iter().collect();
        match Pasted::read(&text) {
            Some(Ok(_)) => read += 1,
            Some(Err(misread)) => {
                assert!(misread.at <= text.len() && text.is_char_boundary(misread.at), "{text:?}");
                refused += 1;
            }
            None => {}
        }
    }
    assert!(read > 1000 && refused > 1000, "{read} read, {refused} refused");
}

#[test]
fn consoles_and_matrices_act_on_no_terminal() {
    let judged = judged("allow_origins: [https://a.example]\nroutes: [{path: /x, cors: false}]\n", None).unwrap();
    for url in ["https://api.example/x", HOSTILE] {
        for reason in [
            "Method x\u{1b}[35m\u{202e} is not allowed by Access-Control-Allow-Methods in preflight response.",
            HOSTILE,
        ] {
            let text = format!(
                "Access to fetch at '{url}' from origin 'https://b.example' has been blocked by CORS policy: {reason}{HOSTILE}"
            );
            let Some(diagnosis) = cors_explain::diagnose(&text, Some(&judged), None) else { continue };
            is_harmless(&cors_explain::diagnosis_text(&diagnosis, 80));
            assert!(cors_explain::diagnosis_json(&diagnosis).is_ok());
        }
    }
    let asked = cors_explain::Asked {
        origins: vec!["https://a.example".to_owned(), HOSTILE.to_owned()],
        methods: vec!["GET".to_owned(), HOSTILE.to_owned()],
        paths: vec!["/x".to_owned(), HOSTILE.to_owned()],
    };
    let matrix = cors_explain::matrix(&judged, &asked, Browser::Standard);
    assert_eq!((matrix.columns.len(), matrix.rows.len()), (4, 1));
    for width in [1, 80, 400] {
        is_harmless(&cors_explain::matrix_text(&matrix, width));
    }
    assert!(cors_explain::matrix_json(&matrix).is_ok());
}
