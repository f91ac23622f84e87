use cors_core::{OnDenied, Preflight, Terms};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::{Number, Text, optional};

/// A value of [`Terms`].
pub(crate) fn value(terms: &Terms<std::sync::Arc<str>>) -> TokenStream {
    let text = |value: &Option<std::sync::Arc<str>>| optional(value.as_deref().map(Text));
    let Terms { any_origin, credentials, .. } = terms;
    let (methods, headers) = (text(&terms.allow_methods), text(&terms.allow_headers));
    let (expose, max_age) = (text(&terms.expose_headers), text(&terms.max_age));
    let limit = Number(terms.request_list_limit);
    let preflight = match terms.preflight {
        Preflight::Answer(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote!(Answer(#status))
        }
        Preflight::Forward => quote!(Forward),
    };
    let on_denied = match terms.on_denied {
        OnDenied::Pass => quote!(Pass),
        OnDenied::Reject => quote!(Reject),
    };
    quote! {
        cors::Terms {
            any_origin: #any_origin,
            credentials: #credentials,
            allow_methods: #methods,
            allow_headers: #headers,
            expose_headers: #expose,
            max_age: #max_age,
            request_list_limit: #limit,
            preflight: cors::Preflight::#preflight,
            on_denied: cors::OnDenied::#on_denied,
        }
    }
}
