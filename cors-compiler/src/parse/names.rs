use cors_core::method;

use crate::{
    Names, Spanned,
    edits::unwrapping,
    rules,
    yaml::{Kind, Node},
};

use super::{Reader, scalar::Text};

/// The methods whose spelling the standards fix; the last is one that browsers do not normalise.
pub(crate) const STANDARD_METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"];

/// [Forbidden request-headers](https://fetch.spec.whatwg.org/#forbidden-request-header), but for those with a prefix and those
/// that depend on their value.
pub(crate) const FORBIDDEN_REQUEST_HEADERS: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// The response headers that only the answer to a preflight carries, which no page sees.
pub(crate) const PREFLIGHT_RESPONSE_HEADERS: [&str; 3] =
    ["access-control-allow-methods", "access-control-allow-headers", "access-control-max-age"];

impl Reader<'_> {
    /// `allow_methods`
    pub(super) fn methods(&mut self, node: &Node) -> Option<Spanned<Names>> {
        let names = self.names(node, "allow_methods", "a method", is_surely_a_method, Self::is_method)?;
        let whole = matches!(&node.kind, Kind::List(items) if items.len() == names.value.names.len());
        self.listed_methods(names.span, &names.value, whole);
        Some(names)
    }

    /// `allow_headers`
    pub(super) fn request_headers(&mut self, node: &Node) -> Option<Spanned<Names>> {
        let names =
            self.names(node, "allow_headers", "the name of a header", is_surely_a_header, Self::is_request_header)?;
        self.listed_request_headers(&names.value);
        Some(names)
    }

    /// `expose_headers`
    pub(super) fn response_headers(&mut self, node: &Node) -> Option<Spanned<Names>> {
        let names =
            self.names(node, "expose_headers", "the name of a header", is_surely_a_header, Self::is_response_header)?;
        self.listed_response_headers(&names.value);
        Some(names)
    }

    fn names(
        &mut self,
        node: &Node,
        key: &str,
        wanted: &str,
        is_surely_one: fn(&str) -> bool,
        judge: fn(&mut Self, Text<'_>) -> bool,
    ) -> Option<Spanned<Names>> {
        let items = match &node.kind {
            Kind::Scalar { value, .. } if value == "*" => {
                return Some(Spanned::new(Names { any: true, names: Vec::new(), star_at: None }, node.span));
            }
            Kind::List(items) => items,
            _ => return self.no_list(node, key, "`\"*\"` or a list", is_surely_one),
        };
        if items.is_empty() {
            self.refuse(rules::empty_list::at(node.span, key));
            return None;
        }
        let mut names = Names { any: false, names: Vec::new(), star_at: None };
        let mut star = None;
        for item in items {
            let Some(text) = self.text(item, wanted) else { continue };
            if text.value == "*" && star.is_none() {
                star = Some(text.span);
                names.star_at = Some(names.names.len());
            } else if judge(self, text) {
                names.names.push(Spanned::new(text.value.to_owned(), text.span));
            }
        }
        if let Some(star) = star {
            // What `*` does not cover may stand beside it: `Authorization`, and nothing else.
            let beside = |name: &Spanned<String>| name.value.eq_ignore_ascii_case("authorization");
            names.any = key == "allow_headers" && !names.names.is_empty() && names.names.iter().all(beside);
            if !names.any {
                self.refuse(if items.len() == 1 {
                    let fix = unwrapping::of_only_element(self.source, node.span, star);
                    rules::any_in_list::alone(star, key, fix)
                } else {
                    rules::any_in_list::among_others(star, key)
                });
            }
        }
        Some(Spanned::new(names, node.span))
    }

    fn is_method(&mut self, text: Text<'_>) -> bool {
        let upper = text.value.to_ascii_uppercase();
        let finding = if !method::is_token(text.value.as_bytes()) {
            rules::method_syntax::at(text.span, text.value)
        } else if matches!(upper.as_str(), "CONNECT" | "TRACE" | "TRACK") {
            rules::method_forbidden::at(text.span, text.value)
        } else if upper != text.value && STANDARD_METHODS.contains(&upper.as_str()) {
            rules::method_case::at(text.span, text.content(), text.value, &upper)
        } else {
            return true;
        };
        self.refuse(finding);
        false
    }

    fn is_request_header(&mut self, text: Text<'_>) -> bool {
        let lower = text.value.to_ascii_lowercase();
        let finding = if !is_name(text.value) {
            rules::header_syntax::at(text.span, text.value)
        } else if is_forbidden(&lower) {
            rules::request_header_forbidden::at(text.span, text.value)
        } else if lower.starts_with("access-control-") {
            rules::request_header_is_response_header::at(text.span, text.value)
        } else {
            return true;
        };
        self.refuse(finding);
        false
    }

    fn is_response_header(&mut self, text: Text<'_>) -> bool {
        let lower = text.value.to_ascii_lowercase();
        let finding = if !is_name(text.value) {
            rules::header_syntax::at(text.span, text.value)
        } else if matches!(lower.as_str(), "set-cookie" | "set-cookie2") {
            rules::expose_header_forbidden::at(text.span, text.value)
        } else if lower == "origin"
            || lower.starts_with("access-control-request-")
            || PREFLIGHT_RESPONSE_HEADERS.contains(&lower.as_str())
        {
            rules::expose_header_is_request_header::at(text.span, text.value)
        } else {
            return true;
        };
        self.refuse(finding);
        false
    }
}

/// What is nothing but a method: not a word such as `none`, nor one that somebody made up.
fn is_surely_a_method(text: &str) -> bool {
    STANDARD_METHODS.iter().any(|method| text.eq_ignore_ascii_case(method))
}

/// What is nothing but a header: words about a list have no hyphen.
fn is_surely_a_header(text: &str) -> bool {
    let is_worded = text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()));
    text.eq_ignore_ascii_case("authorization") || (text.contains('-') && is_worded)
}

/// A token; one of `*` alone would be read as a pattern by people.
fn is_name(name: &str) -> bool {
    method::is_token(name.as_bytes()) && name.bytes().any(|b| b != b'*')
}

fn is_forbidden(lower: &str) -> bool {
    FORBIDDEN_REQUEST_HEADERS.contains(&lower)
        || lower.starts_with("proxy-")
        || lower.starts_with("sec-")
        || lower.starts_with("access-control-request-")
}
