//! `workflow/archive`, which packs what is released.

use std::{fs, path::Path, process::Command};

use crate::project::{Project, ROOT, Said, corsgen};

const TARGET: &str = "x86_64-unknown-linux-gnu";

#[test]
fn an_archive_has_the_program_its_pages_completions_and_licences() {
    let project = Project::new();
    let mut archive = project.command(Path::new(ROOT).join("workflow/archive"));
    let said = Said::from(archive.args([TARGET, corsgen(), "dist"]).output().unwrap());
    let name = format!("corsgen-v{}-{TARGET}", env!("CARGO_PKG_VERSION"));
    assert_eq!((said.text.as_str(), said.status), (format!("dist/{name}.tar.gz\n").as_str(), Some(0)));

    let said = Said::from(project.command("tar").args(["-xzf", &format!("dist/{name}.tar.gz")]).output().unwrap());
    assert_eq!((said.text.as_str(), said.status), ("", Some(0)));
    let said = Said::from(Command::new(project.path(&format!("{name}/corsgen"))).arg("--version").output().unwrap());
    assert!(said.text.starts_with("corsgen "), "{}", said.text);
    for file in ["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        assert_eq!(project.read(&format!("{name}/{file}")), fs::read_to_string(Path::new(ROOT).join(file)).unwrap());
    }
    assert!(project.read(&format!("{name}/PUBLIC-SUFFIX-LIST.md")).contains("Mozilla Public License 2.0"));

    let listed = |folder: &str| {
        let entries = fs::read_dir(project.path(&format!("{name}/{folder}"))).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let commands = ["check", "completions", "decide", "explain", "init", "lsp", "man", "rule", "schema", "targets"];
    let mut pages: Vec<String> = commands.map(|command| format!("corsgen-{command}.1")).into();
    pages.push("corsgen.1".to_owned());
    assert_eq!(listed("man"), pages);
    assert_eq!(listed("completions"), ["_corsgen", "_corsgen.ps1", "corsgen.bash", "corsgen.fish"]);
    for page in pages {
        assert!(project.read(&format!("{name}/man/{page}")).contains(".TH corsgen"), "{page}");
    }
}

/// `cargo binstall corsgen` looks where the workflow puts it.
#[test]
fn the_archive_is_where_binstall_looks() {
    let manifest = fs::read_to_string(Path::new(ROOT).join("cors-cli/Cargo.toml")).unwrap();
    let (_, binstall) = manifest.split_once("[package.metadata.binstall]\n").unwrap();
    let value = |key: &str| {
        let line = binstall.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        let value = line.split_once(" = ").unwrap().1.trim_matches('"');
        let of = [
            ("repo", env!("CARGO_PKG_REPOSITORY")),
            ("version", "1.2.3"),
            ("target", TARGET),
            ("bin", "corsgen"),
            ("binary-ext", ""),
        ];
        of.iter().fold(value.to_owned(), |text, (name, with)| text.replace(&format!("{{ {name} }}"), with))
    };
    let archive = format!("corsgen-v1.2.3-{TARGET}");
    let releases = concat!(env!("CARGO_PKG_REPOSITORY"), "/releases/download");
    assert_eq!(value("pkg-url"), format!("{releases}/v1.2.3/{archive}.tar.gz"));
    assert_eq!(value("bin-dir"), format!("{archive}/corsgen"));
    assert_eq!(value("pkg-fmt"), "tgz");
}
