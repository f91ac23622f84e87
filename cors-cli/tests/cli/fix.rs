//! `corsgen check --fix`: what is written, what is printed, and what is left alone.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use crate::folder::{Folder, Said};

const WRONG: &str =
    "# who may read\nallow_origins: [\"https://App.example.com/\"]  # the shop\n\nallow_methods: ['put']\n";
const RIGHT: &str =
    "# who may read\nallow_origins: [\"https://app.example.com\"]  # the shop\n\nallow_methods: ['PUT']\n";

fn piped(command: &mut Command, text: &str) -> Said {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    Said::from(child.wait_with_output().unwrap())
}

#[test]
fn a_file_is_mended_and_judged_again() {
    let folder = Folder::new();
    folder.write("cors.yaml", WRONG);
    let found = folder.run(&["check"], 1);
    assert!(found.stderr.ends_with("found 3 errors (3 fixable with --fix)\n"), "{}", found.stderr);
    let said = folder.run(&["check", "--fix"], 0);
    assert_eq!((said.stdout.as_str(), folder.read("cors.yaml").as_str()), ("", RIGHT));
    assert_eq!(said.stderr, "wrote cors.yaml\nfixed 3 findings, nothing left\n");
    let again = folder.run(&["check", "--fix"], 0);
    assert_eq!(again.stderr, "cors.yaml: nothing found in 1 origin pattern\n");
    assert_eq!(folder.names(), ["cors.yaml"]);
}

#[test]
fn what_cannot_be_mended_is_told() {
    let folder = Folder::new();
    folder.write("cors.yaml", "allow_origins: [https://app.example.com/, https://*]\n");
    let said = folder.run(&["check", "--fix", "--format", "short"], 1);
    assert_eq!(folder.read("cors.yaml"), "allow_origins: [https://app.example.com, https://*]\n");
    assert!(said.stdout.starts_with("cors.yaml:1:50: error[origin-wildcard-place]: "), "{}", said.stdout);
    assert_eq!(said.stdout.lines().count(), 1);
}

#[test]
fn a_dry_run_shows_the_changes_and_makes_none() {
    let folder = Folder::new();
    folder.write("cors.yaml", WRONG);
    let said = folder.run(&["check", "--fix", "--dry-run"], 1);
    assert_eq!(folder.read("cors.yaml"), WRONG);
    assert!(
        said.stdout.starts_with("--- a/cors.yaml\n+++ b/cors.yaml\n@@ -1,4 +1,4 @@\n # who may read\n-allow_origins")
    );
    assert!(said.stdout.contains("\n+allow_methods: ['PUT']\n"), "{}", said.stdout);
    assert_eq!(said.stderr, "would fix 3 findings, nothing left\n");
    folder.write("cors.yaml", RIGHT);
    let said = folder.run(&["check", "--fix", "--dry-run"], 0);
    assert_eq!((said.stdout.as_str(), said.stderr.as_str()), ("", "cors.yaml: nothing found in 1 origin pattern\n"));
    folder.run(&["check", "--dry-run"], 2);
}

/// Whoever applies the patch has what `--fix` would have written.
#[test]
fn a_dry_run_is_a_patch() {
    for text in [WRONG.to_owned(), WRONG.replace('\n', "\r\n"), WRONG.trim_end().to_owned()] {
        let folder = Folder::new();
        folder.write("cors.yaml", &text);
        let patch = folder.run(&["check", "--fix", "--dry-run"], 1).stdout;
        folder.run(&["check", "--fix"], 0);
        let fixed = folder.read("cors.yaml");
        assert_ne!(fixed, text);
        folder.write("cors.yaml", &text);
        let mut apply = Command::new("git");
        apply.args(["apply", "--whitespace=nowarn", "-"]).current_dir(folder.path("."));
        let said = piped(&mut apply, &patch);
        assert_eq!((said.status, folder.read("cors.yaml")), (Some(0), fixed), "{patch}{}", said.stderr);
    }
}

