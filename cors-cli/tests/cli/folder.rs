use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

/// A folder of its own, in which `corsgen` runs.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// With a policy, `cors.yaml`.
    pub(crate) fn new() -> Self {
        let folder = Self { folder: tempfile::tempdir().unwrap() };
        folder.write("cors.yaml", "allow_origins: [https://app.example.com]\n");
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.as_bytes());
    }

    pub(crate) fn write_bytes(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of all that is in it, hidden files too.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corsgen"));
        command.current_dir(self.folder.path()).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs `corsgen`, and asserts its exit status.
    pub(crate) fn run(&self, arguments: &[&str], status: i32) -> Said {
        let output = self.command(arguments).output().unwrap();
        let said = Said::from(output);
        assert_eq!(said.status, Some(status), "{arguments:?}\n{}\n{}", said.stdout, said.stderr);
        said
    }
}

/// What a run printed.
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: Option<i32>,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code(),
        }
    }
}
