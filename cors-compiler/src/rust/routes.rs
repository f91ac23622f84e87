use std::sync::Arc;

use cors_core::routes::Entry;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    exact::{lengths, slots},
    literal::{Bytes, Text, optional},
    rules::variant,
};
use crate::{Program, route_table::route_table};

/// `impl Policy`: which rules hold for which path.
pub(crate) fn implementation(program: &Program, name: &Ident, rules: &Ident) -> TokenStream {
    let variants = program.rules.iter().map(|rules| variant(program, rules.index));
    let rejects = program.rejects();
    let (parameter, route) = route(program, rules);
    quote! {
        #[automatically_derived]
        impl cors::Policy for #name {
            type Rules = #rules;

            #[inline]
            fn all(&self) -> &[#rules] {
                &[#(#rules::#variants),*]
            }

            #[inline]
            fn route(&self, #parameter: &[u8]) -> cors::Route<'_, #rules> {
                #route
            }

            #[inline]
            fn rejects(&self) -> bool {
                #rejects
            }
        }
    }
}

/// The name and the body of a function of a path.
fn route(program: &Program, rules: &Ident) -> (TokenStream, TokenStream) {
    let document = match program.document {
        Some(index) => {
            let variant = variant(program, index);
            quote!(cors::Route::Rules(&#rules::#variant, "document"))
        }
        None => quote!(cors::Route::Unclaimed),
    };
    let Some(table) = route_table(program) else { return (quote!(_), document) };
    let (slots, lengths, ranks) = (slots(&table.slots), lengths(table.lengths), Bytes(&table.ranks));
    let places = table.places.iter().map(|place| {
        let (exact, below) = (entry(program, rules, place.exact.as_ref()), entry(program, rules, place.below.as_ref()));
        quote!(cors::routes::Place { exact: #exact, below: #below })
    });
    let body = quote! {
        static ROUTES: cors::routes::Routes<&[u8], &[cors::routes::Place<&str, #rules>]> = cors::routes::Routes {
            slots: #slots,
            lengths: #lengths,
            ranks: #ranks,
            places: &[#(#places),*],
        };
        match ROUTES.find(path) {
            cors::routes::Found::Nothing => #document,
            cors::routes::Found::Ambiguous => cors::Route::Ambiguous,
            cors::routes::Found::Route(cors::routes::Entry { rules: Some(rules), written }) => {
                cors::Route::Rules(rules, written)
            }
            cors::routes::Found::Route(_) => cors::Route::Denied,
        }
    };
    (quote!(path), body)
}

/// A value of `Option<Entry>`.
fn entry(program: &Program, rules: &Ident, entry: Option<&Entry<Arc<str>, usize>>) -> TokenStream {
    optional(entry.map(|entry| {
        let written = Text(&entry.written);
        let rules = optional(entry.rules.map(|index| {
            let variant = variant(program, index);
            quote!(#rules::#variant)
        }));
        quote!(cors::routes::Entry { written: #written, rules: #rules })
    }))
}
