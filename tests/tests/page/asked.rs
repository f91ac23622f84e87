//! What is explained: what readers meet, what is long and foreign, and what is hostile.

use std::time::Duration;

use cors_browser::{Body, Browser, Call, Credentials, HeaderList, Page};
use cors_compiler::Source;
use cors_explain::{Application, Asked as Wanted, Explanation, Judged, Question, explain, html, matrix, matrix_html};

pub(crate) const POLICY: &str = "\
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
pub(crate) struct Asked {
    pub(crate) file: String,
    pub(crate) policy: String,
    pub(crate) call: Call,
    pub(crate) application: Application,
    pub(crate) browser: Browser,
    pub(crate) again: bool,
}

impl Asked {
    #[expect(clippy::unwrap_used, reason = "the origins are written here")]
    pub(crate) fn new(from: &str, method: &str, url: &str) -> Self {
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

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.call = self.call.header(name, value.as_bytes());
        self
    }

    pub(crate) fn credentials(mut self) -> Self {
        self.call.credentials = Credentials::Include;
        self
    }

    pub(crate) fn answering(mut self, name: &str, value: &str) -> Self {
        let headers: HeaderList = [(name, value)].into_iter().collect();
        self.application.headers.extend(headers.iter().map(|(name, value)| (name, value.to_vec())));
        self
    }

    pub(crate) fn page(&self) -> String {
        html(&self.explained())
    }

    #[expect(clippy::expect_used, reason = "the policies are written here")]
    pub(crate) fn explained(&self) -> Explanation {
        let judged = Judged::new(Source::new(&self.file, &self.policy), None).expect("a policy");
        explain(&Question {
            policy: Some(&judged),
            application: &self.application,
            live: None,
            call: &self.call,
            browser: self.browser,
            again: self.again.then_some(Duration::from_secs(60)),
        })
    }
}

pub(crate) const SHOP: &str = "https://shop.example.com";

/// What readers meet.
pub(crate) fn ordinary() -> Vec<(&'static str, Asked)> {
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
pub(crate) fn extreme() -> Vec<(&'static str, Asked)> {
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

/// What would be markup, a script, or another reading direction, if it were let.
pub(crate) const HOSTILE: &str =
    "x\"'> \u{202e}<img src=x onerror=pwned=1></p></style></title></pre><script>pwned=1</script>&lt;b&gt;<!--";

/// The same page with this text in every field that others write, one after the other.
pub(crate) fn in_each_field(text: &str) -> Vec<Asked> {
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

/// The matrix of a policy, and what others wrote in it.
#[expect(clippy::expect_used, reason = "the policies are written here")]
pub(crate) fn matrix_page(policy: &str, text: &str) -> String {
    let judged = Judged::new(Source::new("cors.yaml", policy), None).expect("a policy");
    let paths = ["/".to_owned(), format!("/{text}")].into_iter().chain((0..30).map(|number| format!("/{number}")));
    let wanted =
        Wanted { methods: vec!["GET".to_owned(), "PUT".to_owned()], paths: paths.collect(), ..Wanted::default() };
    matrix_html(&matrix(&judged, &wanted, Browser::Standard))
}
