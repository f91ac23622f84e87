//! What `cors_policy!` adds to the building of a crate, and how many crates it brings.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use cors_benches::{
    large, names, quick,
    rounds::{Times, in_turn},
    table,
};
use tempfile::TempDir;

/// How many origins the policies have.
const COUNTS: [usize; 5] = [1, 100, 1_000, 10_000, 100_000];
/// How often each is built. Odd, so that there is a middle one.
const ROUNDS: usize = 5;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A folder with crates that share one target folder, as those of a workspace do.
struct Crates {
    folder: TempDir,
}

/// A crate, and how long it took to build.
struct Built {
    folder: PathBuf,
    times: Times,
}

/// What a service needs beside the macro.
const AXUM: &str =
    "axum = \"0.8\"\ntokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n";

/// A service in axum; the layer is put in place of the comment.
const SERVICE: &str = r#"
use axum::{Router, routing::get};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let service = Router::new().route("/items", get(|| async { "[]" }))/* layer */;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, service).await
}
"#;

fn main() -> Result<(), Box<dyn Error>> {
    macro_alone()?;
    from_nothing()
}

/// A crate that holds nothing but the macro, beside one that holds nothing: everything else is built already.
fn macro_alone() -> Result<(), Box<dyn Error>> {
    let crates = Crates::new()?;
    let counts = if quick() { &COUNTS[..4] } else { &COUNTS };
    let mut built = vec![Built::new("without", crates.add("without", &policy_package(""), "pub fn nothing() {}\n")?)];
    for count in counts {
        let code = "cors_policy::cors_policy!(pub struct Api = \"cors.yaml\");\n";
        let folder = crates.add(&format!("with{count}"), &policy_package(""), code)?;
        fs::write(folder.join("cors.yaml"), large::exact(&names::origins(*count)))?;
        built.push(Built::new(&table::count(*count as u64), folder));
    }
    for one in &built {
        crates.build(&one.folder)?;
    }
    for round in 0..if quick() { 1 } else { ROUNDS } {
        for one in in_turn(&mut built, round) {
            one.build_again(&crates)?;
        }
    }
    let without = built.first().ok_or("nothing was built")?;
    let row = |one: &Built| {
        let (times, more) = (one.times.spread(), one.times.more_than(&without.times));
        vec![one.times.name.clone(), table::seconds(times), table::seconds(more)]
    };
    let rows: Vec<Vec<String>> = built.iter().map(row).collect();
    let columns = ["origins", "`cargo build --release`, s", "more than without, s"];
    table::print("`cors_policy!` in an otherwise empty crate", &columns, &rows);
    Ok(())
}

impl Built {
    fn new(name: &str, folder: PathBuf) -> Self {
        Self { folder, times: Times { name: name.to_owned(), rounds: Vec::new() } }
    }

    fn build_again(&mut self, crates: &Crates) -> Result<(), Box<dyn Error>> {
        let source = self.folder.join("src/lib.rs");
        // Cargo builds anew what is newer than what was built.
        fs::write(&source, fs::read(&source)?)?;
        let start = Instant::now();
        let compiled = crates.build(&self.folder)?;
        self.times.rounds.push(start.elapsed().as_secs_f64());
        if compiled == 1 { Ok(()) } else { Err(format!("{compiled} crates were built and not one").into()) }
    }
}

/// Services from nothing: what the macro and the layer add to them.
fn from_nothing() -> Result<(), Box<dyn Error>> {
    let with_layer = SERVICE
        .replace("/* layer */", ".layer(cors_policy::tower::CorsLayer::new(cors_policy::cors_policy!(\"cors.yaml\")))");
    let services = [
        (
            "an empty crate and `cors_policy!`",
            policy_package(""),
            "fn main() { cors_policy::cors_policy!(\"cors.yaml\"); }\n".to_owned(),
        ),
        ("a service in axum", AXUM.to_owned(), SERVICE.replace("/* layer */", "")),
        ("the same with `CorsLayer` and `cors_policy!`", AXUM.to_owned() + &policy_package("axum"), with_layer),
    ];
    let mut rows = Vec::new();
    for (name, dependencies, code) in services {
        let crates = Crates::new()?;
        let folder = crates.add("service", &dependencies, "")?;
        fs::remove_file(folder.join("src/lib.rs"))?;
        fs::write(folder.join("src/main.rs"), code)?;
        fs::write(folder.join("cors.yaml"), large::exact(&names::origins(3)))?;
        let start = Instant::now();
        let compiled = crates.build(&folder)?;
        rows.push(vec![name.to_owned(), compiled.to_string(), format!("{:.1}", start.elapsed().as_secs_f64())]);
    }
    table::print("From nothing", &["", "crates compiled", "`cargo build --release`, s"], &rows);
    Ok(())
}

/// The dependency on this project.
fn policy_package(feature: &str) -> String {
    let features = if feature.is_empty() { String::new() } else { format!(", features = [\"{feature}\"]") };
    format!("cors_policy = {{ package = \"corsgen-policy\", path = {:?}{features} }}\n", format!("{ROOT}/cors-policy"))
}

impl Crates {
    fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    /// A crate of its own, with the versions that this project is locked to.
    fn add(&self, name: &str, dependencies: &str, code: &str) -> Result<PathBuf, Box<dyn Error>> {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(folder.join("src"))?;
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
        fs::write(folder.join("Cargo.toml"), format!("{package}\n[dependencies]\n{dependencies}\n[workspace]\n"))?;
        fs::write(folder.join("src/lib.rs"), code)?;
        fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(folder)
    }

    /// Builds a crate as a user would; how many were compiled.
    fn build(&self, folder: &Path) -> Result<usize, Box<dyn Error>> {
        let output = Command::new("cargo")
            .args(["build", "--release", "--offline"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", self.folder.path().join("target"))
            .env_remove("CARGO_INCREMENTAL")
            .env("CARGO_TERM_COLOR", "never")
            .output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("cargo: {text}").into());
        }
        Ok(text.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count())
    }
}
