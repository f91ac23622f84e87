//! The page of `corsgen explain`, in a real Chromium: it is laid out at every width, everybody can use it, and nothing that others wrote
//! is markup in it.

use std::{fs, path::PathBuf};

use cors_browser::{Body, Browser, Call, Credentials, HeaderList, Page};
use cors_compiler::Source;
use cors_explain::{
    Application, Asked as Wanted, Explanation, Judged, Question, Recorded, explain, html, matrix, matrix_html, svg,
};
use corsgen_tests::{
    Failure,
    browser::{Chromium, Scheme},
    installed::installed,
};
use serde_json::Value;

const LAYOUT: &str = include_str!("../page/layout.js");

const POLICY: &str = "\
allow_origins:
  - https://shop.example.com
  - https://*.partner.example
allow_methods: [GET, PUT]
allow_headers: [Content-Type]
expose_headers: [X-Total-Count]
allow_credentials: true
max_age: 1d
";

/// What is explained.
struct Asked {
    file: String,
    policy: String,
    call: Call,
    application: Application,
    browser: Browser,
    again: bool,
}

impl Asked {
    #[expect(clippy::unwrap_used, reason = "the origins are written here")]
    fn new(from: &str, method: &str, url: &str) -> Self {
        let call = Call::new(Page::parse(from).unwrap(), url).method(method);
        let application = Application::default();
        Self {
            file: "cors.yaml".into(),
            policy: POLICY.into(),
            call,
            application,
            browser: Browser::Standard,
            again: false,
        }
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        self.call = self.call.header(name, value.as_bytes());
        self
    }

    fn credentials(mut self) -> Self {
        self.call.credentials = Credentials::Include;
        self
    }

    fn answering(mut self, name: &str, value: &str) -> Self {
        let headers: HeaderList = [(name, value)].into_iter().collect();
        self.application.headers.extend(headers.iter().map(|(name, value)| (name, value.to_vec())));
        self
    }

    fn page(&self) -> String {
        html(&self.explained())
    }

    #[expect(clippy::expect_used, reason = "the policies are written here")]
    fn explained(&self) -> Explanation {
        let judged = Judged::new(Source::new(&self.file, &self.policy), None).expect("a policy");
        explain(&Question {
            policy: Some(&judged),
            application: &self.application,
            live: None,
            call: &self.call,
            browser: self.browser,
            again: self.again.then_some(std::time::Duration::from_secs(60)),
        })
    }
}

/// A page in a file, for as long as this lives.
struct Shown(PathBuf);

