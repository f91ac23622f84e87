//! Generates the code that is tested: where code that is generated is tested.

#[cfg(feature = "services")]
#[path = "build/checkers.rs"]
mod checkers;

#[cfg(feature = "services")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    checkers::generate()
}

#[cfg(not(feature = "services"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
