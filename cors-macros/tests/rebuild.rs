//! A service is compiled again when its policy is edited, after an error too. The service is a crate of its own, in cargo's folder
//! for what tests write.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const MANIFEST: &str = r#"
[package]
name = "service"
edition = "2024"

[dependencies]
corsgen-policy.path = "POLICY"

[workspace]

[profile.dev]
debug = false
"#;

/// Says whether the origin that is its argument is allowed.
const MAIN: &str = r#"
use cors_policy::{Policy, Rules, cors_policy};

fn main() {
    let origin = std::env::args().nth(1).unwrap_or_default();
    let allowed = cors_policy!("cors.yaml").all().iter().any(|rules| rules.allows_origin(origin.as_bytes()));
    print!("{allowed}");
}
"#;

struct Service {
    folder: PathBuf,
}

impl Service {
    fn new() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("service");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        fs::create_dir_all(folder.join("src"))?;
        // The versions that the workspace has: nothing is downloaded.
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let policy = root.join("cors-policy").display().to_string();
        fs::write(folder.join("Cargo.toml"), MANIFEST.replace("POLICY", &policy.escape_default().to_string()))?;
        fs::write(folder.join("src/main.rs"), MAIN)?;
        Ok(Self { folder })
    }

    fn write_policy(&self, text: &str) -> io::Result<()> {
        fs::write(self.folder.join("cors.yaml"), text)
    }

    /// Compiles and runs it.
    fn run(&self, origin: &str) -> io::Result<Output> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--offline", "--target-dir"]).arg(self.folder.join("target"));
        cargo.args(["--", origin]).env_remove("RUSTFLAGS").current_dir(&self.folder).output()
    }

    fn allows(&self, origin: &str) -> bool {
        let output = self.run(origin).unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        output.stdout == b"true"
    }

    fn refusal(&self) -> String {
        let output = self.run("").unwrap();
        assert!(!output.status.success(), "a policy that is refused compiles");
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn editing_the_policy_compiles_the_service_again() -> io::Result<()> {
    let (first, second) = ("https://first.example.com", "https://second.example.com");
    let service = Service::new()?;
    service.write_policy(&format!("allow_origins: [{first}]"))?;
    assert!(service.allows(first) && !service.allows(second));

    service.write_policy(&format!("allow_origins: [{second}]"))?;
    assert!(service.allows(second) && !service.allows(first));

    service.write_policy(&format!("allow_origins: [{first}/]"))?;
    assert_eq!(service.refusal().matches("origin-has-path").count(), 1);
    service.write_policy(&format!("allow_origins: [{first}:443]"))?;
    assert_eq!(service.refusal().matches("origin-default-port").count(), 1);

    service.write_policy(&format!("allow_origins: [{first}, {second}]"))?;
    assert!(service.allows(first) && service.allows(second));
    Ok(())
}
