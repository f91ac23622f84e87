//! A hundred thousand requests such as nobody means well: the layers answer each, and hold nothing of them.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use actix_web::{
    App, HttpResponse,
    dev::Service as _,
    test::{TestRequest, init_service},
    web,
};
use cors_policy::{actix::Cors, cors_policy, runtime::RuntimePolicy, tower::CorsLayer};
use corsgen_counting::{Counting, held};
use http::{HeaderName, HeaderValue, Method, Request, Response};
use tower::{Layer, Service, service_fn};

cors_policy!(struct Api = "tests/api.yaml");

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const REQUESTS: usize = 100_000;

/// After so many, whatever is kept for those that come (a pool of request heads) is there.
const FIRST: usize = 5_000;

const METHODS: &[&str] =
    &["OPTIONS", "OPTIONS", "GET", "options", "PUT", "TRACE", "!#$%&'*+-.^_`|~", "M-SEARCH", "POST"];
const PATHS: &[&str] = &[
    "/",
    "/x",
    "/chat",
    "/%63hat",
    "/chat/",
    "//chat",
    "/forward/x",
    "/forward/..",
    "/private/x",
    "/private/%2e%2e/chat",
    "/public/x",
    "/public/%",
    "*",
    "/%00",
    "/%c3%28",
    "/\u{7f}",
    "/a;b=c?d=/chat",
    "http://evil.example/chat",
];
const NAMES: &[&str] = &[
    "origin",
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "access-control-request-headers",
    "access-control-request-private-network",
    "sec-fetch-site",
    "host",
    "vary",
    "access-control-allow-origin",
    "x-other",
];
const VALUES: &[&[u8]] = &[
    b"https://app.example.com",
    b"https://a.b.example.org",
    b"https://app.example.com.evil.com",
    b"null",
    b"*",
    b"",
    b"https://app.example.com, https://app.example.com",
    b"HTTPS://APP.EXAMPLE.COM",
    b"https://app.example.com:443",
    b"https://.example.org",
    b"https://\xff.example.org",
    b"https://app.example.com\t",
    b"http://[::1]:99999",
    b"://",
    b"PUT",
    b"GET",
    b"put",
    b"authorization,content-type",
    b"authorization , content-type",
    b",,,,,",
    b"same-origin",
    b"api.internal",
    b"\x80\x81\xfe",
];

/// SplitMix64
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        *from.get(self.below(from.len())).unwrap()
    }

    /// A value of the list, one that is long, or any bytes that a parser lets through.
    fn value(&mut self) -> Vec<u8> {
        match self.below(40) {
            0 => self.pick(VALUES).repeat(self.below(3_000)),
            1 => (0..self.below(300)).map(|_| u8::try_from(self.below(256)).unwrap()).collect(),
            2 => [b"https://", "a.".repeat(self.below(2_000)).as_bytes(), b"example.org"].concat(),
            _ => self.pick(VALUES).to_vec(),
        }
    }

    /// A request, as the parser of a server would hand it on.
    fn request(&mut self) -> Request<()> {
        let mut request = Request::new(());
        *request.method_mut() = Method::from_bytes(self.pick(METHODS).as_bytes()).unwrap();
        if let Ok(uri) = self.pick(PATHS).parse() {
            *request.uri_mut() = uri;
        }
        let lines = if self.below(100) == 0 { 500 } else { self.below(6) };
        for _ in 0..lines {
            if let Ok(value) = HeaderValue::from_bytes(&self.value()) {
                request.headers_mut().append(HeaderName::from_static(self.pick(NAMES)), value);
            }
        }
        request
    }
}

/// Asks `REQUESTS` times, and says how many bytes more are held at the end than after the first.
fn growth(mut ask: impl FnMut(Request<()>)) -> isize {
    let mut random = Random(1);
    for _ in 0..FIRST {
        ask(random.request());
    }
    let before = held();
    for _ in FIRST..REQUESTS {
        ask(random.request());
    }
    held() - before
}

fn application(_: Request<()>) -> Ready<Result<Response<()>, Infallible>> {
    ready(Ok(Response::new(())))
}

fn tower_growth(policy: impl cors_policy::PolicySource) -> isize {
    let mut service = CorsLayer::new(policy).layer(service_fn(application));
    let mut answers = [0; 2];
    let growth = growth(|request| {
        let future = pin!(service.call(request));
        let Poll::Ready(Ok(response)) = future.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("no answer")
        };
        answers[usize::from(response.headers().contains_key("access-control-allow-origin"))] += 1;
    });
    assert!(answers.iter().all(|count| *count > REQUESTS / 50), "{answers:?}: few were denied, or few allowed");
    growth
}

#[test]
fn tower_holds_nothing_of_them() {
    assert_eq!(tower_growth(Api), 0);
    assert_eq!(tower_growth(RuntimePolicy::from_path("tests/api.yaml").unwrap()), 0);
    assert_eq!(tower_growth(RuntimePolicy::builder().reloading("tests/api.yaml").unwrap()), 0);
}

#[test]
fn actix_holds_nothing_of_them() {
    let system = actix_web::rt::System::new();
    let app = App::new().default_service(web::to(HttpResponse::Ok)).wrap(Cors::new(Api));
    let app = system.block_on(init_service(app));
    let mut answers = [0; 2];
    let growth = growth(|asked| {
        // The `http` of actix-web is an older one, which takes fewer methods.
        let method = asked.method().as_str().parse().unwrap_or(actix_web::http::Method::TRACE);
        let mut request = TestRequest::default().method(method);
        request = request.uri(&asked.uri().to_string());
        for (name, value) in asked.headers() {
            request = request.append_header((name.as_str(), value.as_bytes()));
        }
        let response = system.block_on(app.call(request.to_request())).unwrap();
        answers[usize::from(response.headers().contains_key("access-control-allow-origin"))] += 1;
    });
    assert!(answers.iter().all(|count| *count > REQUESTS / 50), "{answers:?}: few were denied, or few allowed");
    // actix-web keeps the heads of requests for those that come, whose maps grow with the longest: that is not a byte for each.
    assert!(growth < 16_384, "{growth} bytes");
}
