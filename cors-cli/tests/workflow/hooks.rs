//! `.pre-commit-hooks.yaml`, run by the real pre-commit.

use std::{fs, path::Path};

use crate::{
    installed::installed,
    project::{Project, RIGHT, ROOT, Said, WRONG, shown},
};

/// Where the hooks are published, as the docs have it.
const REPOSITORY: &str = "https://github.com/corsgen/corsgen";

fn pre_commit(project: &Project, arguments: &[&str]) -> Said {
    let mut command = project.command(installed("CORSGEN_PRE_COMMIT").unwrap());
    command.args(arguments).env("PRE_COMMIT_HOME", project.path("home/cache"));
    Said::from(command.output().unwrap())
}

/// The hooks, as they would be fetched: a repository with a version.
fn published() -> Project {
    let hooks = Project::new();
    for name in [".pre-commit-hooks.yaml", "workflow/corsgen"] {
        hooks.copy(name);
    }
    hooks.commit();
    let tagged = hooks.command("git").args(["tag", "v0.1.0"]).status().unwrap();
    assert!(tagged.success());
    hooks
}

/// A project with the configuration that the docs show, of one hook.
fn project(hooks: &Project, hook: &str) -> Project {
    let config = shown("yaml", "- id: corsgen-fix").replace(REPOSITORY, hooks.path(".").to_str().unwrap());
    let config = config.lines().filter(|line| !line.contains("- id:") || line.ends_with(hook));
    let project = Project::new();
    project.write(".pre-commit-config.yaml", &config.map(|line| format!("{line}\n")).collect::<String>());
    project.write(".gitignore", "home/\n");
    project
}

#[test]
fn the_hooks_are_hooks() {
    let said = pre_commit(&Project::new(), &["validate-manifest", &format!("{ROOT}/.pre-commit-hooks.yaml")]);
    assert_eq!((said.text.as_str(), said.status), ("", Some(0)));
}

#[test]
fn a_policy_that_is_refused_is_not_committed() {
    let hooks = published();
    let project = project(&hooks, "corsgen-check");
    project.write("cors.yaml", WRONG);
    project.write("shop/cors.json", "{\"allow_origins\": []}\n");
    project.write("shop/other.yaml", "this: is no policy\n");
    project.commit();
    let said = pre_commit(&project, &["run", "--all-files"]);
    assert_eq!(said.status, Some(1), "{}", said.text);
    for part in
        ["corsgen check", "Failed", "--> cors.yaml:1:25", "--> shop/cors.json:1:19", "found 2 errors in 2 of 2 files"]
    {
        assert!(said.text.contains(part), "{part}: {}", said.text);
    }
    assert_eq!(project.read("cors.yaml"), WRONG);
    project.write("cors.yaml", RIGHT);
    fs::remove_file(project.path("shop/cors.json")).unwrap();
    project.commit();
    let said = pre_commit(&project, &["run", "--all-files"]);
    assert!(said.status == Some(0) && said.text.contains("Passed"), "{}", said.text);
    let said = pre_commit(&project, &["run", "--files", "shop/other.yaml"]);
    assert!(said.text.contains("no files to check"), "{}", said.text);
}

/// A file may be called as an option is.
#[test]
fn what_begins_with_a_dash_is_judged_too() {
    let hooks = published();
    let project = project(&hooks, "corsgen-check");
    fs::create_dir(project.path("--stdin-filename=x")).unwrap();
    project.write("--stdin-filename=x/cors.yaml", WRONG);
    project.commit();
    let said = pre_commit(&project, &["run", "--all-files"]);
    assert!(said.status == Some(1) && said.text.contains("--stdin-filename=x/cors.yaml:1:25"), "{}", said.text);
}

#[test]
fn what_is_mended_is_shown_before_it_is_committed() {
    let hooks = published();
    let project = project(&hooks, "corsgen-fix");
    project.write("cors.yaml", WRONG);
    project.commit();
    let said = pre_commit(&project, &["run", "--all-files"]);
    assert!(said.status == Some(1) && said.text.contains("files were modified by this hook"), "{}", said.text);
    assert_eq!(project.read("cors.yaml"), RIGHT);
    let said = pre_commit(&project, &["run", "--all-files"]);
    assert!(said.status == Some(0) && said.text.contains("Passed"), "{}", said.text);
}

/// Built by itself, from what git holds: minutes, so that it is for the longer run.
#[test]
fn the_hook_builds_what_it_runs() {
    let project = Project::new();
    let run = |project: &Project| {
        let mut command = project.command(project.path("checkout/workflow/corsgen"));
        Said::from(command.args(["check", "cors.yaml"]).env_remove("CORSGEN").output().unwrap())
    };
    project.write("cors.yaml", WRONG);
    for name in ["corsgen", "annotate"] {
        project.copy(&format!("workflow/{name}"));
    }
    fs::create_dir(project.path("checkout")).unwrap();
    fs::rename(project.path("workflow"), project.path("checkout/workflow")).unwrap();
    // Without cargo it says what it lacks.
    let mut command = project.command(project.path("checkout/workflow/corsgen"));
    let bare = project.path("bin");
    fs::create_dir(&bare).unwrap();
    for name in ["bash", "dirname", "env"] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|path| path.join(name))
            .find(|path| path.is_file());
        std::os::unix::fs::symlink(found.unwrap(), bare.join(name)).unwrap();
    }
    let said = Said::from(command.arg("--version").env("PATH", &bare).env_remove("CORSGEN").output().unwrap());
    assert!(said.status == Some(2) && said.text.starts_with("corsgen: to build it takes cargo"), "{}", said.text);
    if std::env::var_os("CORSGEN_LONG").is_some() {
        fs::remove_dir_all(project.path("checkout")).unwrap();
        let prefix = format!("--prefix={}/", project.path("checkout").display());
        let checked_out =
            project.command("git").args(["-C", ROOT, "checkout-index", "--all", &prefix]).status().unwrap();
        assert!(checked_out.success() && Path::new(&project.path("checkout/Cargo.lock")).exists());
        let home = std::env::var_os("HOME").unwrap();
        let mut build = project.command(project.path("checkout/workflow/corsgen"));
        build.arg("--version").env("HOME", &home).env("CARGO_NET_OFFLINE", "true").env_remove("CORSGEN");
        let said = Said::from(build.output().unwrap());
        assert!(said.status == Some(0) && said.text.starts_with("corsgen 0."), "{}", said.text);
        let said = run(&project);
        assert!(said.status == Some(1) && said.text.contains("error[origin-upper-case]"), "{}", said.text);
    }
}
