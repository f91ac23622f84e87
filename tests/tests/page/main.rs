//! The page of `corsgen explain`, in a real Chromium: it is laid out at every width, everybody can use it, and nothing that others wrote
//! is markup in it.

mod asked;
mod shown;

use cors_browser::{Browser, HeaderList};
use cors_compiler::Source;
use cors_explain::{Judged, Question, Recorded, explain, html, svg};
use corsgen_tests::{
    Failure,
    browser::{Chromium, Scheme},
};
use serde_json::Value;

use asked::{Asked, HOSTILE, POLICY, SHOP, extreme, in_each_field, matrix_page, ordinary};
use shown::{SHAPE, Shown, faults, objections};

#[test]
fn no_text_leaves_its_place() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    for (name, asked) in ordinary().into_iter().chain(extreme()) {
        let page = Shown::new(name, &asked.page())?;
        for (width, scheme) in [(360, Scheme::Light), (768, Scheme::Dark), (1600, Scheme::Light), (680, Scheme::Paper)]
        {
            let session = chromium.show(&page.0, width, scheme)?;
            let found = faults(&mut chromium, &session)?;
            assert!(
                found.is_empty(),
                "{name}, {width} pixels, {scheme:?}: {} faults: {:#?}",
                found.len(),
                found.first()
            );
            let said = chromium.console(&session)?;
            assert!(said.is_empty(), "{name}: {said:?}");
        }
    }
    Ok(())
}

#[test]
fn the_matrix_is_a_page_as_well() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let host = format!("{}.example", ["a".repeat(60), "b".repeat(60)].join("."));
    let long = format!("allow_origins: [\"https://{host}\", \"https://*.{host}\"]\nallow_methods: [PUT]\n");
    for (name, policy, text) in [("matrix", POLICY, "x"), ("long-matrix", &long, &"w".repeat(300))] {
        let page = Shown::new(name, &matrix_page(policy, text))?;
        for (width, scheme) in [(360, Scheme::Light), (1600, Scheme::Dark), (680, Scheme::Paper)] {
            let session = chromium.show(&page.0, width, scheme)?;
            let found = faults(&mut chromium, &session)?;
            assert!(found.is_empty(), "{name}, {width} pixels, {scheme:?}: {found:#?}");
            let found = objections(&mut chromium, &session)?;
            assert!(scheme == Scheme::Paper || found.is_empty(), "{name}, {scheme:?}: {found:#?}");
        }
    }
    let shape = |chromium: &mut Chromium, text: &str| -> Result<Value, Failure> {
        let page = Shown::new("hostile-matrix", &matrix_page(POLICY, text))?;
        let session = chromium.show(&page.0, 768, Scheme::Light)?;
        Ok(chromium.evaluate(&session, SHAPE)?["shape"].take())
    };
    assert_eq!(shape(&mut chromium, HOSTILE)?, shape(&mut chromium, "harmless")?);
    Ok(())
}

