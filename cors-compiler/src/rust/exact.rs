use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    literal::{Bytes, Number},
    small_match::{self, Case},
};
use crate::perfect_hash;

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
    let set = perfect_hash::find(keys)?;
    let reach = Ident::new(&format!("{:?}", set.reach), Span::call_site());
    let seeds = set.seeds.map(Literal::u64_unsuffixed);
    let (shortest, longest) = (Number(set.shortest), Number(set.longest));
    let (pilots, tags, starts, keys) = (Bytes(&set.pilots), Bytes(&set.tags), Bytes(&set.starts), Bytes(&set.keys));
    Some(quote! {
        static SET: cors::perfect_hash::Set<&[u8]> = cors::perfect_hash::Set {
            reach: cors::perfect_hash::Reach::#reach,
            seeds: [#(#seeds),*],
            shortest: #shortest,
            longest: #longest,
            pilots: #pilots,
            tags: #tags,
            starts: #starts,
            keys: #keys,
        };
    })
}
