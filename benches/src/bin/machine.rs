//! What the benchmarks run on.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::{env, error::Error, fs, process::Command};

use cors_benches::{quick, servers::Kind, table};

/// The packages that are measured against, and those that carry what is measured.
const PEERS: [&str; 6] = ["actix-cors", "actix-web", "foldhash", "phf", "rustc-hash", "tower-http"];

fn main() -> Result<(), Box<dyn Error>> {
    let date = said("date", &["-u", "+%F"])?;
    println!("# Results of {date}{}\n", if quick() { ", of a quick run that is not to be told" } else { "" });
    println!("What the tables tell, and how each was measured: [docs/benchmarks.md](../../docs/benchmarks.md).\n");
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or("unknown")
        .trim_start_matches(['\t', ' ', ':']);
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kibibytes = memory.split_whitespace().nth(1).ok_or("no memory")?.parse::<f64>()?;
    let load = fs::read_to_string("/proc/loadavg")?;
    let rows = [
        ("processor", model.to_owned()),
        ("threads of it", said("nproc", &[])?),
        ("memory", format!("{:.0} GB", kibibytes * 1024.0 / 1e9)),
        ("system", format!("Linux {}", said("uname", &["-r"])?)),
        ("running beside it, at the start", load.split(' ').next().unwrap_or_default().to_owned()),
        ("corsgen", said("git", &["describe", "--always", "--dirty", "--abbrev=10"])?),
        ("Rust", said("rustc", &["--version"])?),
        ("nginx", [server(Kind::Nginx122, "-v")?, server(Kind::Nginx128, "-v")?].join(", ")),
        ("Envoy", server(Kind::Envoy, "--version")?),
        ("loader", version(&said("wrk", &["--version"])?)),
        ("instructions are counted by", said("valgrind", &["--version"])?),
        ("peers", peers()?.join(", ")),
    ];
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(what, text)| vec![what.to_owned(), text]).collect();
    table::print("The machine", &["", ""], &rows);
    Ok(())
}

/// The first line that a command says.
fn said(command: &str, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(command).args(arguments).output().map_err(|error| format!("{command}: {error}"))?;
    let text = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&text)
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim()
        .to_owned())
}

fn server(kind: Kind, option: &str) -> Result<String, Box<dyn Error>> {
    Ok(version(&said(&env::var(kind.variable())?, &[option])?))
}

/// The first word, cut at slashes, that has a dot between digits.
fn version(text: &str) -> String {
    let is_version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    text.split(['/', ' ']).find(is_version).unwrap_or(text).to_owned()
}

/// The peers in the versions that `Cargo.lock` pins.
fn peers() -> Result<Vec<String>, Box<dyn Error>> {
    let lock = include_str!("../../../Cargo.lock");
    let version = |peer: &str| {
        let (_, rest) = lock.split_once(&format!("name = \"{peer}\"\nversion = \"")).ok_or("not in Cargo.lock")?;
        Ok(format!("{peer} {}", rest.split('"').next().unwrap_or_default()))
    };
    PEERS.into_iter().map(version).collect()
}
