//! Generates a checker for each policy of the corpus, for some of shapes that nobody writes by hand, and for random ones; and
//! checkers with deliberate mistakes.

use std::{cmp::Reverse, env, error::Error, fs, path::Path};

use cors_compiler::{Options, Source, compile, rust};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde::{Deserialize, de::IgnoredAny};

#[allow(unreachable_pub, reason = "it is the library's too")]
#[path = "../src/shapes.rs"]
mod shapes;

#[allow(clippy::indexing_slicing, dead_code, unreachable_pub, unused_imports, reason = "it is the library's too")]
#[path = "../src/policies/mod.rs"]
mod policies;

#[allow(unreachable_pub, reason = "it is the library's too")]
#[path = "../src/mutations/rust.rs"]
mod mutations;

/// As much of a corpus's group as a checker needs.
#[derive(Deserialize)]
struct Group {
    policy: String,
    profile: Option<String>,
    cases: Vec<IgnoredAny>,
}

impl Group {
    /// One without cases.
    const fn of(policy: String, profile: Option<String>) -> Self {
        Self { policy, profile, cases: Vec::new() }
    }
}

/// Writes all of them.
pub(super) fn generate() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "build", "cases", "src/shapes.rs", "src/policies", "src/mutations/rust.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rerun-if-env-changed=CORSGEN_SEED");
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("generated.rs"), code(groups()?).to_string())?;
    fs::write(Path::new(&out).join("random.rs"), code(random()?).to_string())?;
    fs::write(Path::new(&out).join("mutants.rs"), mutants(corpus()?))?;
    Ok(())
}

/// A checker for each policy, and a list of them all.
fn code(groups: Vec<Group>) -> TokenStream {
    let mut checkers = TokenStream::new();
    let mut entries = TokenStream::new();
    for (index, group) in groups.into_iter().enumerate() {
        let Some(checker) = checker(index, &group) else { continue };
        checkers.extend(checker);
        entries.extend(entry(index, &group));
    }
    quote! {
        #checkers
        /// Every checker that the build script generated.
        pub static ALL: &[Entry] = &[#entries];
    }
}

/// A policy's checker. A policy that is refused has none: the test that asks for it says so, with all findings.
fn checker(index: usize, group: &Group) -> Option<TokenStream> {
    let options = Options { profile: group.profile.clone() };
    let (program, _) = compile(&Source::new("cors.yaml", group.policy.as_str()), &options).ok()?;
    let declaration = rust::Declaration {
        attributes: TokenStream::new(),
        visibility: TokenStream::new(),
        name: format_ident!("Checker{index}"),
        front_door: quote!(::cors_policy),
        lints: quote!(#[allow(clippy::all, dead_code, unreachable_pub, unused_variables)]),
    };
    Some(rust::checker(&program, &declaration))
}

fn entry(index: usize, group: &Group) -> TokenStream {
    let (name, policy) = (format_ident!("Checker{index}"), group.policy.as_str());
    let profile = group.profile.as_deref().unwrap_or_default();
    quote!(Entry { policy: #policy, profile: #profile, checker: &#name },)
}

/// So many policies each mistake is made in.
const MUTANTS: usize = 12;

/// For each deliberate mistake, the checkers of the policies whose code it changes: those with the most cases, first one of each
/// file, since the cases of one are much alike.
fn mutants(mut corpus: Vec<Vec<Group>>) -> String {
    let mut groups: Vec<(usize, &Group)> = Vec::new();
    for file in &mut corpus {
        file.sort_by_key(|group| Reverse(group.cases.len()));
        groups.extend(file.iter().enumerate());
    }
    groups.sort_by_key(|(place, group)| (*place, Reverse(group.cases.len())));
    let code = |(index, (_, group))| Some((index, group, checker(index, group)?.to_string()));
    let checkers: Vec<(usize, &Group, String)> = groups.into_iter().enumerate().filter_map(code).collect();
    let (mut modules, mut list) = (String::new(), String::new());
    for (number, (name, find, replace)) in mutations::RUST.iter().enumerate() {
        let (mut mutants, mut entries) = (String::new(), TokenStream::new());
        for (index, group, code) in checkers.iter().filter(|(.., code)| code.contains(find)).take(MUTANTS) {
            mutants += &code.replace(find, replace);
            entries.extend(entry(*index, group));
        }
        modules += &format!(
            "mod mutant{number} {{ use super::Entry; {mutants} pub(super) static ALL: &[Entry] = &[{entries}]; }}\n"
        );
        list += &format!("({name:?}, mutant{number}::ALL),");
    }
    format!("{modules}static MUTANTS: &[(&str, &[Entry])] = &[{list}];\n")
}

/// The random policies that the differential test asks generated code about.
fn random() -> Result<Vec<Group>, Box<dyn Error>> {
    let seed = env::var("CORSGEN_SEED").map_or(Ok(1), |seed| seed.parse())?;
    let policies = policies::Policy::seeds(seed, policies::COMPILED as u64).map(policies::Policy::of);
    Ok(policies.map(|policy| Group::of(policy.text(), policy.profile)).collect())
}

fn groups() -> Result<Vec<Group>, Box<dyn Error>> {
    let mut groups: Vec<Group> = corpus()?.into_iter().flatten().collect();
    groups.extend(shapes::policies().into_iter().map(|policy| Group::of(policy, None)));
    Ok(groups)
}

/// The policies of each file.
fn corpus() -> Result<Vec<Vec<Group>>, Box<dyn Error>> {
    let mut groups = Vec::new();
    let mut paths =
        fs::read_dir("cases")?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    for path in paths {
        groups.push(serde_yaml::from_str::<Vec<Group>>(&fs::read_to_string(&path)?)?);
    }
    Ok(groups)
}
