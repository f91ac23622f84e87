use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// This project.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The policy that is wrong in these tests, and what every safe fix makes of it.
pub(crate) const WRONG: &str = "allow_origins: [https://App.example.com] # the shop\n";
pub(crate) const RIGHT: &str = "allow_origins: [https://app.example.com] # the shop\n";

/// A folder of its own, in which commands run as a user's.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a command printed, stdout before stderr.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) status: Option<i32>,
}

impl Project {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Copies a file of this project, with its permissions.
    pub(crate) fn copy(&self, name: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::copy(Path::new(ROOT).join(name), self.path(name)).unwrap();
    }

    /// A command in this folder, with the `corsgen` that is tested, and nothing of the machine's own settings.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env("HOME", self.path("home")).env("CORSGEN", corsgen());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        command
    }

    /// Makes a commit of everything that is here.
    pub(crate) fn commit(&self) {
        for arguments in [
            &["init", "--quiet", "--initial-branch=main"][..],
            &["config", "user.name", "a user"],
            &["config", "user.email", "user@example.com"],
            &["add", "--all"],
            &["commit", "--quiet", "--message=policies"],
        ] {
            let said = Said::from(self.command("git").args(arguments).output().unwrap());
            assert_eq!(said.status, Some(0), "git {arguments:?}: {}", said.text);
        }
    }
}

/// The program that is tested.
pub(crate) fn corsgen() -> &'static str {
    env!("CARGO_BIN_EXE_corsgen")
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Self { text: stdout + &stderr, status: output.status.code() }
    }
}

/// The block of a language in the docs that holds a text.
pub(crate) fn shown(language: &str, holding: &str) -> String {
    let docs = fs::read_to_string(Path::new(ROOT).join("docs/workflow.md")).unwrap();
    let fence = format!("```{language}\n");
    let blocks = docs.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).find(|block| block.contains(holding)).unwrap()
}
