use cors_compiler::{Finding, Source, render, rules};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::input::Input;

/// An error of the user's compiler, at `span`.
pub(crate) fn new(span: Span, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error!(#message);)
}

/// A finding as such an error: its excerpt of the policy, at the literal that names it.
pub(crate) fn of_finding(input: &Input, source: &Source, finding: &Finding) -> TokenStream {
    let Finding { rule, message, help, .. } = finding;
    // Not the policy is wrong then, but what is asked of it.
    if let Some(profile) = input.profile.as_ref().filter(|_| **rule == rules::unknown_profile::RULE) {
        return new(profile.span(), &format!("{message}: {}", help.as_deref().unwrap_or_default()));
    }
    let rendered = render::plain(source, finding);
    // Without its title: Rust's compiler says itself that it is an error.
    let excerpt = rendered.split_once('\n').map_or("", |(_, excerpt)| excerpt);
    new(input.file.span(), &format!("{}: {message}\n{excerpt}", rule.name))
}
