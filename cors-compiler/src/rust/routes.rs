use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{literal::Text, rules::variant};
use crate::Program;

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
    let routes = program.routes.iter().map(|route| {
        let path = Text(&route.path);
        let rules = match route.rules {
            Some(index) => {
                let variant = variant(program, index);
                quote!(Some(#rules::#variant))
            }
            None => quote!(None),
        };
        quote!((cors::path::Pattern::new(#path), #rules))
    });
    let body = quote! {
        static ROUTES: &[(cors::path::Pattern<'static>, Option<#rules>)] = &[#(#routes),*];
        match cors::path::find(::core::iter::Iterator::map(ROUTES.iter(), |route| route.0), path) {
            cors::path::Found::Nothing => #document,
            cors::path::Found::Ambiguous => cors::Route::Ambiguous,
            cors::path::Found::Route(index) => match ROUTES.get(index) {
                Some((pattern, Some(rules))) => cors::Route::Rules(rules, pattern.written()),
                _ => cors::Route::Denied,
            },
        }
    };
    (quote!(path), body)
}
