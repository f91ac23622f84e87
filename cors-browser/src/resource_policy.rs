use crate::{Check, Reason, Response, Rung, pending::Pending};

/// The [cross-origin resource policy check], which holds for answers that are opaque: with CORS it has no say.
///
/// [cross-origin resource policy check]: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
pub(crate) fn check(pending: &Pending, response: &Response) -> Rung {
    let found = response.headers.get("cross-origin-resource-policy");
    let is_withheld = match found.as_deref() {
        Some(b"same-origin") => !pending.is_own(),
        Some(b"same-site") => {
            let is_secure = pending.call.page.origin.parts().is_some_and(|(scheme, ..)| scheme == "https");
            !pending.call.same_site || (pending.url.scheme() == "https" && !is_secure)
        }
        // Anything else says nothing.
        _ => false,
    };
    let subject = pending.call.page.origin.to_string();
    if is_withheld {
        Rung::no(Reason::ResourcePolicy, subject, found)
    } else {
        Rung::yes(Check::ResourcePolicy, subject, found)
    }
}
