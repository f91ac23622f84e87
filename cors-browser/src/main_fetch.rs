use crate::{
    AddressSpace, Browser, Check, Departure, Mode, Page, Permission, Reason, Redirect, Rung, Warning,
    address_space::is_trustworthy,
    bad_port,
    method::is_safelisted,
    pending::{Pending, Tainting},
    request_headers::unsafe_names,
};

/// Which way a request takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// It is not sent.
    Blocked,
    /// There is nothing to send: the URL is the answer.
    Local,
    /// It is sent.
    Direct(Tainting),
    /// It is sent after a preflight for these names.
    Preflight(Vec<String>),
}

/// Finds the way of a request: [main fetch], to step 12.
///
/// [main fetch]: https://fetch.spec.whatwg.org/#concept-main-fetch
pub(crate) fn route(pending: &Pending, rungs: &mut Vec<Rung>, warnings: &mut Vec<Warning>) -> Route {
    if let Some(reason) = is_blocked(pending, warnings) {
        rungs.push(Rung::no(reason, pending.url.as_str(), None));
        return Route::Blocked;
    }
    let (mode, scheme) = (pending.call.mode, pending.url.scheme());
    let is_own = pending.is_own() && pending.tainting == Tainting::Basic;
    rungs.push(Rung::choice(Check::SameOrigin, is_own, pending.call.page.origin.to_string(), None));
    if scheme == "data" {
        return Route::Local;
    }
    if is_own {
        return Route::Direct(Tainting::Basic);
    }
    let refusal = match mode {
        Mode::SameOrigin => Some(Reason::OtherOrigin),
        Mode::NoCors if pending.call.redirect != Redirect::Follow => Some(Reason::RedirectNoCors),
        _ if !matches!(scheme, "http" | "https") => Some(Reason::Scheme),
        _ => None,
    };
    if let Some(reason) = refusal {
        rungs.push(Rung::no(reason, scheme, None));
        return Route::Blocked;
    }
    if mode == Mode::NoCors {
        return Route::Direct(Tainting::Opaque);
    }
    let is_method = is_safelisted(pending.method.as_bytes());
    rungs.push(Rung::choice(Check::MethodSafelisted, is_method, &pending.method, None));
    let (names, judged) = unsafe_names(pending.browser, &pending.asked_of());
    rungs.extend(judged);
    let is_again =
        pending.asked_at_first && !pending.earlier.is_empty() && pending.browser.departs(Departure::PreflightsAgain);
    let is_simple = is_method && names.is_empty() && !pending.forces_preflight() && !is_again;
    if is_simple { Route::Direct(Tainting::Cors) } else { Route::Preflight(names) }
}

/// What keeps it at home, whatever CORS says.
fn is_blocked(pending: &Pending, warnings: &mut Vec<Warning>) -> Option<Reason> {
    let (page, url) = (&pending.call.page, &pending.url);
    let is_secure = page.origin.parts().is_some_and(|(scheme, ..)| scheme == "https");
    if is_secure && url.scheme() == "http" && !is_trustworthy(url) {
        warnings.push(Warning::MixedContent(url.to_string()));
        return Some(Reason::MixedContent);
    }
    if url.port().is_some_and(bad_port::is_bad) {
        return Some(Reason::BadPort);
    }
    let space = pending.call.address_space.filter(|_| pending.earlier.is_empty()).or_else(|| AddressSpace::of(url))?;
    // A page whose address is not known is taken for one on the web, unless it is near to its user itself.
    let nearer = page.address_space.unwrap_or(AddressSpace::Public) < space;
    nearer.then(|| local_network(pending.browser, page, space, warnings))?
}

/// A page calls what is nearer to its user than itself: [Local Network Access]. Where it is not known what the user says it is a warning.
///
/// [Local Network Access]: https://wicg.github.io/local-network-access/
fn local_network(browser: Browser, page: &Page, space: AddressSpace, warnings: &mut Vec<Warning>) -> Option<Reason> {
    if page.permission == Permission::Granted {
        return None;
    }
    warnings.push(Warning::LocalNetwork(space));
    let is_known = page.address_space.is_some() && browser.departs(Departure::LocalNetworkAccess);
    match page.permission {
        _ if is_known && !page.is_secure => Some(Reason::LocalNetworkInsecure),
        Permission::Denied if is_known => Some(Reason::LocalNetworkDenied),
        _ => None,
    }
}
