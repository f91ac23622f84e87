//! Generates a checker for each policy of the corpus, for some of shapes that nobody writes by hand, and for random ones.

use std::{env, error::Error, fs, path::Path};

use cors_compiler::{Options, Source, compile, rust};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde::Deserialize;

#[allow(unreachable_pub, reason = "it is the library's too")]
#[path = "src/shapes.rs"]
mod shapes;

#[allow(clippy::indexing_slicing, dead_code, unreachable_pub, unused_imports, reason = "it is the library's too")]
#[path = "src/policies/mod.rs"]
mod policies;

/// As much of a corpus's group as a checker needs.
#[derive(Deserialize)]
struct Group {
    policy: String,
    profile: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "cases", "src/shapes.rs", "src/policies"] {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rerun-if-env-changed=CORSGEN_SEED");
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("generated.rs"), code(groups()?).to_string())?;
    fs::write(Path::new(&out).join("random.rs"), code(random()?).to_string())?;
    Ok(())
}

/// A checker for each policy, and a list of them all.
fn code(groups: Vec<Group>) -> TokenStream {
    let mut checkers = TokenStream::new();
    let mut entries = TokenStream::new();
    for (index, group) in groups.into_iter().enumerate() {
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
    quote! {
        #checkers
        /// Every checker that the build script generated.
        pub static ALL: &[Entry] = &[#entries];
    }
}

/// The random policies that the differential test asks generated code about.
fn random() -> Result<Vec<Group>, Box<dyn Error>> {
    let seed = env::var("CORSGEN_SEED").map_or(Ok(1), |seed| seed.parse())?;
    let policies = policies::Policy::seeds(seed, policies::COMPILED as u64).map(policies::Policy::of);
    Ok(policies.map(|policy| Group { policy: policy.text(), profile: policy.profile }).collect())
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
