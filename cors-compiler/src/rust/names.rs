//! Methods and header names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::small_match::{self, Case};
use crate::{Headers, Methods};

/// Tests whether the bytes `method` are allowed.
pub(crate) fn allows_method(methods: &Methods) -> TokenStream {
    let method = Ident::new("method", Span::call_site());
    match methods {
        Methods::Any => quote!(true),
        Methods::Listed(names) => {
            let safelisted: [&[u8]; 3] = [b"GET", b"HEAD", b"POST"];
            let names = safelisted.into_iter().chain(names.iter().map(|name| name.as_bytes()));
            small_match::is_one_of(&method, names, Case::Exact)
        }
    }
}

/// Tests whether the bytes `name` are an allowed header's.
pub(crate) fn allows_header(headers: &Headers) -> TokenStream {
    let name = Ident::new("name", Span::call_site());

    match headers {
        Headers::Any { authorization: true } => quote!(true),
        Headers::Any { authorization: false } => {
            let is_authorization = small_match::is_one_of(&name, [b"authorization".as_slice()], Case::Ignored);
            quote!(!#is_authorization)
        }
        Headers::Listed(names) => {
            small_match::is_one_of(&name, names.iter().map(|name| name.as_bytes()), Case::Ignored)
        }
    }
}