/// However its file is named: from the folder where the patch was made, or from the root where the file lies outside.
#[test]
#[cfg(unix)]
fn a_patch_finds_its_file() {
    let names = ["my cors.yaml", "a \"quoted\" é\\.yaml", "-é.yaml", "in/my cors.yaml", "in/cors.yaml"];
    for name in names {
        let folder = Folder::new();
        for inner in ["in", "beside"] {
            fs::create_dir_all(folder.path(inner)).unwrap();
        }
        let absolute = folder.path(name).to_string_lossy().into_owned();
        let dotted = format!("./{name}");
        let winding = format!("in/../in/../{name}");
        let given = [&*dotted, &*absolute, &*winding].into_iter().chain((!name.starts_with('-')).then_some(name));
        for given in given {
            for apply in [&["git", "apply", "-"][..], &["patch", "-p1"]] {
                folder.write(name, WRONG);
                let patch = folder.run(&["check", "--fix", "--dry-run", given], 1).stdout;
                let mut command = Command::new(apply[0]);
                command.args(&apply[1..]).current_dir(folder.path("."));
                let said = piped(&mut command, &patch);
                assert_eq!((said.status, folder.read(name).as_str()), (Some(0), RIGHT), "{patch}{}", said.stderr);
            }
        }
        folder.write(name, WRONG);
        let mut outside = folder.command(&["check", "--fix", "--dry-run", &format!("../{name}")]);
        let patch = Said::from(outside.current_dir(folder.path("beside")).output().unwrap()).stdout;
        let mut command = Command::new("patch");
        let said = piped(command.arg("-p1").current_dir("/"), &patch);
        assert_eq!((said.status, folder.read(name).as_str()), (Some(0), RIGHT), "{patch}{}", said.stderr);
    }
}

