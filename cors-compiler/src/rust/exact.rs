use cors_core::perfect_hash::{Lengths, Slots};
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

/// `static SET`: the keys as a perfect hash. `None`: they are 4 GiB or more.
pub(crate) fn table(keys: &[&[u8]]) -> Option<TokenStream> {
    let set = perfect_hash::set(&keys.iter().copied().collect())?;
    let (slots, lengths) = (slots(&set.slots), lengths(set.lengths));
    let (starts, keys) = (Bytes(&set.starts), Bytes(&set.keys));
    Some(quote! {
        static SET: cors::perfect_hash::Set<&[u8]> = cors::perfect_hash::Set {
            slots: #slots,
            lengths: #lengths,
            starts: #starts,
            keys: #keys,
        };
    })
}

/// A value of [`Slots`].
pub(crate) fn slots(slots: &Slots<Vec<u8>>) -> TokenStream {
    let reach = Ident::new(&format!("{:?}", slots.reach), Span::call_site());
    let seeds = slots.seeds.map(Literal::u64_unsuffixed);
    let (pilots, tags) = (Bytes(&slots.pilots), Bytes(&slots.tags));
    quote! {
        cors::perfect_hash::Slots {
            reach: cors::perfect_hash::Reach::#reach,
            seeds: [#(#seeds),*],
            pilots: #pilots,
            tags: #tags,
        }
    }
}

/// A value of [`Lengths`].
pub(crate) fn lengths(lengths: Lengths) -> TokenStream {
    let (shortest, longest) = (Number(lengths.shortest), Number(lengths.longest));
    let modulo_64 = Literal::u64_unsuffixed(lengths.modulo_64);
    quote!(cors::perfect_hash::Lengths { shortest: #shortest, longest: #longest, modulo_64: #modulo_64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_few_keys_are_a_table() {
        for (count, is_table) in [(1, false), (8, false), (9, true), (10, true), (100, true)] {
            let keys: Vec<String> = (0..count).map(|n| format!("https://{n}.example.com")).collect();
            let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes()).collect();
            let code = is_one_of(&Ident::new("origin", Span::call_site()), &keys).to_string();
            assert_eq!(code.contains("static SET"), is_table, "{count}");
        }
    }
}
