//! A call for each reason, what a preflight is answered, and what the call is.

use cors_browser::{Body, CacheMode, Call, Credentials, Mode, Page, Permission, Reason, Redirect};

/// A status and header lines. Status 0: none.
pub(crate) type Answer = (u16, &'static [(&'static str, &'static str)]);

pub(crate) type Row = (Reason, Call, Answer, Answer);

const ORIGIN: &str = "access-control-allow-origin";
const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";
const ALLOWED: Answer = (
    200,
    &[
        (ORIGIN, "https://app.test"),
        ("access-control-allow-credentials", "true"),
        (METHODS, "PUT, POST"),
        (HEADERS, "x-foo"),
    ],
);

pub(crate) fn all() -> Vec<Row> {
    [thrown(), kept_at_home(), of_preflights(), of_answers(), of_redirects()].concat()
}

pub(crate) fn call() -> Call {
    to("https://api.test/x")
}

fn to(url: &str) -> Call {
    Call::new(Page::parse("https://app.test").unwrap(), url)
}

fn refused(reason: Reason, call: Call) -> Row {
    (reason, call, ALLOWED, ALLOWED)
}

fn thrown() -> Vec<Row> {
    vec![
        refused(Reason::UrlInvalid, to("//")),
        refused(Reason::UrlCredentials, to("https://u:p@api.test/")),
        refused(Reason::MethodInvalid, call().method("BAD METHOD")),
        refused(Reason::MethodForbidden, call().method("trace")),
        refused(Reason::MethodNoCors, call().method("put").mode(Mode::NoCors)),
        refused(Reason::HeaderNameInvalid, call().header("x y", "1")),
        refused(Reason::HeaderValueInvalid, call().header("x-y", "1\n2")),
        refused(Reason::BodyOfGet, call().body(Body::Text)),
        refused(Reason::StreamBody, call().method("POST").body(Body::Stream)),
        refused(Reason::OnlyIfCached, Call { cache: CacheMode::OnlyIfCached, ..call() }),
    ]
}

fn kept_at_home() -> Vec<Row> {
    let near = |page, url, permission| {
        let page = Page { permission, ..Page::parse(page).unwrap() };
        Call::new(page, url)
    };
    let insecure = near("http://1.2.3.4", "http://192.168.0.1/", Permission::Unknown);
    let denied = near("https://1.2.3.4", "https://192.168.0.1/", Permission::Denied);
    vec![
        refused(Reason::MixedContent, to("http://api.test/")),
        refused(Reason::BadPort, to("https://api.test:25/")),
        refused(Reason::LocalNetworkInsecure, insecure),
        refused(Reason::LocalNetworkDenied, denied),
        refused(Reason::OtherOrigin, call().mode(Mode::SameOrigin)),
        refused(Reason::RedirectNoCors, Call { redirect: Redirect::Error, ..call().mode(Mode::NoCors) }),
        refused(Reason::Scheme, to("ftp://api.test/")),
    ]
}

fn of_preflights() -> Vec<Row> {
    let row = |reason, answer: Answer| (reason, call().method("PUT").header("X-Foo", "1"), answer, ALLOWED);
    let authorization = call().header("Authorization", "x");
    vec![
        row(Reason::PreflightRedirect, (301, &[(ORIGIN, "*"), ("location", "/y")])),
        row(Reason::PreflightStatus, (404, &[(ORIGIN, "*")])),
        row(Reason::AllowMethodsInvalid, (200, &[(ORIGIN, "*"), (METHODS, "P UT")])),
        row(Reason::AllowHeadersInvalid, (200, &[(ORIGIN, "*"), (METHODS, "PUT"), (HEADERS, "x foo")])),
        row(Reason::MethodNotAllowed, (200, &[(ORIGIN, "*"), (METHODS, "put")])),
        row(Reason::HeaderNotAllowed, (200, &[(ORIGIN, "*"), (METHODS, "PUT")])),
        (Reason::AuthorizationNotCovered, authorization, (200, &[(ORIGIN, "*"), (HEADERS, "*")]), ALLOWED),
    ]
}

fn of_answers() -> Vec<Row> {
    let row = |reason, call, answer: Answer| (reason, call, ALLOWED, answer);
    let include = || call().credentials(Credentials::Include);
    let withheld: Answer = (200, &[("cross-origin-resource-policy", "same-origin")]);
    vec![
        row(Reason::Network, call(), (0, &[])),
        row(Reason::AllowOriginMissing, call(), (200, &[])),
        row(Reason::AllowOriginWildcard, include(), (200, &[(ORIGIN, "*")])),
        row(Reason::AllowOriginLines, call(), (200, &[(ORIGIN, "*"), (ORIGIN, "*")])),
        row(Reason::AllowOriginList, call(), (200, &[(ORIGIN, "https://app.test, https://b.test")])),
        row(Reason::AllowOriginInvalid, call(), (200, &[(ORIGIN, "app.test")])),
        row(Reason::AllowOriginMismatch, call(), (200, &[(ORIGIN, "https://app.test/")])),
        row(Reason::AllowCredentials, include(), (200, &[(ORIGIN, "https://app.test")])),
        row(Reason::ResourcePolicy, call().mode(Mode::NoCors), withheld),
    ]
}

fn of_redirects() -> Vec<Row> {
    let row = |reason, call, answer: Answer| (reason, call, ALLOWED, answer);
    let stream = call().method("POST").body(Body::Stream);
    vec![
        row(
            Reason::RedirectError,
            Call { redirect: Redirect::Error, ..call() },
            (302, &[(ORIGIN, "*"), ("location", "/y")]),
        ),
        row(Reason::LocationInvalid, call(), (302, &[(ORIGIN, "*"), ("location", "https://[")])),
        row(Reason::LocationScheme, call(), (302, &[(ORIGIN, "*"), ("location", "ftp://b.test/")])),
        row(Reason::LocationCredentials, call(), (302, &[(ORIGIN, "*"), ("location", "https://u:p@b.test/")])),
        row(Reason::TooManyRedirects, call(), (302, &[(ORIGIN, "*"), ("location", "/y")])),
        row(Reason::StreamRedirected, stream, (307, &[(ORIGIN, "*"), ("location", "/y")])),
    ]
}
