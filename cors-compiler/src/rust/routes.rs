use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    literal::{Number, Text, optional},
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
    if program.routes.is_empty() {
        return (quote!(_), document);
    }
    let entries = route_table(program).into_iter().map(|entry| {
        let (written, key) = (Text(&entry.written), Text(&entry.key));
        let shorter = optional(entry.shorter.map(Number));
        let rules = optional(entry.rules.map(|index| {
            let variant = variant(program, index);
            quote!(#rules::#variant)
        }));
        quote!(cors::path::Entry { written: #written, key: #key, shorter: #shorter, rules: #rules })
    });
    let body = quote! {
        static ROUTES: &[cors::path::Entry<&str, Option<#rules>>] = &[#(#entries),*];
        match cors::path::find(ROUTES, path) {
            cors::path::Found::Nothing => #document,
            cors::path::Found::Ambiguous => cors::Route::Ambiguous,
            cors::path::Found::Route(cors::path::Entry { rules: Some(rules), written, .. }) => {
                cors::Route::Rules(rules, written)
            }
            cors::path::Found::Route(_) => cors::Route::Denied,
        }
    };
    (quote!(path), body)
}
