//! Where the dependencies come from and under which licences, those of tests too. Not as thorough as cargo-deny, which
//! `tests/release` runs by the same `deny.toml`, but in every run.

use std::{collections::BTreeSet, fs, path::Path};

use regex::Regex;

use corsgen_tests::Failure;

use crate::project::{ROOT, graph, name};

/// Reports whether an expression of licences can be met: `OR` of `AND` of names, in old packages with `/` for `OR`.
fn is_met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    // What stands in parentheses is decided first.
    if let Some((before, rest)) = expression.rsplit_once('(') {
        let Some((inner, after)) = rest.split_once(')') else { return false };
        let met = if is_met(inner, allowed) { "met" } else { "unmet" };
        return is_met(&format!("{before}{met}{after}"), allowed);
    }
    let expression = expression.replace('/', " OR ");
    expression
        .split(" OR ")
        .any(|choice| choice.split(" AND ").map(str::trim).all(|licence| licence == "met" || allowed.contains(licence)))
}

#[test]
fn expressions_are_read() {
    let allowed = BTreeSet::from(["MIT", "Unicode-3.0"]);
    for met in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND Unicode-3.0", "MIT AND (X OR (Y OR MIT))"]
    {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR X) AND Y", "MIT WITH X", "(MIT"] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}

#[test]
fn each_licence_is_one_that_is_allowed() -> Result<(), Failure> {
    let deny = fs::read_to_string(Path::new(ROOT).join("deny.toml"))?;
    let list = Regex::new(r"(?m)^allow = \[(.*)\]$")?.captures(&deny).ok_or("no list of licences in deny.toml")?;
    let mut allowed: BTreeSet<&str> = list[1].split(", ").map(|name| name.trim_matches('"')).collect();
    assert!(allowed.len() > 5 && allowed.contains("MIT"), "{allowed:?}");
    let graph = graph()?;
    let is_allowed = |package: &serde_json::Value, allowed: &BTreeSet<&str>| {
        is_met(package["license"].as_str().unwrap_or_default(), allowed)
    };
    let others: Vec<&str> = graph.iter().filter(|package| !is_allowed(package, &allowed)).map(name).collect();
    assert_eq!(others, ["corsgen-compiler"], "under licences that `deny.toml` does not list");
    // For the public suffix list.
    allowed.insert("MPL-2.0");
    assert!(graph.iter().all(|package| is_allowed(package, &allowed)));
    Ok(())
}

#[test]
fn everything_that_is_not_ours_comes_from_the_registry() -> Result<(), Failure> {
    for package in graph()? {
        let source = package["source"].as_str();
        let is_known = source.is_none_or(|source| source == "registry+https://github.com/rust-lang/crates.io-index");
        assert!(is_known, "{}: {source:?}", name(&package));
    }
    Ok(())
}
