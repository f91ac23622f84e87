//! The servers' own validation takes what is generated for every policy of the corpus: `nginx -t`, `envoy --mode validate`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cors_compiler::{
    emit,
    target::{HostPort, Shape},
    targets,
};
use corsgen_tests::{Failure, corpus, installed::installed};

/// A folder that ends with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("corsgen-accepted-{name}-{}", std::process::id()));
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Asks a server, by a command over the folder and the file, of every policy of the corpus that its target can hold.
fn accepts(target: &str, validate: impl Fn(&Path, &Path) -> Command) -> Result<usize, Failure> {
    let folder = Folder::new(&format!("{target}-{:?}", std::thread::current().id()))?;
    let file = folder.0.join("config");
    let known = targets::find(target).ok_or("no such target")?;
    let address = |text| HostPort::parse(text).ok_or("no address");
    let mut accepted = 0;
    for group in corpus::groups()? {
        let shape = Shape::Complete { listen: address("127.0.0.1:18080")?, upstream: address("127.0.0.1:18081")? };
        let Ok(artifact) = emit(known, &group.source(), &group.program()?, &shape) else { continue };
        let [config] = artifact.parts.as_slice() else { return Err("not one part".into()) };
        fs::write(&file, &config.text)?;
        let said = validate(&folder.0, &file).output()?;
        let text = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{text}\n{}", group.policy);
        assert!(!text.contains("[emerg]") && !text.contains("[alert]"), "{text}\n{}", group.policy);
        accepted += 1;
    }
    Ok(accepted)
}

fn nginx(variable: &str) -> Result<(), Failure> {
    let nginx = installed(variable)?;
    let accepted = accepts("nginx", |folder, file| {
        let mut command = Command::new(&nginx);
        command.arg("-t").arg("-p").arg(folder).arg("-c").arg(file);
        command
    })?;
    assert!(accepted > 70, "{accepted} policies");
    Ok(())
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    nginx("CORSGEN_NGINX_122")
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    nginx("CORSGEN_NGINX_128")
}

fn envoy(target: &str) -> Result<(), Failure> {
    let envoy = installed("CORSGEN_ENVOY")?;
    let accepted = accepts(target, |_, file| {
        let mut command = Command::new(&envoy);
        command.args(["--mode", "validate", "-l", "warn", "--config-path"]).arg(file.with_extension("yaml"));
        let _ = fs::copy(file, file.with_extension("yaml"));
        command
    })?;
    assert!(accepted > 60, "{accepted} policies");
    Ok(())
}

#[test]
fn envoy_native() -> Result<(), Failure> {
    envoy("envoy")
}

#[test]
fn envoy_lua() -> Result<(), Failure> {
    envoy("envoy-lua")
}