#[test]
fn what_a_server_says_is_no_markup_either() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let mut asked = Asked::new(SHOP, "GET", "https://api.example.com/items");
    let mut shape = |text: &str, policy: Option<&Judged>| -> Result<Value, Failure> {
        let headers: HeaderList = [("access-control-allow-origin", text), ("vary", text)].into_iter().collect();
        let mut live = Vec::new();
        asked.application.headers = headers.clone();
        _ = cors_browser::UserAgent::new(Browser::Standard).fetch(&asked.call, |request| {
            let response = cors_browser::Response { status: 200, headers: headers.clone() };
            live.push(Recorded { request: request.clone(), response: Some(response) });
            None
        });
        let explanation = explain(&Question {
            policy,
            application: &asked.application,
            live: Some(&live),
            call: &asked.call,
            browser: Browser::Standard,
            again: None,
        });
        let differs = explanation.beside.as_ref().is_some_and(|beside| !beside.differences.is_empty());
        if (differs, explanation.wanted.is_some()) != (policy.is_some(), policy.is_none()) {
            return Err("nothing stands beside the policy, or in its place".into());
        }
        let page = Shown::new("live", &html(&explanation))?;
        for width in [360, 1600] {
            let session = chromium.show(&page.0, width, Scheme::Light)?;
            let found = faults(&mut chromium, &session)?;
            let objected = objections(&mut chromium, &session)?;
            assert!(found.is_empty() && objected.is_empty(), "{width} pixels: {found:#?} {objected:#?}");
        }
        let session = chromium.show(&page.0, 768, Scheme::Light)?;
        Ok(chromium.evaluate(&session, SHAPE)?["shape"].take())
    };
    let judged = Judged::new(Source::new("cors.yaml", POLICY), None).map_err(|_| "no policy")?;
    let harmless = HOSTILE.replace(['"', '\'', '<', '>', '&', ';', '/', '\u{202e}'], "x");
    for policy in [Some(&judged), None] {
        assert_eq!(shape(HOSTILE, policy)?, shape(&harmless, policy)?);
    }
    Ok(())
}

#[test]
fn text_that_leaves_its_place_is_found() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let page = Shown::new("spoilt", &extreme().remove(0).1.page())?;
    for (rule, fault) in [
        (".title { white-space: nowrap; overflow-wrap: normal }", "leaves its lane"),
        ("h1 code { white-space: nowrap }", "wide in a window"),
        (".lines > li { margin-top: -16px }", "lie upon each other"),
        (".side { overflow: hidden } .lines { width: 60rem }", "leaves its lane"),
        (".row { margin-top: -12px }", "begins before"),
        (".arrow { margin: 0 }", "does not join two lanes"),
        (".gate { left: 40px }", "does not stand"),
        (".card pre { white-space: pre; overflow: hidden }", "overflows its pre"),
    ] {
        let session = chromium.show(&page.0, 360, Scheme::Light)?;
        chromium.evaluate(&session, &format!("for (const rule of {rule:?}.split(/(?<=}}) /)) document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length)"))?;
        let found = faults(&mut chromium, &session)?;
        assert!(found.iter().any(|found| found.contains(fault)), "{rule}: {:#?}", found.first());
    }
    Ok(())
}

#[test]
fn everybody_can_use_it() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    for (name, asked) in ordinary() {
        let page = Shown::new(&format!("{name}-axe"), &asked.page())?;
        for (width, scheme) in [(360, Scheme::Dark), (1600, Scheme::Light)] {
            let session = chromium.show(&page.0, width, scheme)?;
            let found = objections(&mut chromium, &session)?;
            assert!(found.is_empty(), "{name}, {scheme:?}: {found:#?}");
        }
    }
    Ok(())
}

#[test]
fn what_hinders_somebody_is_found() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let page = Shown::new("hindering", &ordinary().remove(0).1.page())?;
    for (spoil, rule) in [
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.body.style.setProperty('--soft', '#999')", "color-contrast"),
        ("document.querySelector('h2').outerHTML = '<h5>x</h5>'", "heading-order"),
        ("document.querySelector('main').outerHTML = document.querySelector('main').innerHTML", "landmark-one-main"),
    ] {
        let session = chromium.show(&page.0, 1600, Scheme::Light)?;
        chromium.evaluate(&session, &format!("{spoil};null"))?;
        let found = objections(&mut chromium, &session)?;
        assert!(found.iter().any(|found| found.starts_with(rule)), "{spoil}: {found:#?}");
    }
    Ok(())
}

