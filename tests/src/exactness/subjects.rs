use std::process::Command;

use cors_compiler::{Exactness, targets};

use crate::{Failure, installed::installed, subjects::FRAGMENT_IS_CUT};

/// A subject as the README's table has it.
pub struct Described {
    /// As the subject calls itself.
    pub name: &'static str,
    /// What it is, in words, before its version.
    pub title: &'static str,
    /// How exactly it claims to answer.
    pub exactness: fn() -> Exactness,
    /// Its server's or library's version; `-`: there is none.
    pub version: fn() -> Result<String, Failure>,
    /// Where it is counted.
    pub headings: &'static [&'static str],
}

/// Every subject, in the order of the table.
pub const ALL: &[Described] = &[
    Described { name: "naive", title: "a second, naive decision", ..IN_PROCESS },
    Described { name: "generated", title: "`cors_policy!` and target `rust`", ..IN_PROCESS },
    Described { name: "runtime-text", title: "`RuntimePolicy`, from text", headings: &["random"], ..IN_PROCESS },
    Described {
        name: "runtime-sets",
        title: "`RuntimePolicy`, origin sets given when it starts",
        headings: &["random"],
        ..IN_PROCESS
    },
    Described { name: "runtime", title: "`ReloadingPolicy` under axum", version: || locked("axum"), ..LAYER },
    Described { name: "tower", title: "the tower layer under axum", version: || locked("axum"), ..LAYER },
    Described { name: "actix", title: "the middleware under actix-web", version: || locked("actix-web"), ..LAYER },
    Described { name: "nginx-1.22", version: || said("CORSGEN_NGINX_122", "-v"), ..NGINX },
    Described { name: "nginx-1.28", version: || said("CORSGEN_NGINX_128", "-v"), ..NGINX },
    Described { name: "envoy", title: "target `envoy`, Envoy", exactness: || of_target("envoy"), ..ENVOY },
    Described { name: "envoy-lua", title: "target `envoy-lua`, Envoy", exactness: || of_target("envoy-lua"), ..ENVOY },
];

const IN_PROCESS: Described = Described {
    name: "",
    title: "",
    exactness: || Exactness::HeaderExact(&[]),
    version: || Ok("-".to_owned()),
    headings: &["corpus", "random"],
};

const LAYER: Described = Described { exactness: || Exactness::HeaderExact(&[FRAGMENT_IS_CUT]), ..IN_PROCESS };

const NGINX: Described = Described { title: "target `nginx`, nginx", exactness: || of_target("nginx"), ..IN_PROCESS };

const ENVOY: Described = Described { version: || said("CORSGEN_ENVOY", "--version"), ..IN_PROCESS };

fn of_target(name: &str) -> Exactness {
    targets::find(name).expect("the target is registered").exactness()
}

/// The first number with two dots in what a server says of its version.
fn said(variable: &str, option: &str) -> Result<String, Failure> {
    let output = Command::new(installed(variable)?).arg(option).output()?;
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let is_version =
        |word: &&str| word.split('.').count() == 3 && word.split('.').all(|part| part.parse::<u32>().is_ok());
    let version = text.split(['/', ' ', '\n']).find(is_version);
    Ok(version.ok_or_else(|| format!("no version: `{text}`"))?.to_owned())
}

/// The version of a library that `Cargo.lock` pins.
fn locked(package: &str) -> Result<String, Failure> {
    let lock = include_str!("../../../Cargo.lock");
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \"")).ok_or("not in Cargo.lock")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}
