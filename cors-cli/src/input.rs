use std::{
    collections::HashSet,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::{Args, ValueHint};
use cors_compiler::Source;

use crate::{file_pattern, stop::Stop};

/// Where a policy is looked for if no file is named.
pub(crate) const DEFAULTS: [&str; 3] = ["cors.yaml", "cors.yml", "cors.json"];

/// One byte more than a document may have: whatever is longer is refused without being read to its end.
const READ_LIMIT: u64 = Source::LONGEST as u64 + 1;

/// The policy that a command reads.
#[derive(Clone, Debug, Args)]
pub(crate) struct Input {
    /// The policy; `-` is stdin [default: cors.yaml, cors.yml or cors.json]
    #[arg(value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    #[command(flatten)]
    stdin: StdinName,
}

/// What stdin is called.
#[derive(Clone, Debug, Args)]
pub(crate) struct StdinName {
    /// Take stdin for a file of this name
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    stdin_filename: Option<String>,
}

impl Input {
    /// Reads it.
    pub(crate) fn read(&self) -> Result<Source, Stop> {
        self.stdin.read(self.file.as_deref())
    }

    /// The file that was named, if there is none of that name.
    pub(crate) fn missing_file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|file| !is_dash(file) && !file.exists())
    }
}

impl StdinName {
    /// Reads a file, stdin, or the first of the files that are looked for.
    pub(crate) fn read(&self, file: Option<&Path>) -> Result<Source, Stop> {
        match file {
            Some(path) if is_dash(path) => self.read_stdin(),
            Some(path) => read(path),
            None => read(default_file()?),
        }
    }

    fn read_stdin(&self) -> Result<Source, Stop> {
        let name = self.stdin_filename.as_deref().unwrap_or("<stdin>");
        source(name, io::stdin().lock()).map_err(|error| Stop::failure(format!("stdin cannot be read: {error}")))
    }
}

/// The files that were named, each once, or the default, which is `None`. What is no file and has `*`, `?` or `[` in it is a pattern,
/// for shells that leave it to the command.
pub(crate) fn files(named: &[PathBuf]) -> Vec<Result<Option<PathBuf>, Stop>> {
    if named.is_empty() {
        return vec![Ok(None)];
    }
    let mut known = HashSet::new();
    let mut files: Vec<_> = named.iter().flat_map(|named| matched(named)).collect();
    files.retain(|file| file.as_ref().map_or(true, |file| known.insert(file.clone())));
    files.into_iter().map(|file| file.map(Some)).collect()
}

fn matched(named: &Path) -> Vec<Result<PathBuf, Stop>> {
    let pattern = named.to_str().filter(|text| text.contains(['*', '?', '[']) && !named.exists());
    let Some(pattern) = pattern else { return vec![Ok(named.to_owned())] };
    let found = match file_pattern::files(pattern) {
        Ok(found) => found,
        Err(error) => return vec![Err(Stop::failure(format!("`{pattern}` is no pattern: {error}")))],
    };
    if found.is_empty() {
        return vec![Err(Stop::failure(format!("no file matches `{pattern}`")))];
    }
    found.into_iter().map(|file| file.map_err(|(path, error)| Stop::of_file(&path, "read", &error))).collect()
}

/// Reports whether `path` is `-`, which stands for stdin where something is read.
pub(crate) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read(path: &Path) -> Result<Source, Stop> {
    let read = File::open(path).and_then(|file| source(&path.to_string_lossy(), file));
    read.map_err(|error| {
        let stop = Stop::of_file(path, "read", &error);
        if path.is_dir() {
            stop.help("name its policies, perhaps by a pattern such as `policies/*.yaml`")
        } else {
            stop
        }
    })
}

/// The policy of this folder.
///
/// # Errors
///
/// A failure if there is none.
pub(crate) fn default_file() -> Result<&'static Path, Stop> {
    // Something that is there but cannot be opened is chosen too, so that its own error is told.
    let found = DEFAULTS.iter().map(Path::new).find(|path| path.symlink_metadata().is_ok());
    found.ok_or_else(|| {
        Stop::failure("there is no cors.yaml, cors.yml or cors.json in this folder")
            .help("name the policy, or let `corsgen init` write one to start from")
    })
}

fn source(name: &str, from: impl io::Read) -> io::Result<Source> {
    let mut bytes = Vec::new();
    from.take(READ_LIMIT).read_to_end(&mut bytes)?;
    Ok(Source::from_bytes(name, bytes))
}
