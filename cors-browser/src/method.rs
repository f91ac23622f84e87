//! [Methods](https://fetch.spec.whatwg.org/#methods), as pages write them and as they are sent.

pub use cors_core::method::{is_safelisted, is_token};

/// Reports whether `method` is a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method).
pub fn is_forbidden(method: &str) -> bool {
    ["CONNECT", "TRACE", "TRACK"].iter().any(|forbidden| forbidden.eq_ignore_ascii_case(method))
}

/// [Normalizes](https://fetch.spec.whatwg.org/#concept-method-normalize) a method.
///
/// `patch` stays `patch`: it is not among the six, and no server that allows `PATCH` allows it.
pub fn normalize(method: &str) -> String {
    let upper = method.to_ascii_uppercase();
    match upper.as_str() {
        "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" => upper,
        _ => method.to_owned(),
    }
}
