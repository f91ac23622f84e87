//! Methods and header names as regular expressions.

use serde_json::{Value, json};

use super::{
    explained,
    text::{Text, any_case_of},
};
use crate::parse::{FORBIDDEN_REQUEST_HEADERS, PREFLIGHT_RESPONSE_HEADERS, STANDARD_METHODS};

/// The elements of lists, by what the lists refer to them as.
pub(super) fn definitions() -> [(&'static str, Value); 3] {
    let element = |text: &str, names: Text, examples: &[&str]| {
        let mut element = explained(text, names.schema());
        if let Value::Object(element) = &mut element {
            element.insert("examples".to_owned(), json!(examples));
        }
        element
    };
    [
        ("method", element("A method, case-sensitive.", method(), &["PUT", "PATCH", "DELETE"])),
        (
            "request_header",
            element("A request-header, in any letter case.", request_header(), &["Authorization", "Content-Type"]),
        ),
        (
            "response_header",
            element("A response header, in any letter case.", response_header(), &["ETag", "Location", "X-Request-Id"]),
        ),
    ]
}

const TOKEN: &str = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

/// An element of `allow_methods`.
fn method() -> Text {
    let forbidden = any_case_of(["CONNECT", "TRACE", "TRACK"]);
    let any = any_case_of(STANDARD_METHODS);
    Text::new(TOKEN, "a method is made of letters, digits and a few marks, without blanks (method-syntax)")
        .slip(r"\*$", "any method is allow_methods: \"*\", which stands alone (any-in-list)")
        .slip(format!("{forbidden}$"), "browsers forbid CONNECT, TRACE and TRACK (method-forbidden)")
        .slip(
            format!("(?!(?:{})$){any}$", STANDARD_METHODS.join("|")),
            "methods are case-sensitive; this one is written in upper case (method-case)",
        )
}

/// An element of `allow_headers`, where `*` may stand beside `Authorization`.
fn request_header() -> Text {
    let forbidden = any_case_of(FORBIDDEN_REQUEST_HEADERS);
    let prefixes = any_case_of(["proxy-", "sec-", "access-control-request-"]);
    let response = any_case_of(["access-control-"]);
    Text::new(format!(r"\*|(?!\*+$){TOKEN}"), HEADER)
        .slip(
            format!("(?:{forbidden}$|{prefixes})"),
            "no page may set this header, so that allowing it does nothing (request-header-forbidden)",
        )
        .slip(
            format!("(?!{prefixes}){response}"),
            "this is a header of responses, which no page sends (request-header-is-response-header)",
        )
}

/// An element of `expose_headers`.
fn response_header() -> Text {
    let unread = any_case_of(PREFLIGHT_RESPONSE_HEADERS.into_iter().chain(["origin"]));
    let request = any_case_of(["access-control-request-"]);
    Text::new(format!(r"(?!\*+$){TOKEN}"), HEADER)
        .slip(r"\*$", "any header is expose_headers: \"*\", which stands alone (any-in-list)")
        .slip(
            format!("{}$", any_case_of(["set-cookie", "set-cookie2"])),
            "no page may read this header, so that exposing it does nothing (expose-header-forbidden)",
        )
        .slip(
            format!("(?:{unread}$|{request})"),
            "no page reads this header from a response (expose-header-is-request-header)",
        )
}

/// The one header that `*` may stand beside.
pub(super) fn authorization() -> String {
    format!("^{}$", any_case_of(["Authorization"]))
}

const HEADER: &str =
    "the name of a header is made of letters, digits and a few marks, without blanks or a colon (header-syntax)";
