use cors_browser::{
    AddressSpace, Api, Body, CacheMode, Call, Credentials, Mode, Origin, Page, Permission, Redirect, ReferrerPolicy,
};
use serde_json::Value;

/// A recorded case: a call, further calls of the same page, the answers that the server gave, and what was seen.
pub(crate) struct Case(Value);

/// One of the calls of a case.
pub(crate) struct Recorded<'a> {
    pub(crate) call: Call,
    pub(crate) rules: &'a Value,
    /// How long the page waited before it.
    pub(crate) wait: std::time::Duration,
    /// What the standard says of it.
    pub(crate) spec: &'a Value,
}

impl Case {
    pub(crate) fn all() -> Vec<Self> {
        let file: Value = serde_json::from_str(include_str!("calls.json")).unwrap();
        file["cases"].as_array().unwrap().iter().cloned().map(Self).collect()
    }

    pub(crate) fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    /// Whether it is told what the standard says of it.
    pub(crate) fn has_spec(&self) -> bool {
        self.0["spec"].is_object()
    }

    /// What was seen of each call in a browser, if it was asked.
    pub(crate) fn seen(&self, browser: &str) -> Option<&[Value]> {
        self.0[browser]["calls"].as_array().map(Vec::as_slice)
    }

    /// The cookie that a request to this host carries, where it carries any.
    pub(crate) fn cookie(&self, host: &str) -> Option<String> {
        let cookies = self.0["cookies"].as_array()?;
        let cookie = cookies.iter().find(|cookie| cookie["url"].as_str().unwrap().contains(&format!("//{host}/")))?;
        Some(format!("{}={}", cookie["name"].as_str().unwrap(), cookie["value"].as_str().unwrap()))
    }

    pub(crate) fn calls(&self) -> Vec<Recorded<'_>> {
        // Rules hold until others are given.
        let mut rules = &self.0["server_rules"];
        let then = self.0["then"].as_array().into_iter().flatten();
        [&Value::Null]
            .into_iter()
            .chain(then)
            .map(|then| {
                rules = then.get("server_rules").unwrap_or(rules);
                let wait = std::time::Duration::from_millis(then["wait_ms"].as_u64().unwrap_or(0));
                let spec = then.get("spec").unwrap_or(&self.0["spec"]);
                Recorded { call: self.call(then), rules, wait, spec }
            })
            .collect()
    }

    /// The call, where `then` says otherwise.
    fn call(&self, then: &Value) -> Call {
        let get = |name: &str| then.get(name).or_else(|| self.0.get(name)).unwrap_or(&Value::Null);
        let mut call = Call::new(self.page(), get("url").as_str().unwrap());
        call.method = get("method").as_str().unwrap_or("GET").to_owned();
        call.headers = pairs(get("headers"));
        let body = get("body").as_str().map(|_| Body::Text);
        call.body = match get("body_kind").as_str() {
            Some("urlsearchparams") => Some(Body::UrlSearchParams),
            Some("stream") => Some(Body::Stream),
            None => body,
            Some(other) => panic!("no body is a {other}"),
        };
        call.credentials = match get("credentials").as_str() {
            Some("include") => Credentials::Include,
            Some("omit") => Credentials::Omit,
            None => Credentials::SameOrigin,
            Some(other) => panic!("no credentials mode is {other}"),
        };
        call.mode = match get("mode").as_str() {
            Some("no-cors") => Mode::NoCors,
            Some("same-origin") => Mode::SameOrigin,
            None => Mode::Cors,
            Some(other) => panic!("no mode is {other}"),
        };
        call.referrer_policy = match get("referrerPolicy").as_str() {
            Some("no-referrer") => ReferrerPolicy::NoReferrer,
            None => ReferrerPolicy::default(),
            Some(other) => panic!("no referrer policy is {other}"),
        };
        if get("api").as_str() == Some("xhr") {
            call.api = Api::Xhr { upload_listener: get("upload_listener").as_bool().unwrap_or(false) };
        }
        call.redirect = match get("redirect").as_str() {
            Some("error") => Redirect::Error,
            Some("manual") => Redirect::Manual,
            None => Redirect::Follow,
            Some(other) => panic!("no redirect mode is {other}"),
        };
        call.cache = match get("cache").as_str() {
            Some("no-store") => CacheMode::NoStore,
            Some("reload") => CacheMode::Reload,
            Some("no-cache") => CacheMode::NoCache,
            Some("force-cache") => CacheMode::ForceCache,
            Some("only-if-cached") => CacheMode::OnlyIfCached,
            None => CacheMode::Default,
            Some(other) => panic!("no cache mode is {other}"),
        };
        call.address_space = self.space(get("url").as_str().unwrap());
        call
    }

    fn page(&self) -> Page {
        let mut page = Page::parse(self.0["page_origin"].as_str().unwrap()).unwrap();
        let granted = self.0["grant"].as_array().is_some_and(|grants| !grants.is_empty());
        page.permission = if granted { Permission::Granted } else { Permission::Denied };
        if let Origin::Tuple(origin) = &page.origin {
            page.address_space = self.space(origin).or(page.address_space);
        }
        if self.0["page"]["url"].as_str().is_some_and(|url| url.starts_with("data:")) {
            page.is_secure = false;
            page.address_space = Some(AddressSpace::Public);
        }
        page
    }

    /// Where Chromium was told that a port is; everything is on its own machine otherwise.
    fn space(&self, url: &str) -> Option<AddressSpace> {
        let spaces = self.0["address_space_by_port"].as_object()?;
        let port = url::Url::parse(url).unwrap().port_or_known_default().unwrap().to_string();
        Some(match spaces.get(&port).and_then(Value::as_str) {
            Some("public") => AddressSpace::Public,
            Some("local") => AddressSpace::Local,
            None => AddressSpace::Loopback,
            Some(other) => panic!("no address space is {other}"),
        })
    }
}

/// Header lines, of which the characters to U+00FF are the bytes.
pub(crate) fn pairs(headers: &Value) -> Vec<(String, Vec<u8>)> {
    let bytes = |value: &Value| value.as_str().unwrap().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    match headers {
        Value::Null => Vec::new(),
        Value::Array(lines) => {
            lines.iter().map(|line| (line[0].as_str().unwrap().to_owned(), bytes(&line[1]))).collect()
        }
        Value::Object(lines) => lines.iter().map(|(name, value)| (name.clone(), bytes(value))).collect(),
        other => panic!("no headers: {other}"),
    }
}