#[test]
fn nothing_of_others_is_markup() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    // As long, and of the same words; of what is invalid it is as invalid.
    let harmless = HOSTILE.replace(['"', '\'', '<', '>', '&', ';', '/', '\u{202e}'], "x");
    let mut times = 0;
    for (field, (hostile, harmless)) in in_each_field(HOSTILE).iter().zip(in_each_field(&harmless)).enumerate() {
        let (hostile, harmless) = (hostile.page(), harmless.page());
        assert!(!hostile.contains('\u{202e}'), "field {field}");
        // Nothing but the quoting is to keep it harmless: the page's own policy is taken out.
        let open = |page: &str| {
            let (before, after) = page.split_once("<meta http-equiv").unwrap();
            format!("{before}{}", after.split_once('>').unwrap().1)
        };
        let mut shape = |name: &str, page: &str| -> Result<Value, Failure> {
            let page = Shown::new(&format!("field-{field}-{name}"), page)?;
            let session = chromium.show(&page.0, 768, Scheme::Light)?;
            chromium.evaluate(&session, SHAPE)
        };
        let (hostile, harmless) = (shape("hostile", &open(&hostile))?, shape("harmless", &open(&harmless))?);
        assert_eq!(hostile["shape"], harmless["shape"], "field {field}");
        assert_eq!((&hostile["pwned"], &harmless["pwned"]), (&false.into(), &false.into()), "field {field}");
        times += usize::from(hostile["text"].as_str().unwrap_or_default().contains("pwned"));
    }
    assert!(times >= 9, "the text stands on {times} pages only");
    Ok(())
}

#[test]
fn markup_of_others_would_be_found() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let page = "<!DOCTYPE html><title>x</title><p>";
    let page = Shown::new("let", &format!("{page}{HOSTILE}"))?;
    let session = chromium.show(&page.0, 768, Scheme::Light)?;
    assert_eq!(chromium.evaluate(&session, SHAPE)?["pwned"], true);
    Ok(())
}

#[test]
fn the_page_asks_for_nothing() {
    for (name, asked) in ordinary().into_iter().chain(extreme()) {
        let page = asked.page();
        assert_eq!(page, asked.page(), "{name}: other bytes");
        for loading in ["<script", "<link", "<img", "<iframe", "@import", "url(", " src=", " style="] {
            assert!(!page.contains(loading), "{name}: {loading}");
        }
        let mut links = page.split("href=\"").skip(1);
        assert!(
            links.all(|link| link.starts_with("https://fetch.spec.whatwg.org/") || link.starts_with("https://")),
            "{name}"
        );
    }
}

/// What is wrong with a picture: text that leaves it, or lies upon other text, or that is no text.
const PICTURE: &str = include_str!("../../page/picture.js");

#[test]
fn a_picture_holds_its_text_and_nothing_else() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let all = ordinary().into_iter().chain(extreme());
    for (name, asked) in all.chain(in_each_field(HOSTILE).into_iter().map(|asked| ("hostile", asked))) {
        let picture = Shown::new(&format!("{name}-picture"), &svg(&asked.explained()))?;
        let session = chromium.show(&picture.0, 1000, Scheme::Light)?;
        let found = chromium.evaluate(&session, PICTURE)?;
        assert_eq!(found, Value::Array(Vec::new()), "{name}");
    }
    Ok(())
}

#[test]
fn a_spoilt_picture_is_found() -> Result<(), Failure> {
    let mut chromium = Chromium::start(&[])?;
    let picture = svg(&ordinary().remove(0).1.explained());
    for (from, to, fault) in [
        ("<desc", "<desc <", "no picture"),
        ("</svg>", "<script>pwned=1</script></svg>", "script"),
        ("textLength=\"", "textLength=\"9", "leaves"),
        ("text-anchor=\"end\"", "text-anchor=\"start\"", "leaves"),
    ] {
        let picture = Shown::new("spoilt-picture", &picture.replace(from, to))?;
        let session = chromium.show(&picture.0, 1000, Scheme::Light)?;
        let found = chromium.evaluate(&session, PICTURE)?.to_string();
        assert!(found.contains(fault), "{to}: {found}");
    }
    Ok(())
}
