use std::{
    fs, io,
    path::{Path, PathBuf, absolute},
};

use cors_compiler::Source;
use syn::LitStr;

/// A policy's text, and where it stands.
pub(crate) struct PolicyFile {
    path: PathBuf,
    source: Source,
}

impl PolicyFile {
    /// Reads the file that a macro's author names: relative to the folder of `Cargo.toml`, or, as `./…` or `../…`, to that of the
    /// calling file.
    ///
    /// # Errors
    ///
    /// Says to the author why it cannot be read.
    pub(crate) fn find(written: &LitStr) -> Result<Self, String> {
        let name = written.value();
        let path = locate(written, &name)?;
        let bytes = fs::read(&path).map_err(|error| unreadable(&name, &path, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            format!("`{name}` is not UTF-8: its byte {} begins no character", error.utf8_error().valid_up_to() + 1)
        })?;
        Ok(Self { path, source: Source::new(name, text) })
    }

    /// Its absolute path.
    pub(crate) fn path(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Its text.
    pub(crate) const fn source(&self) -> &Source {
        &self.source
    }
}

fn locate(written: &LitStr, name: &str) -> Result<PathBuf, String> {
    if name.is_empty() {
        return Err("the path of a policy is empty".to_owned());
    }
    if Path::new(name).has_root() || Path::new(name).is_absolute() {
        return Err(format!(
            "`{name}` is an absolute path, which no other machine has: write it relative to the folder of `Cargo.toml`, or as \
             `./…` to that of this file"
        ));
    }
    let folder = if name.starts_with("./") || name.starts_with("../") {
        let file = written.span().unwrap().local_file();
        file.and_then(|file| file.parent().map(Path::to_owned)).ok_or_else(|| {
            format!("`{name}` is relative to this file, which is not known here: write it relative to the folder of `Cargo.toml`")
        })?
    } else {
        std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).ok_or_else(|| {
            format!("`{name}` is relative to the folder of `Cargo.toml`, and `CARGO_MANIFEST_DIR` is not set: write it as `./…`")
        })?
    };
    absolute(folder.join(name)).map_err(|error| format!("`{name}` is no path: {error}"))
}

fn unreadable(name: &str, path: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    };
    format!("`{name}` cannot be read: {why}\n  = note: looked for {}", path.display())
}
