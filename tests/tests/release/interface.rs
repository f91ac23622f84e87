//! The public items of the libraries that are for others, as recorded in `tests/interface/`: what changes there changes for those who
//! use them. They are read from what rustdoc knows, which warns of nothing, of any library.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use corsgen_tests::Failure;

use crate::project::{ROOT, is_recorded, name, published, run};

/// The others are there for these, and for the command.
const FOR_OTHERS: [&str; 4] = ["corsgen-browser", "corsgen-core", "corsgen-macros", "corsgen-policy"];

/// Runs rustdoc over the libraries, and returns the folder of what it wrote.
fn document(packages: &[String]) -> Result<PathBuf, Failure> {
    // Beside what this test was compiled to, as what the libraries need is compiled there.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(ROOT).args(["doc", "--frozen", "--no-deps", "--all-features", "--lib", "--quiet"]);
    for package in packages {
        cargo.args(["--package", package]);
    }
    cargo.arg("--target-dir").arg(target);
    cargo.env("RUSTDOC", Path::new(ROOT).join("tests/interface/rustdoc")).env("RUSTDOCFLAGS", "-D warnings");
    run(&mut cargo)?;
    Ok(target.join("doc"))
}

/// How a value shows itself to programmers is no promise; and of those that are shown, that they are tells their `Display`.
fn is_for_programmers(item: &str) -> bool {
    item.contains(" core::fmt::Debug for ") || item.contains("::fmt(&self, ")
}

#[test]
fn the_public_items_are_those_that_are_recorded() -> Result<(), Failure> {
    let published = published()?;
    let libraries: Vec<String> =
        published.iter().map(|package| name(package).to_owned()).filter(|name| name != "corsgen").collect();
    let folder = document(&libraries)?;
    for package in FOR_OTHERS {
        assert!(libraries.iter().any(|library| library == package), "{package}");
        let file = folder.join(format!("{}.json", package.replace("corsgen-", "cors_")));
        let items = public_api::Builder::from_rustdoc_json(file)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(true)
            .build()?;
        let lines: String =
            items.items().map(|item| format!("{item}\n")).filter(|line| !is_for_programmers(line)).collect();
        assert!(lines.starts_with("pub mod cors_") || lines.starts_with("pub proc macro"), "{package}: {lines}");
        is_recorded(&format!("tests/interface/{package}.txt"), &lines)?;
    }
    Ok(())
}
