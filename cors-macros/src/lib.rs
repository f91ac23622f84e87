//! `cors_policy!`: compiles a policy when the crate is compiled. The crate `corsgen-policy` exports it and documents it.

mod compile_error;
mod input;
mod policy_file;

use cors_compiler::{Options, Program, compile, rust};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use input::Input;
use policy_file::PolicyFile;

/// See `cors_policy::cors_policy`.
#[proc_macro]
pub fn cors_policy(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(&syn::parse_macro_input!(input as Input)).into()
}

fn expand(input: &Input) -> TokenStream {
    let file = PolicyFile::find(&input.file);
    let unreadable = |message: &String| vec![compile_error::new(input.file.span(), message)];
    let compiled = file.as_ref().map_err(unreadable).and_then(|file| program(input, file));
    // A refused policy is one that allows nothing, so that no second error follows where the type is used.
    let (program, errors) =
        compiled.map_or_else(|errors| (Program::default(), errors), |program| (program, Vec::new()));
    // Editing the policy compiles the crate again, after an error too.
    let watched = file.iter().map(|file| {
        let path = file.path();
        quote!(
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
        )
    });
    let checker = rust::checker(&program, &input.declaration());
    let code = quote!(#checker #(#watched)* #(#errors)*);
    match &input.item {
        Some(_) => code,
        None => {
            let name = input.name();
            quote!({ #code #name })
        }
    }
}

fn program(input: &Input, file: &PolicyFile) -> Result<Program, Vec<TokenStream>> {
    let options = Options { profile: input.profile.as_ref().map(LitStr::value) };
    // Warnings are the affair of `corsgen check`.
    compile(file.source(), &options).map(|(program, _)| program).map_err(|report| {
        let refusing = report.findings().iter().filter(|finding| finding.rule.level.refuses());
        refusing.map(|finding| compile_error::of_finding(input, file.source(), finding)).collect()
    })
}
