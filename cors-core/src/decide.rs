use crate::{
    AllowOrigin, Class, Decision, Effect, Field, Line, Lists, OnDenied, Outcome, Policy, Preflight, Request, Route,
    Rules, Vary, Verdict, header_list, method, own_page::own_page,
};

/// Decides what `policy` answers to `request`: the server's side of the [CORS protocol].
///
/// [CORS protocol]: https://fetch.spec.whatwg.org/#http-cors-protocol
pub fn decide<'p, P: Policy>(policy: &'p P, request: &impl Request) -> Decision<'p, P::Rules> {
    let sent = request.line(Field::Origin);
    let (class, asked_method) = class(request, sent);

    // 1. Route.
    let route = policy.route(request.path());
    let rules = match route {
        Route::Rules(rules, _) => rules,
        Route::Unclaimed => return without_rules(route, class, Outcome::Continue, Effect::NONE),
        // Else an ambiguous spelling would be the way around `reject`.
        Route::Ambiguous if policy.rejects() => {
            let stranger = class != Class::NotCors && !own_page(request, sent);
            let outcome = if stranger { Outcome::Respond(403) } else { Outcome::Continue };
            return without_rules(route, class, outcome, Effect { vary: Vary::Origin, ..Effect::STRIP });
        }
        Route::Denied | Route::Ambiguous => return without_rules(route, class, Outcome::Continue, Effect::STRIP),
    };
    let terms = rules.terms();
    let rejects = terms.on_denied == OnDenied::Reject;

    // 2. Class, 3. Origin. Browsers send `Origin` on same-origin `POST` too, which `reject` must not hit.
    let allowed = terms.any_origin || sent.is_one_and(|origin| rules.allows_origin(origin));
    let own = rejects && class != Class::NotCors && !allowed && own_page(request, sent);
    let class = if own { Class::NotCors } else { class };
    let origin = (class != Class::NotCors).then_some(allowed);

    // 4. Method, 5. Headers: asked only of a preflight whose origin is allowed.
    let asked = class == Class::Preflight && origin == Some(true);
    let method_allowed = |m| method::is_token(m) && rules.allows_method(m);
    let method = asked.then(|| asked_method.is_one_and(method_allowed));
    let headers = asked.then(|| header_list::allowed(request, rules, terms.request_list_limit));

    // What is answered.
    let refused = rejects && [origin, method, headers].contains(&Some(false));
    let outcome = match (class, terms.preflight) {
        _ if refused => Outcome::Respond(403),
        (Class::Preflight, Preflight::Answer(status)) => Outcome::Respond(status),
        _ => Outcome::Continue,
    };
    let vary = match (class, outcome) {
        (Class::Preflight, Outcome::Respond(_)) => Vary::Preflight,
        _ if terms.any_origin => Vary::None,
        // Even where no origin was sent: a cache that stored this answer would otherwise replay it to one.
        _ => Vary::Origin,
    };
    let allow_origin = match origin {
        _ if refused => AllowOrigin::None,
        _ if terms.any_origin => AllowOrigin::Any,
        Some(true) => AllowOrigin::Echo,
        Some(false) | None => AllowOrigin::None,
    };
    let lists = match class {
        _ if allow_origin == AllowOrigin::None => Lists::None,
        Class::Preflight => Lists::Preflight,
        Class::Actual | Class::NotCors => Lists::Actual,
    };
    let verdict = Verdict { class, origin, method, headers };
    Decision { route, verdict, outcome, effect: Effect { strip: true, allow_origin, lists, vary } }
}

/// How the request is seen, and the method that it asks for, which is read of a preflight alone.
fn class<'r>(request: &'r impl Request, origin: Line<'_>) -> (Class, Line<'r>) {
    if origin == Line::Absent {
        return (Class::NotCors, Line::Absent);
    }
    if request.method() != b"OPTIONS" {
        return (Class::Actual, Line::Absent);
    }
    match request.line(Field::RequestMethod) {
        Line::Absent => (Class::Actual, Line::Absent),
        method => (Class::Preflight, method),
    }
}

fn without_rules<R>(route: Route<'_, R>, class: Class, outcome: Outcome, effect: Effect) -> Decision<'_, R> {
    let origin = (class != Class::NotCors).then_some(false);
    Decision { route, verdict: Verdict { class, origin, method: None, headers: None }, outcome, effect }
}
