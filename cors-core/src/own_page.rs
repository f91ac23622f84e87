use crate::{Field, Line, Request};

/// Reports whether a browser says that the request comes from a page of this very server.
///
/// Browsers send `Origin` on same-origin `POST` too, which `on_denied: reject` must not hit. The question is that of Go's
/// `http.CrossOriginProtection`; scripts can set none of the headers that answer it.
pub(crate) fn own_page(request: &impl Request, origin: Line<'_>) -> bool {
    match request.line(Field::SecFetchSite) {
        Line::One(site) => matches!(site, b"same-origin" | b"none"),
        Line::Several => false,
        // Older browsers, plain http. Other schemes are nobody's own page: `capacitor://localhost` is an application.
        Line::Absent => origin.is_one_and(|o| host(o).is_some_and(|host| request.authority() == Some(host))),
    }
}

/// What follows `http://` or `https://`.
fn host(origin: &[u8]) -> Option<&[u8]> {
    let host = origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"))?;
    (!host.is_empty()).then_some(host)
}
