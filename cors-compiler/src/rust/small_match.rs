//! Few keys: a `match` on the length, then on the byte that tells the keys of this length apart, then one test.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::literal::{Byte, Bytes, Number};

/// How keys are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Byte for byte.
    Exact,
    /// Ignoring ASCII case; the keys are in lower case.
    Ignored,
}

/// A key, and the whole test of what may be it.
type Arm<'a> = (&'a [u8], TokenStream);

/// Tests whether `subject`, a slice of bytes, is one of the keys.
pub(crate) fn is_one_of<'a>(subject: &Ident, keys: impl IntoIterator<Item = &'a [u8]>, case: Case) -> TokenStream {
    let test = |key| {
        let bytes = Bytes(key);
        let test = match case {
            Case::Exact => quote!(#subject == #bytes),
            Case::Ignored => quote!(#subject.eq_ignore_ascii_case(#bytes)),
        };
        (key, test)
    };
    dispatch(subject, keys.into_iter().map(test).collect(), case)
}

/// Leads to the one test that `subject`, a slice of bytes, may pass. The keys are distinct.
pub(crate) fn dispatch(subject: &Ident, arms: Vec<Arm<'_>>, case: Case) -> TokenStream {
    if let Some(only) = only(&arms) {
        return only;
    }
    let mut lengths: BTreeMap<usize, Vec<Arm<'_>>> = BTreeMap::new();
    for arm in arms {
        lengths.entry(arm.0.len()).or_default().push(arm);
    }
    let arms = lengths.into_iter().map(|(length, arms)| {
        let (length, test) = (Number(length), by_byte(subject, arms, case));
        quote!(#length => #test,)
    });
    quote!(match #subject.len() { #(#arms)* _ => false, })
}

/// The same for keys of one length.
fn by_byte(subject: &Ident, arms: Vec<Arm<'_>>, case: Case) -> TokenStream {
    if let Some(only) = only(&arms) {
        return only;
    }
    let at = telling(&arms);
    let mut bytes: BTreeMap<Option<u8>, Vec<Arm<'_>>> = BTreeMap::new();
    for arm in arms {
        bytes.entry(arm.0.get(at).copied()).or_default().push(arm);
    }
    // INVARIANT: distinct keys of one length differ at `at`, so each group is smaller than the whole.
    let arms = bytes.into_iter().filter_map(|(byte, arms)| {
        let (lower, upper) = (Byte(byte?), Byte(byte?.to_ascii_uppercase()));
        let test = by_byte(subject, arms, case);
        let folds = case == Case::Ignored && lower.0 != upper.0;
        Some(if folds { quote!(Some(#lower | #upper) => #test,) } else { quote!(Some(#lower) => #test,) })
    });
    let at = Number(at);
    quote!(match #subject.get(#at) { #(#arms)* _ => false, })
}

fn only(arms: &[Arm<'_>]) -> Option<TokenStream> {
    match arms {
        [] => Some(quote!(false)),
        [(_, test)] => Some(test.clone()),
        _ => None,
    }
}

/// The place at which keys of one length differ most: the one that leaves the smallest groups, the first of several.
fn telling(arms: &[Arm<'_>]) -> usize {
    let length = arms.first().map_or(0, |(key, _)| key.len());
    let cost = |at: &usize| {
        let mut counts = [0usize; 256];
        for count in arms.iter().filter_map(|(key, _)| key.get(*at)).map(|byte| usize::from(*byte)) {
            if let Some(count) = counts.get_mut(count) {
                *count += 1;
            }
        }
        counts.iter().map(|count| count * count).sum::<usize>()
    };
    (0..length).min_by_key(cost).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    /// What few keys are told apart by: a length, a byte where they differ most, and one comparison.
    #[test]
    fn trees() {
        for (keys, case, expected) in [
            (&[][..], Case::Exact, "false"),
            (&["ab"], Case::Exact, "s == b\"ab\""),
            (&["ab"], Case::Ignored, "s.eq_ignore_ascii_case(b\"ab\")"),
            (&["a", "bc"], Case::Exact, "match s.len() { 1 => s == b\"a\", 2 => s == b\"bc\", _ => false, }"),
            // The first byte tells nothing, the last two from one, the one between all three.
            (
                &["xaa", "xbb", "xcb"],
                Case::Exact,
                "match s.len() { 3 => match s.get(1) { Some(b'a') => s == b\"xaa\", Some(b'b') => s == b\"xbb\", \
                 Some(b'c') => s == b\"xcb\", _ => false, }, _ => false, }",
            ),
            // As much is told by either: by the first.
            (
                &["ab", "cd"],
                Case::Exact,
                "match s.len() { 2 => match s.get(0) { Some(b'a') => s == b\"ab\", Some(b'c') => s == b\"cd\", \
                 _ => false, }, _ => false, }",
            ),
            // The first byte leaves the smallest groups. What is no letter has no other case.
            (
                &["a1-", "a1x", "b1-", "c2x"],
                Case::Ignored,
                "match s.len() { 3 => match s.get(0) { \
                 Some(b'a' | b'A') => match s.get(2) { Some(b'-') => s.eq_ignore_ascii_case(b\"a1-\"), \
                 Some(b'x' | b'X') => s.eq_ignore_ascii_case(b\"a1x\"), _ => false, }, \
                 Some(b'b' | b'B') => s.eq_ignore_ascii_case(b\"b1-\"), \
                 Some(b'c' | b'C') => s.eq_ignore_ascii_case(b\"c2x\"), _ => false, }, _ => false, }",
            ),
        ] {
            let subject = Ident::new("s", Span::call_site());
            let found = is_one_of(&subject, keys.iter().map(|key| key.as_bytes()), case);
            let expected: TokenStream = expected.parse().unwrap();
            assert_eq!(found.to_string(), expected.to_string(), "{keys:?}");
        }
    }
}
