use std::collections::HashMap;

use cors_core::method;

use crate::{Finding, Names, Span, Spanned, edits::removal, rules};

use super::Reader;

/// The [CORS-safelisted methods](https://fetch.spec.whatwg.org/#cors-safelisted-method).
const SAFELISTED_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// Those [CORS-safelisted request-headers](https://fetch.spec.whatwg.org/#cors-safelisted-request-header) whose values nearly
/// always are safelisted too. Not `Content-Type`, which most APIs list for `application/json`, and not `Range`, of which only the
/// simplest values are.
const SAFELISTED_REQUEST_HEADERS: [&str; 3] = ["accept", "accept-language", "content-language"];

/// The [CORS-safelisted response-header names](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name).
const SAFELISTED_RESPONSE_HEADERS: [&str; 7] =
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// How many findings there are of each kind in one list at most: a list is as long as a document may be, and a name is short.
const MOST: usize = 100;

/// What in lists of names works and changes nothing.
impl Reader<'_> {
    /// `whole`: nothing in the list was refused.
    pub(super) fn listed_methods(&mut self, span: Span, names: &Names, whole: bool) {
        for (name, first) in repeated(&names.names, str::to_owned).take(self.most.of(MOST)) {
            self.remove(name.span, rules::method_duplicate::at(name.span, &name.value, first.span));
        }
        let has = |method: &str| names.names.iter().any(|name| name.value == method);
        let left_out: Vec<&str> = SAFELISTED_METHODS.into_iter().filter(|method| !has(method)).collect();
        let safelisted = || names.names.iter().filter(|name| method::is_safelisted(name.value.as_bytes()));
        if whole && !names.names.is_empty() && safelisted().count() == names.names.len() && !left_out.is_empty() {
            self.report.add(rules::method_cannot_be_withheld::at(span, &left_out));
            return;
        }
        for name in safelisted().take(MOST) {
            self.report.add(rules::method_safelisted::at(name.span, &name.value));
        }
    }

    pub(super) fn listed_request_headers(&mut self, names: &Names) {
        self.repeated_headers(names);
        for name in among(&names.names, &SAFELISTED_REQUEST_HEADERS) {
            self.report.add(rules::header_safelisted::at(name.span, &name.value));
        }
    }

    pub(super) fn listed_response_headers(&mut self, names: &Names) {
        self.repeated_headers(names);
        for name in among(&names.names, &SAFELISTED_RESPONSE_HEADERS) {
            self.report.add(rules::expose_header_safelisted::at(name.span, &name.value));
        }
    }

    fn repeated_headers(&mut self, names: &Names) {
        for (name, first) in repeated(&names.names, str::to_ascii_lowercase).take(self.most.of(MOST)) {
            let found = rules::header_duplicate::at((name.span, &name.value), (first.span, &first.value));
            self.remove(name.span, found);
        }
    }

    /// Reports an element whose removal changes nothing.
    fn remove(&mut self, element: Span, finding: Finding) {
        let fix = removal::of_element(self.source, element);
        self.report.add(Finding { fix, ..finding });
    }
}

/// The names that stand in the list already, each with the first that is the same.
fn repeated<'n>(
    names: &'n [Spanned<String>],
    key: fn(&str) -> String,
) -> impl Iterator<Item = (&'n Spanned<String>, &'n Spanned<String>)> {
    let mut known: HashMap<String, &'n Spanned<String>> = HashMap::new();
    names.iter().filter_map(move |name| {
        let first = *known.entry(key(&name.value)).or_insert(name);
        (!std::ptr::eq(first, name)).then_some((name, first))
    })
}

fn among<'n>(names: &'n [Spanned<String>], safelisted: &[&str]) -> impl Iterator<Item = &'n Spanned<String>> {
    names.iter().filter(|name| safelisted.iter().any(|known| name.value.eq_ignore_ascii_case(known))).take(MOST)
}
