use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    perfect_hash::Tables,
    small_match::{self, Case},
};

/// As many keys as a `match` tells apart faster than tables.
const FEW: usize = 8;

/// Tests whether `subject`, a slice of bytes, is one of the keys: distinct, none of them empty.
pub(crate) fn is_one_of(subject: &Ident, keys: &[&[u8]]) -> TokenStream {
    match (keys.len() > FEW).then(|| table(keys)).flatten() {
        Some(table) => quote!({ #table SET.contains(#subject) }),
        None => small_match::is_one_of(subject, keys.iter().copied(), Case::Exact),
    }
}

/// `static SET`: the keys as a perfect hash. `None` if there is none for them.
pub(crate) fn table(keys: &[&[u8]]) -> Option<TokenStream> {
    let tables = Tables::find(keys)?.tokens();
    Some(quote!(static SET: cors::perfect_hash::Set<'static> = #tables;))
}