#[test]
fn of_stdin_the_mended_text_is_printed() {
    let folder = Folder::new();
    let said = piped(&mut folder.command(&["check", "--fix", "-"]), WRONG);
    assert_eq!((said.stdout.as_str(), said.status), (RIGHT, Some(0)));
    let said = piped(&mut folder.command(&["check", "--fix", "-"]), "allow_origins: [https://*]\n");
    assert_eq!((said.stdout.as_str(), said.status), ("allow_origins: [https://*]\n", Some(1)));
    assert!(said.stderr.contains("origin-wildcard-place"), "{}", said.stderr);
    let mut child = folder.command(&["check", "--fix", "-"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"allow_origins: ['\xff']\n").unwrap();
    let said = Said::from(child.wait_with_output().unwrap());
    assert_eq!((said.stdout.as_str(), said.status), ("", Some(1)), "what is no text is not printed as another");
    assert!(said.stderr.contains("error[encoding]"), "{}", said.stderr);
}

/// Nothing is written where nothing can be, and what stood there stays.
#[test]
#[cfg(unix)]
fn what_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("cors.yaml", WRONG);
    fs::set_permissions(folder.path("cors.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
    let said = folder.run(&["check", "--fix"], 2);
    assert_eq!(said.stderr, "error: `cors.yaml` is read-only\n");
    assert_eq!((folder.read("cors.yaml").as_str(), folder.names()), (WRONG, vec!["cors.yaml".to_owned()]));
    folder.run(&["check", "--fix", "--dry-run"], 1);
    let said = folder.run(&["check", "--fix", "."], 2);
    assert!(said.stderr.contains("name its policies"), "{}", said.stderr);
    let mut reader = folder.command(&["check", "--fix", "/dev/stdin"]);
    let said = piped(&mut reader, WRONG);
    assert!(said.status == Some(2) && said.stderr.contains("`/dev/stdin` is no regular file"), "{}", said.stderr);
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("real.yaml", WRONG);
    fs::set_permissions(folder.path("real.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.yaml", folder.path("link.yaml")).unwrap();
    folder.run(&["check", "--fix", "link.yaml"], 0);
    assert_eq!(folder.read("real.yaml"), RIGHT);
    assert!(folder.path("link.yaml").symlink_metadata().unwrap().is_symlink());
    assert_eq!(folder.path("real.yaml").metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn several_files_are_each_mended_and_counted_together() {
    let folder = Folder::new();
    fs::create_dir(folder.path("policies")).unwrap();
    folder.write("policies/a.yaml", WRONG);
    folder.write("policies/b.yaml", "allow_origins: []\n");
    folder.write("policies/c.txt", "no policy");
    let found = folder.run(&["check", "policies/*.yaml", "cors.yaml"], 1);
    assert!(found.stderr.ends_with("found 4 errors in 2 of 3 files (3 fixable with --fix)\n"), "{}", found.stderr);
    let said = folder.run(&["check", "--fix", "policies/*.yaml", "cors.yaml"], 1);
    assert!(said.stderr.ends_with("fixed 3 findings, 1 error left in 1 of 3 files\n"), "{}", said.stderr);
    assert_eq!(folder.read("policies/a.yaml"), RIGHT);
    let none = folder.run(&["check", "policies/*.yml"], 2);
    assert_eq!(none.stderr, "error: no file matches `policies/*.yml`\n");
    let well = folder.run(&["check", "policies/a.yaml", "cors.yaml"], 0);
    assert_eq!(well.stderr, "2 files: nothing found in 2 origin patterns\n");
}

#[test]
fn a_pattern_is_what_a_shell_makes_of_it() {
    let folder = Folder::new();
    for name in ["a/b/c.yaml", "a/.git/d.yaml", ".e.yaml", "f[1].yaml", "g.yaml"] {
        fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
        folder.write(name, "allow_origins: []\n");
    }
    let files = |patterns: &[&str]| {
        let said = folder.run(&[&["check", "--format", "short"], patterns].concat(), 1).stdout;
        said.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(files(&["**/*.yaml"]), ["a/b/c.yaml", "f[1].yaml", "g.yaml"]);
    assert_eq!(files(&["[g]*.yaml", "g.yaml", "g.yaml"]), ["g.yaml"], "each once");
    assert_eq!(files(&["f[1].yaml"]), ["f[1].yaml"], "a file is a file first");
    assert_eq!(files(&[".*.yaml"]), [".e.yaml"]);
    let said = folder.run(&["check", "a[.yaml"], 2);
    assert!(said.stderr.starts_with("error: `a[.yaml` is no pattern: "), "{}", said.stderr);
}

/// A link to a folder may lead back into the tree, where each round would double what there is, or out of it.
#[test]
#[cfg(unix)]
fn two_stars_follow_no_link_to_a_folder() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    fs::create_dir_all(folder.path("a/b")).unwrap();
    folder.write("a/b/own.yaml", WRONG);
    elsewhere.write("other.yaml", WRONG);
    for (to, link) in [(folder.path("."), "a/round"), (folder.path("."), "a/again"), (elsewhere.path("."), "a/out")] {
        std::os::unix::fs::symlink(to, folder.path(link)).unwrap();
    }
    std::os::unix::fs::symlink("b/own.yaml", folder.path("a/one.yaml")).unwrap();
    let said = folder.run(&["check", "--format", "short", "**/*.yaml"], 1).stdout;
    let mut files: Vec<&str> = said.lines().map(|line| line.split(':').next().unwrap()).collect();
    files.dedup();
    assert_eq!(files, ["a/b/own.yaml", "a/one.yaml"], "a link to a file is that file");
    for pattern in ["**/*.yaml", "a/**/*.yaml", "./**/b/*.yaml", "*/**/own.yaml"] {
        folder.write("a/b/own.yaml", WRONG);
        folder.run(&["check", "--fix", pattern], 0);
        assert_eq!(folder.read("a/b/own.yaml"), RIGHT, "{pattern}");
    }
    assert_eq!(elsewhere.read("other.yaml"), WRONG);
    assert!(folder.run(&["check", "a/out/*.yaml"], 1).stdout.contains("a/out/other.yaml"), "what is named is meant");
    assert_eq!(folder.run(&["check", "a/**"], 2).stderr, "error: no file matches `a/**`\n");
}
