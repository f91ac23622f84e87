//! What the examples show as generated is what is generated, and what they show as answered is what is answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cors_compiler::{Options, Source, Target, compile, emit, target::Shape, targets};
use corsgen_tests::{Failure, installed::installed};
use corsgen_transcripts::Start;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");

/// The folders of the examples.
fn examples() -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(EXAMPLES)?.map(|entry| Ok(entry?.path()));
    let folders = entries.filter(|path| path.as_ref().is_ok_and(|path| path.is_dir()) || path.is_err());
    folders.collect()
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, fs::read_to_string(path)?))
    });
    entries.collect()
}

/// What a target generates for an example, by file name.
fn generated(example: &Path, target: &dyn Target) -> Result<BTreeMap<String, String>, Failure> {
    let policy = example.join("cors.yaml");
    let source = Source::from_bytes(policy.to_string_lossy(), fs::read(&policy)?);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
    let artifact = emit(target, &source, &program, &Shape::PARTS).map_err(|report| format!("{report:?}"))?;
    Ok(artifact.parts.into_iter().map(|part| (part.file, part.text)).collect())
}

#[test]
fn what_is_generated_is_fresh() -> Result<(), Failure> {
    for example in examples()? {
        let name = example.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = example.join("generated");
        let again = |target: &str, to: &str| {
            format!("cargo run -- --target {target} examples/{name}/cors.yaml -o examples/{name}/generated/{to}")
        };
        let mut compared = 0;
        for target in targets::ALL {
            let folder = shown.join(target.name());
            if folder.is_dir() {
                let again = again(target.name(), target.name());
                assert!(files(&folder)? == generated(&example, *target)?, "not fresh: {again}");
                compared += 1;
            }
        }
        // A checker is one file, without a folder around it.
        let rust = targets::find("rust").ok_or("no such target")?;
        for (file, text) in generated(&example, rust)? {
            if shown.join(&file).exists() {
                assert!(fs::read_to_string(shown.join(&file))? == text, "not fresh: {}", again("rust", &file));
                compared += 1;
            }
        }
        assert!(compared > 0, "{name} shows nothing generated");
    }
    Ok(())
}

#[test]
fn nginx_answers_as_shown() -> Result<(), Failure> {
    for variable in ["CORSGEN_NGINX_122", "CORSGEN_NGINX_128"] {
        let folder = Path::new(EXAMPLES).join("nginx");
        Start { folder: &folder, variable: "NGINX", server: &installed(variable)? }.assert_shown();
    }
    Ok(())
}

#[test]
fn envoy_answers_as_shown() -> Result<(), Failure> {
    let folder = Path::new(EXAMPLES).join("envoy");
    Start { folder: &folder, variable: "ENVOY", server: &installed("CORSGEN_ENVOY")? }.assert_shown();
    Ok(())
}

#[test]
fn a_config_is_moved_to_any_two_ports() -> Result<(), Failure> {
    let configs = [("nginx", "cat nginx.conf", "127.0.0.1:"), ("envoy", "./assemble", "port_value: ")];
    // Neighbours of those that it is written for, above all.
    for port in [8079_u16, 8080, 8081, 8082, 9000] {
        for (example, print, before) in configs {
            let script = format!(". ../scenario.sh; {print} | on_own_ports");
            let mut command = Command::new("bash");
            command.args(["-c", &script]).current_dir(Path::new(EXAMPLES).join(example)).env("PORT", port.to_string());
            let output = command.output()?;
            assert!(output.status.success(), "{output:?}");
            let moved = String::from_utf8(output.stdout)?;
            let ports = |text: &str| -> BTreeSet<String> {
                let behind = text.split(before).skip(1);
                behind.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect()).collect()
            };
            assert_eq!(ports(&moved), BTreeSet::from([port.to_string(), (port + 1).to_string()]), "{example}: {port}");
        }
    }
    Ok(())
}

#[test]
fn a_start_without_its_server_fails() {
    for (example, variable) in [("nginx", "NGINX"), ("envoy", "ENVOY"), ("storefront", "SERVER")] {
        let folder = Path::new(EXAMPLES).join(example);
        for (server, why) in [("no-such-server", "there is no `no-such-server` here"), ("false", "false ended: ")] {
            let (status, said) = Start { folder: &folder, variable, server: Path::new(server) }.run();
            assert_eq!(status, Some(1), "{example}: {said}");
            assert!(said.contains(why), "{example}: {said}");
        }
    }
}
