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