impl Shown {
    fn new(name: &str, html: &str) -> Result<Self, Failure> {
        let end = if html.starts_with("<svg") { "svg" } else { "html" };
        let path = std::env::temp_dir().join(format!("corsgen-page-{}-{name}.{end}", std::process::id()));
        fs::write(&path, html)?;
        Ok(Self(path))
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

/// The matrix of a policy, and what others wrote in it.
#[expect(clippy::expect_used, reason = "the policies are written here")]
fn matrix_page(policy: &str, text: &str) -> String {
    let judged = Judged::new(Source::new("cors.yaml", policy), None).expect("a policy");
    let paths = ["/".to_owned(), format!("/{text}")].into_iter().chain((0..30).map(|number| format!("/{number}")));
    let wanted =
        Wanted { methods: vec!["GET".to_owned(), "PUT".to_owned()], paths: paths.collect(), ..Wanted::default() };
    matrix_html(&matrix(&judged, &wanted, Browser::Standard))
}

const SHOP: &str = "https://shop.example.com";

/// What readers meet.
fn ordinary() -> Vec<(&'static str, Asked)> {
    let put = || Asked::new(SHOP, "PUT", "https://api.example.com/items/1").header("Content-Type", "application/json");
    let mut form = Asked::new("https://shop.example.com.evil.example", "POST", "https://api.example.com/orders");
    form.call.body = Some(Body::Text);
    vec![
        ("works", Asked { browser: Browser::Chromium, ..put().credentials() }),
        ("refused-header", put().header("X-Trace", "1").credentials()),
        ("refused-answer", form.credentials()),
        ("kept", Asked { again: true, browser: Browser::Firefox, ..put() }),
        ("simple", Asked::new(SHOP, "GET", "https://api.example.com/items").answering("x-total-count", "7")),
        ("same-origin", Asked::new(SHOP, "GET", "https://shop.example.com/items")),
        ("not-sent", Asked::new(SHOP, "TRACE", "https://api.example.com/items")),
    ]
}

/// As long, as many, and as foreign as can be.
fn extreme() -> Vec<(&'static str, Asked)> {
    let label = "a".repeat(60);
    let host = format!("{label}.{label}.{label}.{}.example", "b".repeat(50));
    let foreign =
        "مرحبا שלום 世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界 \u{1f469}\u{200d}\u{1f4bb}".repeat(4);
    let mut long = Asked::new(&format!("https://{host}"), "PUT", &format!("https://api.{host}/x?{foreign}"));
    for number in 0..40 {
        long = long.header(&format!("X-{}-{number}", "Very-Long-Name".repeat(6)), &foreign);
    }
    let mut allowed = Asked::new(&format!("https://{host}"), "PUT", &format!("https://api.{host}/x?{foreign}"));
    allowed.policy =
        format!("allow_origins: [\"https://{host}\"] # {foreign}\nallow_methods: [PUT]\nallow_headers: \"*\"\n");
    for number in 0..20 {
        let name = format!("x-{}{number}", "w".repeat(200));
        allowed = allowed.answering(&name, &foreign).header(&name, "1");
    }
    let mut near = Asked::new(&format!("https://{host}x"), "GET", &format!("https://api.{host}/"));
    near.policy = format!("allow_origins: [\"https://{host}\"]\n");
    vec![("long", long), ("allowed", allowed), ("near", near)]
}

fn faults(chromium: &mut Chromium, session: &str) -> Result<Vec<String>, Failure> {
    let found = chromium.evaluate(session, LAYOUT)?;
    let found = found.as_array().ok_or("no list")?;
    Ok(found.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

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
    let mut shape = |text: &str| -> Result<Value, Failure> {
        let headers: HeaderList = [("access-control-allow-origin", text), ("vary", text)].into_iter().collect();
        let mut live = Vec::new();
        asked.application.headers = headers.clone();
        _ = cors_browser::UserAgent::new(Browser::Standard).fetch(&asked.call, |request| {
            let response = cors_browser::Response { status: 200, headers: headers.clone() };
            live.push(Recorded { request: request.clone(), response: Some(response) });
            None
        });
        let judged = Judged::new(Source::new("cors.yaml", POLICY), None).map_err(|_| "no policy")?;
        let explanation = explain(&Question {
            policy: Some(&judged),
            application: &asked.application,
            live: Some(&live),
            call: &asked.call,
            browser: Browser::Standard,
            again: None,
        });
        if explanation.beside.as_ref().is_none_or(|beside| beside.differences.is_empty()) {
            return Err("nothing stands beside the policy".into());
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
    let harmless = HOSTILE.replace(['"', '\'', '<', '>', '&', ';', '/', '\u{202e}'], "x");
    assert_eq!(shape(HOSTILE)?, shape(&harmless)?);
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

/// What axe-core objects to, of any weight: a line for each.
fn objections(chromium: &mut Chromium, session: &str) -> Result<Vec<String>, Failure> {
    let axe = fs::read_to_string(installed("CORSGEN_AXE")?)?;
    chromium.evaluate(session, &format!("{axe};null"))?;
    let run = "axe.run().then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.html}`)))";
    let found = chromium.evaluate(session, run)?;
    Ok(found.as_array().ok_or("no list")?.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect())
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

/// What would be markup, a script, or another reading direction, if it were let.
const HOSTILE: &str =
    "x\"'> \u{202e}<img src=x onerror=pwned=1></p></style></title></pre><script>pwned=1</script>&lt;b&gt;<!--";

/// The same page with this text in every field that others write, one after the other.
fn in_each_field(text: &str) -> Vec<Asked> {
    let get = || Asked::new(SHOP, "PUT", "https://api.example.com/items");
    let commented = format!("allow_origins: [https://a.example] # {}\n", text.replace('\u{202e}', " "));
    let mut other = Asked::new("https://b.example", "GET", "https://api.example.com/items");
    other.policy.clone_from(&commented);
    let policy = POLICY.replace("[Content-Type]", "[Content-Type, X-A]");
    vec![
        Asked { file: text.to_owned(), ..get().header("x-b", "1") },
        other,
        get().header("x-b", text),
        get().header(text, "1"),
        Asked { policy, ..get().header("x-a", text).answering("x-a", text) },
        Asked::new(SHOP, "GET", &format!("https://api.example.com/items?{text}#{text}")),
        Asked::new(SHOP, "GET", text),
        Asked::new(SHOP, text, "https://api.example.com/items"),
        Asked::new(SHOP, "GET", "https://api.example.com/items").answering("access-control-allow-origin", text),
        Asked::new(SHOP, "GET", "https://api.example.com/items").answering(text, "1"),
        Asked::new(SHOP, "GET", "https://shop.example.com/items").answering("x-a", text),
    ]
}

/// The names of a page's elements and attributes, in order, and whether a script of others has run.
const SHAPE: &str = "({shape: [...document.querySelectorAll('*:not(wbr)')].map((element) => [element.localName, ...element.getAttributeNames()].join(' ')), \
     pwned: typeof pwned !== 'undefined', text: document.body.textContent})";

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
const PICTURE: &str = include_str!("../page/picture.js");

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
