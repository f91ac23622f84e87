//! Generates a checker for each policy of the corpus, and for some of shapes that nobody writes by hand.

use std::{env, error::Error, fs, path::Path};

use cors_compiler::{Options, Source, compile, rust};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde::Deserialize;

#[allow(unreachable_pub, reason = "it is the library's too")]
#[path = "src/shapes.rs"]
mod shapes;

/// As much of a corpus's group as a checker needs.
#[derive(Deserialize)]
struct Group {
    policy: String,
    profile: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "cases", "src/shapes.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let mut checkers = TokenStream::new();
    let mut entries = TokenStream::new();
    for (index, group) in groups()?.into_iter().enumerate() {
        let options = Options { profile: group.profile.clone() };
        // A policy that is refused has no checker. The test that asks for it says so, with all findings.
        let Ok((program, _)) = compile(&Source::new("cors.yaml", group.policy.as_str()), &options) else { continue };
        let name = format_ident!("Checker{index}");
        let declaration = rust::Declaration {
            attributes: TokenStream::new(),
            visibility: TokenStream::new(),
            name: name.clone(),
            front_door: quote!(::cors_policy),
            lints: quote!(#[allow(clippy::all, dead_code, unreachable_pub, unused_variables)]),
        };
        checkers.extend(rust::checker(&program, &declaration));
        let (policy, profile) = (group.policy, group.profile.unwrap_or_default());
        entries.extend(quote!(Entry { policy: #policy, profile: #profile, checker: &#name },));
    }
    let code = quote! {
        #checkers
        /// Every checker that the build script generated.
        pub static ALL: &[Entry] = &[#entries];
    };
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("generated.rs"), code.to_string())?)
}

fn groups() -> Result<Vec<Group>, Box<dyn Error>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut paths =
        fs::read_dir("cases")?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    for path in paths {
        groups.extend(serde_yaml::from_str::<Vec<Group>>(&fs::read_to_string(&path)?)?);
    }
    groups.extend(shapes::policies().into_iter().map(|policy| Group { policy, profile: None }));
    Ok(groups)
}
