//! The programs that read configurations and know nothing of corsgen.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use corsgen_tests::{Failure, installed::installed};
use serde_json::Value;

/// A folder of configurations, which goes with the test.
pub(crate) struct Folder {
    path: PathBuf,
    /// What was added, and what its file is called.
    files: BTreeMap<String, String>,
}

impl Folder {
    /// A new one.
    pub(crate) fn new(name: &str) -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("corsgen-injection-{name}-{}", std::process::id()));
        fs::create_dir(&path)?;
        Ok(Self { path, files: BTreeMap::new() })
    }

    /// Adds a configuration, if it is not there yet, and tells its file's name. `kind` is `conf` for nginx's or `yaml`.
    pub(crate) fn add(&mut self, kind: &str, text: &str) -> Result<String, Failure> {
        if let Some(file) = self.files.get(text) {
            return Ok(file.clone());
        }
        let file = format!("{:05}.{kind}", self.files.len());
        fs::write(self.path.join(&file), text)?;
        self.files.insert(text.to_owned(), file.clone());
        Ok(file)
    }

    /// What the readers make of each file.
    pub(crate) fn read(&self) -> Result<BTreeMap<String, Value>, Failure> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("injection/read.py");
        let said = python()?.arg(script).arg(&self.path).output()?;
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let mut read = BTreeMap::new();
        for line in String::from_utf8(said.stdout)?.lines() {
            let mut value: Value = serde_json::from_str(line)?;
            let file = value["file"].as_str().ok_or("no file")?.to_owned();
            assert!(value["error"].is_null(), "{file}: {value}");
            let said =
                ["directives", "value"].into_iter().find(|key| !value[key].is_null()).ok_or("nothing was read")?;
            read.insert(file, value[said].take());
        }
        assert_eq!(read.len(), self.files.len());
        Ok(read)
    }

    /// What gixy objects to in the files.
    pub(crate) fn objections(&self) -> Result<Vec<Value>, Failure> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(&self.path)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Failure>>()?;
        files.sort();
        let said = python()?.args(["-m", "gixy", "-f", "json"]).args(&files).output()?;
        let text = String::from_utf8(said.stdout)?;
        assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
        Ok(serde_json::from_str(&text)?)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn python() -> Result<Command, Failure> {
    Ok(Command::new(installed("CORSGEN_CONFIG_READERS")?))
}
