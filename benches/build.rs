//! Generates the checkers that are measured, and a compile-time set of the peer that makes one.

use std::{env, error::Error, fs, path::Path};

use cors_compiler::{Options, Source, compile, rust};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

#[allow(dead_code, unreachable_pub, clippy::indexing_slicing, reason = "it is the library's too")]
#[path = "src/names.rs"]
mod names;
#[allow(dead_code, unreachable_pub, reason = "it is the library's too")]
#[path = "src/policies.rs"]
mod policies;

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "src/names.rs", "src/policies.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = env::var("OUT_DIR")?;
    let mut checkers = TokenStream::new();
    for measured in policies::all() {
        let source = Source::new("cors.yaml", measured.policy.as_str());
        let (program, _) =
            compile(&source, &Options::default()).map_err(|report| format!("{}: {report:?}", measured.name))?;
        let declaration = rust::Declaration {
            attributes: quote!(#[doc = "A generated checker."]),
            visibility: quote!(pub),
            name: format_ident!("{}", measured.name),
            front_door: quote!(::cors_policy),
            lints: quote!(#[allow(clippy::all, dead_code, missing_docs, unreachable_pub, unused_variables)]),
        };
        checkers.extend(rust::checker(&program, &declaration));
    }
    fs::write(Path::new(&out).join("checkers.rs"), checkers.to_string())?;

    #[cfg(feature = "peers")]
    fs::write(Path::new(&out).join("sets.rs"), phf_sets()?)?;
    Ok(())
}

#[cfg(feature = "peers")]
fn phf_sets() -> Result<String, Box<dyn Error>> {
    use std::fmt::Write as _;

    let mut sets = String::new();
    for count in policies::COUNTS {
        let mut set = phf_codegen::Set::new();
        for origin in names::origins(count) {
            set.entry(&*origin.leak());
        }
        // A text hashes as its bytes do. It prints bytes as numbers, 300,000 of them, which take clippy minutes.
        let set = set.build().to_string().replace("(\"", "(b\"");
        writeln!(sets, "/// {count} origins.\npub static PHF_{count}: phf::Set<&'static [u8]> = {set};")?;
    }
    Ok(sets)
}
