//! Pieces of work whose instructions are counted: the same in every run, each done as often as one asks. What happens once, such
//! as the start of the process, falls out of the difference of two counts.

use std::hint::black_box;

use cors_core::{Policy, Rules, decide, header_list, origin};
use cors_policy::{HttpRequest, runtime::RuntimePolicy};
use http::{Request, Response, header};
use tower_service::Service;

use crate::{
    checkers, code,
    layers::{
        self,
        Application::{Full, Roomy},
        Floor, Nothing, Sent, send,
    },
    names::{self, Random},
    policies,
};

/// A piece of work, and what it is.
pub struct Case {
    /// What the tables call it.
    pub name: &'static str,
    /// Makes ready to do the work; what comes of it does it once, on one of a few inputs after another.
    prepare: fn() -> Box<dyn FnMut()>,
}

impl Case {
    /// Does the work `times` times.
    pub fn run(&self, times: usize) {
        let mut work = self.prepared();
        for _ in 0..times {
            work();
        }
    }

    /// The work, ready to be done.
    pub fn prepared(&self) -> Box<dyn FnMut()> {
        (self.prepare)()
    }
}

/// The case that is the loop around the work, which does none.
pub const LOOP: &str = "loop";

macro_rules! cases {
    ($($(#[$peers:meta])? $name:literal => $prepare:expr;)*) => {
        /// All of them.
        pub const CASES: &[Case] = &[$($(#[$peers])? Case { name: $name, prepare: || Box::new($prepare) }),*];
    };
}

cases! {
    "loop" => on(origins(1, hit), |_| true);
    "exact 1, hit" => on(origins(1, hit), |origin| checkers::Exact1.all()[0].allows_origin(origin));
    "exact 1, miss" => on(origins(1, near), |origin| checkers::Exact1.all()[0].allows_origin(origin));
    "exact 3, hit" => on(origins(3, hit), |origin| checkers::Exact3.all()[0].allows_origin(origin));
    "exact 10, hit" => on(origins(10, hit), code::exact_10);
    "exact 10, miss" => on(origins(10, near), code::exact_10);
    "exact 1,000, hit" => on(origins(1000, hit), code::exact_1000);
    "exact 1,000, miss" => on(origins(1000, near), code::exact_1000);
    "exact 10,000, hit" => on(origins(10_000, hit), code::exact_10_000);
    "exact 10,000, miss" => on(origins(10_000, near), code::exact_10_000);
    "exact 1,000 at run time, hit" => {
        let policy = at_run_time("Exact1000");
        on(origins(1000, hit), move |origin| policy.all()[0].allows_origin(origin))
    };
    "exact 10,000 at run time, hit" => {
        let policy = at_run_time("Exact10000");
        on(origins(10_000, hit), move |origin| policy.all()[0].allows_origin(origin))
    };
    "suffixes 1,000, hit" => on(below(), |origin| checkers::Suffixes1000.all()[0].allows_origin(origin));
    "suffixes 1,000, miss" => on(beside(), |origin| checkers::Suffixes1000.all()[0].allows_origin(origin));
    "suffixes 1,000 at run time, hit" => {
        let policy = at_run_time("Suffixes1000");
        on(below(), move |origin| policy.all()[0].allows_origin(origin))
    };
    "label scan of the host" => on(dotted(), |origin| origin::are_labels(&origin["https://".len()..]));
    "decide, 3 origins, at run time" => {
        let policy = at_run_time("Exact3");
        requests(3, move |request| { black_box(decide(&policy, &HttpRequest(request))); })
    };
    "decide, 3 origins" => requests(3, |request| { black_box(decide(&checkers::Exact3, &HttpRequest(request))); });
    "decide, 3 origins, 10 routes" => requests(10, |request| { black_box(decide(&checkers::Routes10, &HttpRequest(request))); });
    "decide, 3 origins, 1,000 routes" => requests(1000, |request| { black_box(decide(&checkers::Routes1000, &HttpRequest(request))); });
    "decide, 3 origins, 1,000 routes, at run time" => {
        let policy = at_run_time("Routes1000");
        requests(1000, move |request| { black_box(decide(&policy, &HttpRequest(request))); })
    };
    "request list, the longest that is read" => list(longest_list());
    "request list of 64 KiB" => list("x".repeat(65_536));
    "layer, no `Origin`" => through(layers::ours(checkers::Exact1, Roomy), Sent::NotCors);
    "layer, allowed, 1 origin" => through(layers::ours(checkers::Exact1, Roomy), Sent::Actual(&names::origins(1)[0]));
    "layer, denied, 1 origin" => through(layers::ours(checkers::Exact1, Roomy), Sent::Actual("https://stranger.test"));
    "layer, preflight, 1 origin" => through(layers::ours(checkers::Exact1, Roomy), Sent::Preflight(&names::origins(1)[0]));
    "layer, allowed, 1,000 origins" => through(layers::ours(checkers::Exact1000, Roomy), Sent::Actual(&names::origins(1000)[500]));
    "layer, denied, 1,000 origins" => through(layers::ours(checkers::Exact1000, Roomy), Sent::Actual("https://stranger.test"));
    "layer, allowed, 1 origin, the map grows" => through(layers::ours(checkers::Exact1, Full), Sent::Actual(&names::origins(1)[0]));
    #[cfg(feature = "peers")]
    "tower-http, no `Origin`" => through(layers::tower_http(&names::origins(1), Roomy), Sent::NotCors);
    #[cfg(feature = "peers")]
    "tower-http, allowed, 1 origin" => through(layers::tower_http(&names::origins(1), Roomy), Sent::Actual(&names::origins(1)[0]));
    #[cfg(feature = "peers")]
    "tower-http, denied, 1 origin" => through(layers::tower_http(&names::origins(1), Roomy), Sent::Actual("https://stranger.test"));
    #[cfg(feature = "peers")]
    "tower-http, preflight, 1 origin" => through(layers::tower_http(&names::origins(1), Roomy), Sent::Preflight(&names::origins(1)[0]));
    #[cfg(feature = "peers")]
    "tower-http, allowed, 1,000 origins" => through(layers::tower_http(&names::origins(1000), Roomy), Sent::Actual(&names::origins(1000)[500]));
    #[cfg(feature = "peers")]
    "tower-http, denied, 1,000 origins" => through(layers::tower_http(&names::origins(1000), Roomy), Sent::Actual("https://stranger.test"));
    #[cfg(feature = "peers")]
    "tower-http, allowed, 1 origin, the map grows" => through(layers::tower_http(&names::origins(1), Full), Sent::Actual(&names::origins(1)[0]));
    "floor, no `Origin`" => through(Floor(Roomy), Sent::NotCors);
    "floor, allowed, 1 origin" => through(Floor(Roomy), Sent::Actual(&names::origins(1)[0]));
    "floor, denied, 1 origin" => through(Floor(Roomy), Sent::Actual("https://stranger.test"));
    "floor, preflight, 1 origin" => through(Floor(Roomy), Sent::Preflight(&names::origins(1)[0]));
    "floor, allowed, 1,000 origins" => through(Floor(Roomy), Sent::Actual(&names::origins(1000)[500]));
    "floor, denied, 1,000 origins" => through(Floor(Roomy), Sent::Actual("https://stranger.test"));
    "floor, allowed, 1 origin, the map grows" => through(Floor(Full), Sent::Actual(&names::origins(1)[0]));
    "no layer, no `Origin`" => through(Roomy, Sent::NotCors);
    "no layer, allowed, 1 origin" => through(Roomy, Sent::Actual(&names::origins(1)[0]));
    "no layer, denied, 1 origin" => through(Roomy, Sent::Actual("https://stranger.test"));
    "no layer, preflight, 1 origin" => through(Nothing, Sent::Preflight(&names::origins(1)[0]));
    "no layer, allowed, 1,000 origins" => through(Roomy, Sent::Actual(&names::origins(1000)[500]));
    "no layer, denied, 1,000 origins" => through(Roomy, Sent::Actual("https://stranger.test"));
    "no layer, allowed, 1 origin, the map grows" => through(Full, Sent::Actual(&names::origins(1)[0]));
}

/// Asks about one origin after another.
fn on(origins: Vec<Vec<u8>>, contains: impl Fn(&[u8]) -> bool + 'static) -> impl FnMut() {
    let mut next = 0;
    move || {
        let origin = &origins[next];
        next = if next + 1 == origins.len() { 0 } else { next + 1 };
        black_box(contains(black_box(origin)));
    }
}

/// Origins to ask about: of `count`, some, spread over all.
fn origins(count: usize, each: fn(&str, &mut Random) -> String) -> Vec<Vec<u8>> {
    let random = &mut Random(7);
    let all = names::origins(count);
    (0..256).map(|_| each(&all[random.below(count)], random).into_bytes()).collect()
}

fn hit(origin: &str, _: &mut Random) -> String {
    origin.to_owned()
}

fn near(origin: &str, random: &mut Random) -> String {
    names::near_miss(origin, random)
}

/// Hosts below the wildcards.
fn below() -> Vec<Vec<u8>> {
    names::below(&names::suffixes(1000), 256).into_iter().map(String::into_bytes).collect()
}

/// The same with a dot behind each: labels all.
fn dotted() -> Vec<Vec<u8>> {
    below().into_iter().map(|host| [host, b".".to_vec()].concat()).collect()
}

/// Hosts below what is nearly a wildcard's parent.
fn beside() -> Vec<Vec<u8>> {
    let random = &mut Random(8);
    names::below(&names::suffixes(1000), 256)
        .iter()
        .map(|origin| names::near_miss(origin, random).into_bytes())
        .collect()
}

/// A policy that is measured, by its checker's name, read when the program runs.
pub fn at_run_time(name: &str) -> RuntimePolicy {
    let measured = policies::all().into_iter().find(|measured| measured.name == name);
    let policy = measured.expect("a policy that is measured").policy;
    RuntimePolicy::from_str("cors.yaml", &policy).expect("a policy that is accepted")
}

/// Requests of an allowed origin, to paths of which the routes claim each.
fn requests(routes: usize, mut decide: impl FnMut(&Request<()>)) -> impl FnMut() {
    let random = &mut Random(9);
    let (origins, paths) = (names::origins(3), names::paths(routes));
    let request = |_| {
        let path = random.of(&paths.iter().map(String::as_str).collect::<Vec<_>>()).replace('*', "1042");
        let mut request = Sent::Actual(random.of(&[&*origins[0], &*origins[1], &*origins[2]])).request();
        *request.uri_mut() = path.parse().expect("a path is a URI");
        request
    };
    let requests: Vec<Request<()>> = (0..256).map(request).collect();
    let mut next = 0;
    move || {
        let request = &requests[next];
        next = if next + 1 == requests.len() { 0 } else { next + 1 };
        decide(black_box(request));
    }
}

/// A request list of the most bytes that are read.
fn longest_list() -> String {
    let limit = checkers::Exact1.all()[0].terms().request_list_limit;
    let names = "authorization,content-type,";
    format!("{}{names}", ",".repeat(limit - names.len()))
}

fn list(list: String) -> impl FnMut() {
    let mut request = Sent::Preflight("https://app.example.com").request();
    request
        .headers_mut()
        .insert(header::ACCESS_CONTROL_REQUEST_HEADERS, list.parse().expect("a list is a header value"));
    move || {
        let rules = &checkers::Exact1.all()[0];
        black_box(header_list::allowed(black_box(&HttpRequest(&request)), rules, rules.terms().request_list_limit));
    }
}

/// A request through a service. Making and dropping request and response is part of the work of each alike.
fn through<S>(mut service: S, sent: Sent<'_>) -> impl FnMut() + use<S>
where
    S: Service<Request<()>, Response = Response<()>, Error = std::convert::Infallible> + 'static,
{
    let request = sent.request();
    move || {
        black_box(send(&mut service, request.clone()));
    }
}
