use crate::{HeaderList, header_list::Extracted};

/// Reports whether a page reads a header of any response that it reads: a [CORS-safelisted response-header name]. `name`: in lower case.
///
/// [CORS-safelisted response-header name]: https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
pub fn is_always_readable(name: &str) -> bool {
    matches!(
        name,
        "cache-control"
            | "content-language"
            | "content-length"
            | "content-type"
            | "expires"
            | "last-modified"
            | "pragma"
    )
}

/// Reports whether no page ever reads a header: a [forbidden response-header name]. `name`: in lower case.
///
/// [forbidden response-header name]: https://fetch.spec.whatwg.org/#forbidden-response-header-name
pub fn is_never_readable(name: &str) -> bool {
    matches!(name, "set-cookie" | "set-cookie2")
}

/// The names that a page reads of a response from its own origin: those of a [basic filtered response].
///
/// [basic filtered response]: https://fetch.spec.whatwg.org/#concept-filtered-response-basic
pub(crate) fn basic(headers: &HeaderList) -> Vec<String> {
    names(headers, |name| !is_never_readable(name))
}

/// The names that a page reads of a response from elsewhere: those of a [CORS filtered response].
///
/// [CORS filtered response]: https://fetch.spec.whatwg.org/#concept-filtered-response-cors
pub(crate) fn cors(headers: &HeaderList, include: bool) -> Vec<String> {
    // A list that is malformed exposes nothing, as in every browser: the standard does not say.
    let exposed = match headers.extract("access-control-expose-headers") {
        Extracted::List(exposed) => exposed,
        Extracted::NotAToken(_) => Vec::new(),
    };
    let all = !include && exposed.iter().any(|name| name == b"*");
    let is_exposed = |name: &str| all || exposed.iter().any(|exposed| exposed.eq_ignore_ascii_case(name.as_bytes()));
    names(headers, |name| !is_never_readable(name) && (is_always_readable(name) || is_exposed(name)))
}

/// Names, sorted, each once.
fn names(headers: &HeaderList, test: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<_> = headers.iter().map(|(name, _)| name).filter(|name| test(name)).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}
