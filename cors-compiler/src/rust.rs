//! The checker as Rust code: a type without fields that implements `cors_core::Policy`, as fast as the policy lets it be.
//!
//! The code is safe, does not panic and allocates nothing. It names only what it defines itself, absolute paths and primitives, so
//! that it means the same wherever it stands.

mod disjunction;
mod exact;
mod literal;
mod names;
mod origins;
mod routes;
mod rules;
mod small_match;
mod terms;
mod wildcards;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::Program;
use literal::Text;

/// What the type is called, and where its code stands.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Its attributes, documentation included.
    pub attributes: TokenStream,
    /// Its visibility.
    pub visibility: TokenStream,
    /// Its name.
    pub name: Ident,
    /// The path of the crate `corsgen-policy`.
    pub front_door: TokenStream,
    /// Attributes of all other code.
    pub lints: TokenStream,
}

/// The type and its implementations. Nothing but the type gets a name.
pub fn checker(program: &Program, declaration: &Declaration) -> TokenStream {
    let Declaration { attributes, visibility, name, front_door, lints } = declaration;
    let profile = match &program.profile {
        Some(profile) => {
            let profile = Text(profile);
            quote!(Some(#profile))
        }
        None => quote!(None),
    };
    let rules_name = Ident::new(&format!("{name}Rules"), name.span());
    let (rules, policy) =
        (rules::implementation(program, &rules_name), routes::implementation(program, name, &rules_name));
    quote! {
        #attributes
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #name;

        #lints
        const _: () = {
            use #front_door::__private::core as cors;
            use ::core::option::Option::{self, *};
            use ::core::primitive::{bool, str, u8, usize};

            impl #name {
                /// The profile that was selected.
                #visibility const PROFILE: Option<&'static str> = #profile;
            }

            #policy
            #rules
        };
    }
}
