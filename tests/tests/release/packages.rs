//! Each package has in it what its page in the registry shows and what its licences ask for.

use std::collections::BTreeSet;

use serde_json::Value;

use corsgen_tests::Failure;

use crate::project::{cargo, name, published};

#[test]
fn each_has_its_readme_and_licences_and_no_tests() -> Result<(), Failure> {
    for package in published()? {
        let name = name(&package);
        let list = cargo(&["package", "--list", "--allow-dirty", "--frozen", "--package", name])?;
        let files: BTreeSet<&str> = list.lines().collect();
        for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.toml"] {
            assert!(files.contains(file), "{name}: {file}");
        }
        // They need the rest of the project.
        assert!(!list.lines().any(|file| file.starts_with("tests")), "{name}: {list}");
    }
    Ok(())
}

#[test]
fn each_says_what_it_is() -> Result<(), Failure> {
    for package in published()? {
        let name = name(&package);
        for field in ["description", "documentation", "license", "readme", "repository", "rust_version"] {
            assert!(package[field].as_str().is_some_and(|text| !text.is_empty()), "{name}: {field}");
        }
        for field in ["categories", "keywords"] {
            // The registry takes five.
            assert!(package[field].as_array().is_some_and(|words| (1..=5).contains(&words.len())), "{name}: {field}");
        }
        let has_features =
            package["features"].as_object().is_some_and(|features| features.keys().any(|name| name != "default"));
        let documented = &package["metadata"]["docs"]["rs"]["all-features"];
        assert_eq!(*documented == Value::Bool(true), has_features, "{name}: what docs.rs shows");
    }
    Ok(())
}
