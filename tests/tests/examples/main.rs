//! What the examples show as generated is what is generated, and what they show as answered is what is answered.

mod fresh;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use corsgen_tests::{Failure, corpus, installed::installed};
use corsgen_transcripts::Start;

/// The folder of an example.
fn example(name: &str) -> PathBuf {
    corpus::folder("../examples").join(name)
}

#[test]
fn nginx_answers_as_shown() -> Result<(), Failure> {
    for variable in ["CORSGEN_NGINX_122", "CORSGEN_NGINX_128"] {
        let folder = example("nginx");
        Start { folder: &folder, variable: "NGINX", server: &installed(variable)? }.assert_shown();
    }
    Ok(())
}

#[test]
fn envoy_answers_as_shown() -> Result<(), Failure> {
    let folder = example("envoy");
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
            command.args(["-c", &script]).current_dir(self::example(example)).env("PORT", port.to_string());
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
        let folder = self::example(example);
        for (server, why) in [("no-such-server", "there is no `no-such-server` here"), ("false", "false ended: ")] {
            let (status, said) = Start { folder: &folder, variable, server: Path::new(server) }.run();
            assert_eq!(status, Some(1), "{example}: {said}");
            assert!(said.contains(why), "{example}: {said}");
        }
    }
}
