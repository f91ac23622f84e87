use url::Url;

use crate::{
    Mode, Origin, Reason, Redirect, Response, Rung,
    pending::{Pending, Tainting},
};

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 20;

/// What becomes of a response.
#[derive(Debug)]
pub(crate) enum Next {
    /// It is the answer.
    Answer,
    /// It is one, and the page may know no more of it than that it redirects.
    OpaqueRedirect,
    /// The request goes on elsewhere.
    Follow(Box<Pending>),
}

/// Follows a redirect, if the response is one: [HTTP fetch], step 6, and [HTTP-redirect fetch].
///
/// # Errors
///
/// Why it may not be followed.
///
/// [HTTP fetch]: https://fetch.spec.whatwg.org/#concept-http-fetch
/// [HTTP-redirect fetch]: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
pub(crate) fn redirect(pending: &Pending, response: &Response) -> Result<Next, Rung> {
    if !response.is_redirect() {
        return Ok(Next::Answer);
    }
    let status = || Some(response.status.to_string().into_bytes());
    match pending.call.redirect {
        Redirect::Error => return Err(Rung::no(Reason::RedirectError, "error", status())),
        Redirect::Manual => return Ok(Next::OpaqueRedirect),
        Redirect::Follow => {}
    }
    let Some(location) = response.headers.get("location") else { return Ok(Next::Answer) };
    let refuse = |reason| Err(Rung::no(reason, pending.url.as_str(), Some(location.clone())));
    let is_one = response.headers.lines("location").nth(1).is_none();
    let Some(mut url) = pending.url.join(&String::from_utf8_lossy(&location)).ok().filter(|_| is_one) else {
        return refuse(Reason::LocationInvalid);
    };
    if url.fragment().is_none() {
        url.set_fragment(pending.url.fragment());
    }
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(Reason::LocationScheme);
    }
    if pending.earlier.len() >= MOST_REDIRECTS {
        return refuse(Reason::TooManyRedirects);
    }
    let is_foreign = !pending.call.page.origin.is_same(&Origin::of(&url));
    let is_held = (pending.call.mode == Mode::Cors && is_foreign) || pending.tainting == Tainting::Cors;
    if is_held && has_credentials(&url) {
        return refuse(Reason::LocationCredentials);
    }
    if response.status != 303 && pending.body.as_ref().is_some_and(|body| !body.has_source()) {
        return refuse(Reason::StreamRedirected);
    }
    Ok(Next::Follow(Box::new(moved(pending.clone(), response.status, url))))
}

/// The request that goes on: steps 12 to 17.
fn moved(mut pending: Pending, status: u16, url: Url) -> Pending {
    let becomes_get = match (status, pending.method.as_str()) {
        (301 | 302, "POST") => true,
        (303, method) => !matches!(method, "GET" | "HEAD"),
        _ => false,
    };
    if becomes_get {
        "GET".clone_into(&mut pending.method);
        pending.body = None;
        let of_body = ["content-encoding", "content-language", "content-location", "content-type"];
        pending.drop(|name| of_body.contains(&name));
    }
    if !Origin::of(&pending.url).is_same(&Origin::of(&url)) {
        pending.drop(|name| name == "authorization");
    }
    let from = std::mem::replace(&mut pending.url, url);
    pending.earlier.push(from);
    pending
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
