//! Times of a request through a layer, by whose it is, and what it allocates.

#![allow(clippy::print_stdout, clippy::indexing_slicing, reason = "it prints tables, and stops where it is wrong")]

use std::{cell::RefCell, convert::Infallible, hint::black_box};

use actix_web::HttpRequest;
use cors_benches::{
    actix_layers, checkers, counted,
    layers::{self, Application, Floor, Nothing, Sent, send},
    names::{self, Random},
    rounds::{Contender, Times, measure},
    table,
};
use cors_policy::{Policy, PolicySource};
use corsgen_counting::{Counting, allocations};
use http::{Request, Response};
use tower_service::Service;

// Counting takes an instruction or two for each allocation, whoever makes it.
#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Requests of a round: a tenth of a millisecond of them, so that on a machine that is not quiet most rounds are not interrupted.
const REQUESTS: usize = 256;

/// What is asked, of one of some origins.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    sent: for<'a> fn(&'a str) -> Sent<'a>,
    /// Whether the origin is nearly one of them.
    near: bool,
}

const KINDS: [Kind; 4] = [
    Kind { name: "no `Origin`", sent: |_| Sent::NotCors, near: false },
    Kind { name: "allowed", sent: |origin| Sent::Actual(origin), near: false },
    Kind { name: "denied", sent: |origin| Sent::Actual(origin), near: true },
    Kind { name: "preflight", sent: |origin| Sent::Preflight(origin), near: false },
];

fn main() {
    for kind in KINDS {
        under_tower(checkers::Exact1, 1, kind, Application::Roomy);
        under_tower(checkers::Exact1000, 1000, kind, Application::Roomy);
    }
    under_tower(checkers::Exact1, 1, KINDS[1], Application::Full);
    for kind in KINDS {
        under_actix(checkers::Exact1, 1, kind);
        under_actix(checkers::Exact1000, 1000, kind);
    }
}

fn under_tower<P: PolicySource + Policy>(policy: P, count: usize, kind: Kind, application: Application) {
    let origins = names::origins(count);
    let alone = match (kind.sent)("") {
        Sent::Preflight(_) => through("no layer", Nothing),
        Sent::NotCors | Sent::Actual(_) => through("no layer", application),
    };
    let contenders = [
        through("ours", layers::ours(policy, application)),
        through("ours, read at run time", layers::ours(counted::at_run_time(&format!("Exact{count}")), application)),
        through("the floor", Floor(application)),
        through("`tower-http`, list", layers::tower_http(&origins, application)),
        through("`tower-http`, predicate over a `HashSet`", layers::tower_http_predicate(&origins, application)),
        through("`tower-http`, an origin and nothing else", layers::tower_http_least(&origins[0], application)),
        alone,
    ];
    let full = if application == Application::Full { ", and the header map must grow" } else { "" };
    let heading = format!("Tower, {}, {}{full}", in_words(count), kind.name);
    let input = |round| asked(&origins, kind, round).iter().map(|origin| (kind.sent)(origin).request()).collect();
    report(&heading, &contenders, Some(2), input);
}

fn under_actix<P: PolicySource + Policy>(policy: P, count: usize, kind: Kind) {
    let origins = names::origins(count);
    let contenders = [
        ("ours", actix_layers::ours(policy)),
        ("`actix-cors`", actix_layers::actix_cors(&origins)),
        ("`actix-cors`, an origin and nothing else", actix_layers::actix_cors_least(&origins[0])),
        ("no middleware", actix_layers::alone()),
    ]
    .map(|(name, answer)| {
        Contender::new(name, move |requests: &Vec<HttpRequest>| requests.iter().map(&answer).count())
    });
    let heading = format!("actix-web, {}, {}", in_words(count), kind.name);
    let request = |origin: &String| actix_layers::request((kind.sent)(origin));
    report(&heading, &contenders, None, |round| asked(&origins, kind, round).iter().map(request).collect());
}

/// Measures them, the last of which adds nothing. `floor` is what cannot be avoided.
fn report<R>(
    heading: &str,
    contenders: &[Contender<'_, Vec<R>>],
    floor: Option<usize>,
    input: impl Fn(usize) -> Vec<R>,
) {
    let times = measure(contenders, &input, REQUESTS);
    let one: Vec<R> = input(0).into_iter().take(1).collect();
    // The second time: what is allocated once is not the request's.
    let allocated = |contender: &Contender<'_, Vec<R>>| {
        (contender.work)(&one);
        allocations(|| (contender.work)(&one)).1 as i64
    };
    let (Some(alone), Some(none)) = (times.last(), contenders.last().map(allocated)) else { return };
    let row = |(own, contender): (&Times, &Contender<'_, Vec<R>>)| {
        let mut cells = vec![own.name.clone(), table::nanoseconds(own.spread())];
        cells.extend(floor.map(|floor| table::ratio(own.ratio(&times[floor]))));
        cells.push(table::nanoseconds(own.more_than(alone)));
        cells.push((allocated(contender) - none).to_string());
        cells
    };
    let rows: Vec<Vec<String>> = times.iter().zip(contenders).map(row).collect();
    let mut columns = vec!["", "ns"];
    columns.extend(floor.map(|_| "times the floor"));
    columns.extend(["ns added", "allocations added"]);
    table::print(heading, &columns, &rows);
}

fn in_words(origins: usize) -> String {
    if origins == 1 { "1 origin".to_owned() } else { format!("{} origins", table::count(origins as u64)) }
}

/// The origins that a round's requests come from, in random order.
fn asked(origins: &[String], kind: Kind, round: usize) -> Vec<String> {
    let random = &mut Random(round as u64);
    let one = |_| match &origins[random.below(origins.len())] {
        // As long as one that is allowed, and it differs at the end, where the floor sees it.
        origin if kind.near => format!("{}.test", &origin[..origin.len() - ".test".len()]),
        origin => origin.clone(),
    };
    (0..REQUESTS).map(one).collect()
}

/// Copies each request, so that there is one to give away: the layer's share is what is more than without.
fn through<'a, S>(name: &'a str, service: S) -> Contender<'a, Vec<Request<()>>>
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible> + 'a,
{
    let service = RefCell::new(service);
    Contender::new(name, move |requests: &Vec<Request<()>>| {
        let service = &mut *service.borrow_mut();
        requests.iter().map(|request| drop(black_box(send(service, request.clone())))).count()
    })
}
