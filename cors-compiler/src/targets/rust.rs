use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    Program, Target, rust,
    target::{Artifact, Exactness, Features, Part, Shape},
};

/// The checker as Rust code: what `cors_policy!` expands to, to be checked in by those who want no macro.
#[derive(Debug)]
pub(super) struct Rust;

impl Target for Rust {
    fn name(&self) -> &'static str {
        "rust"
    }

    fn about(&self) -> &'static str {
        "a checker in Rust, for the crate corsgen-policy: what the macro cors_policy! expands to"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn supports(&self) -> Features {
        // Code starts nothing: an application does.
        Features { complete: false, ..Features::ALL }
    }

    fn comment(&self) -> &'static str {
        "// "
    }

    fn render(&self, program: &Program, _: &Shape) -> Artifact {
        let name = type_name(program.name.as_deref().unwrap_or("cors"));
        let stem = program.name.as_deref().unwrap_or("cors");
        let notes = vec![
            format!(
                "A module of a crate that depends on corsgen-policy, declared as `#[rustfmt::skip] mod {stem};`. `{name}` is the \
                 policy, as in `CorsLayer::new({name})`."
            ),
            "Not to be edited: edit the policy and run corsgen again, with --check in CI.".to_owned(),
        ];
        let text = "\n".to_owned() + &printed(&rust::checker(program, &declaration(&name)));
        Artifact { parts: vec![Part { name: "module", file: format!("{stem}.rs"), notes, text }] }
    }
}

fn declaration(name: &str) -> rust::Declaration {
    rust::Declaration {
        attributes: quote!(#[doc = " The policy, compiled."] #[allow(unreachable_pub)]),
        visibility: quote!(pub),
        name: Ident::new(name, Span::call_site()),
        front_door: quote!(::cors_policy),
        // A macro's code is not linted, and this is the same code.
        lints: quote!(#[allow(dead_code, unreachable_pub, unused_variables, clippy::all, clippy::nursery, clippy::pedantic)]),
    }
}

/// `shop_front` as `ShopFront`.
fn type_name(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    let name: String = name.split('_').map(capitalised).collect();
    // What the code within names, or no type can be called.
    if matches!(name.as_str(), "Self" | "Option" | "Some" | "None") { name + "Policy" } else { name }
}

fn printed(code: &TokenStream) -> String {
    // INVARIANT: code that does not parse is no code; printed as it is, the user's compiler says where.
    syn::parse2(code.clone()).map_or_else(|_| code.to_string(), |file| prettyplease::unparse(&file))
}
