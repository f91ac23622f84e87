use std::hash::Hash;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::{literal::Number, names, origins, terms};
use crate::{Program, ProgramRules, distinct::Distinct};

/// The name of some rules in the enum of all.
pub(crate) fn variant(program: &Program, index: usize) -> Ident {
    if program.document == Some(index) {
        Ident::new("Document", Span::call_site())
    } else {
        format_ident!("Route{index}")
    }
}

/// `impl Rules`: an enum of all rules, and what each of them allows.
pub(crate) fn implementation(program: &Program, name: &Ident) -> TokenStream {
    let variants: Vec<Ident> = program.rules.iter().map(|rules| variant(program, rules.index)).collect();
    let indices = program.rules.iter().map(|rules| Number(rules.index));
    let terms = program.rules.iter().map(|rules| terms::value(&rules.terms));
    let origin = by_rules(program, |rules| rules.origins.asked(), |rules| origins::contains(&rules.origins));
    let method = by_rules(program, |rules| &rules.methods, |rules| names::allows_method(&rules.methods));
    let header = by_rules(program, |rules| &rules.headers, |rules| names::allows_header(&rules.headers));
    quote! {
        #[doc(hidden)]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
        pub enum #name {
            #(#variants,)*
        }

        #[automatically_derived]
        impl cors::Rules for #name {
            type Text = &'static str;

            #[inline]
            fn index(&self) -> usize {
                match *self {
                    #(Self::#variants => #indices,)*
                }
            }

            #[inline]
            fn terms(&self) -> &cors::Terms<&'static str> {
                match *self {
                    #(Self::#variants => &#terms,)*
                }
            }

            #[inline]
            fn allows_origin(&self, origin: &[u8]) -> bool {
                #origin
            }

            #[inline]
            fn allows_method(&self, method: &[u8]) -> bool {
                #method
            }

            #[inline]
            fn allows_header(&self, name: &[u8]) -> bool {
                #header
            }
        }
    }
}

/// A `match` over the rules. Those that are asked the same share an arm, so that a long list is printed once.
fn by_rules<'a, Asked: Eq + Hash>(
    program: &'a Program,
    asked: impl Fn(&'a ProgramRules) -> Asked,
    test: impl Fn(&'a ProgramRules) -> TokenStream,
) -> TokenStream {
    let mut distinct = Distinct::new();
    let mut arms: Vec<(&ProgramRules, Vec<Ident>)> = Vec::new();
    for rules in &program.rules {
        let variant = variant(program, rules.index);
        let (place, _) = distinct.place(asked(rules));
        match arms.get_mut(place) {
            Some((_, variants)) => variants.push(variant),
            None => arms.push((rules, vec![variant])),
        }
    }
    if let [(rules, _)] = arms.as_slice() {
        return test(rules);
    }
    let arms = arms.iter().map(|(rules, variants)| {
        let test = test(rules);
        quote!(#(Self::#variants)|* => #test,)
    });
    quote!(match *self { #(#arms)* })
}
