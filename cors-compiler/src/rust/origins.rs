use proc_macro2::{Ident, Span, TokenStream};

use super::{disjunction::any, exact, wildcards};
use crate::origin_set::OriginSet;

/// Tests whether the bytes `origin` are in the set.
pub(crate) fn contains(set: &OriginSet) -> TokenStream {
    let origin = Ident::new("origin", Span::call_site());
    let exact: Vec<&[u8]> = set.exact.iter().map(|origin| origin.as_bytes()).collect();
    let mut tests = Vec::new();
    if !exact.is_empty() {
        tests.push(exact::is_one_of(&origin, &exact));
    }
    // What is exact comes first: most sets hold nothing else, and most requests are from it.
    tests.extend(wildcards::tests(&origin, set.patterns.iter().map(|pattern| &pattern.value)));
    any(tests)
}
