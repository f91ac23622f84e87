//! "CORS in seven pictures": each picture is what its command draws.

use std::{env, fs, path::Path, process::Command};

#[test]
fn the_readme_opens_with_a_picture_and_its_command() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (before, after) = readme.split_once("](docs/seven-pictures/").expect("no picture");
    assert!(!before.contains("\n## "), "the first heading stands before the picture");
    let (name, after) = after.split_once(')').unwrap();
    let command = after.split('`').find(|code| code.starts_with("corsgen ")).expect("no command");
    assert!(command.ends_with(&format!(" -o {name}")), "{command} does not draw {name}");
    // There a test holds the picture to its command.
    let page = fs::read_to_string(root.join("docs/seven-pictures.md")).unwrap();
    assert!(page.lines().any(|line| line == command), "no such command in the seven pictures: {command}");
}

#[test]
fn each_picture_is_drawn_by_its_command() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let page = fs::read_to_string(docs.join("seven-pictures.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::copy(docs.join("seven-pictures/cors.yaml"), folder.path().join("cors.yaml")).unwrap();
    let mut names = vec!["cors.yaml".to_owned()];
    for command in page.lines().filter(|line| line.starts_with("corsgen ")) {
        let command = command.replacen("corsgen", env!("CARGO_BIN_EXE_corsgen"), 1);
        let output = Command::new("sh").args(["-c", &command]).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let (_, name) = command.rsplit_once(' ').unwrap();
        let (drawn, shipped) = (folder.path().join(name), docs.join("seven-pictures").join(name));
        if env::var_os("CORSGEN_DRAW").is_some() {
            fs::copy(&drawn, &shipped).unwrap();
        }
        let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
        assert!(read(&drawn) == read(&shipped), "{name} is not what its command draws: run this with CORSGEN_DRAW=1");
        assert!(page.contains(&format!("](seven-pictures/{name})")), "{name} is shown nowhere");
        names.push(name.to_owned());
    }
    assert_eq!(names.len(), 8, "{names:?}");
    let mut shipped: Vec<String> = fs::read_dir(docs.join("seven-pictures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    shipped.sort();
    names.sort();
    assert_eq!(shipped, names, "a picture that nobody shows");
}
