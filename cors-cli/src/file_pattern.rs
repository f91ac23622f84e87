//! Files by a pattern that the shell left to the command.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use glob::{MatchOptions, Pattern, PatternError};

/// What a pattern finds: a file, or a folder that cannot be read.
pub(crate) type Found = Result<PathBuf, (PathBuf, io::Error)>;

/// `*` does not reach over a `/`, as in a shell.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// The files that a pattern matches, in order. As a shell has it, what is hidden is meant by who names it so: `**` finds nothing in
/// `.git`. `**` goes into no folder that is a link, which may lead out of the tree or back into it.
pub(crate) fn files(pattern: &str) -> Result<Vec<Found>, PatternError> {
    let parts: Vec<&str> = pattern.split('/').collect();
    let is_hidden_meant = is_hidden(Path::new(pattern));
    let is_meant = |path: &Path| is_hidden_meant || !is_hidden(path);
    let Some(deep) = parts.iter().position(|part| *part == "**") else {
        return Ok(matched(pattern)?
            .filter(|found| found.as_ref().map_or(true, |file| !file.is_dir() && is_meant(file)))
            .collect());
    };
    let (front, below) = parts.split_at(deep);
    let below = Pattern::new(&below.join("/"))?;
    // Alone at the end it means folders.
    if pattern.ends_with("**") {
        return Ok(Vec::new());
    }
    let is_folder = |path: &PathBuf| path.is_dir() && is_meant(path);
    let mut files = Vec::new();
    let folders: Vec<Found> = match front {
        [] => vec![Ok(PathBuf::new())],
        _ => {
            matched(&format!("{}/", front.join("/")))?.filter(|found| found.as_ref().map_or(true, is_folder)).collect()
        }
    };
    for folder in folders {
        match folder {
            Ok(folder) => walk(&folder, &is_meant, &mut |found| {
                let is_matched =
                    |file: &PathBuf| below.matches_path_with(file.strip_prefix(&folder).unwrap_or(file), OPTIONS);
                if found.as_ref().map_or(true, is_matched) {
                    files.push(found);
                }
            }),
            Err(error) => files.push(Err(error)),
        }
    }
    Ok(files)
}

fn matched(pattern: &str) -> Result<impl Iterator<Item = Found>, PatternError> {
    let found = glob::glob(pattern)?;
    Ok(found.map(|path| path.map_err(|error| (error.path().to_owned(), error.into()))))
}

/// Tells every file below a folder. A folder that waits to be read is on a list, not on the stack: trees may be deep.
fn walk(folder: &Path, is_meant: &impl Fn(&Path) -> bool, tell: &mut impl FnMut(Found)) {
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        // Not `is_dir`: that of a link is the one of its end.
        let is_link = path != folder && path.is_symlink();
        if path != folder && (is_link || !path.is_dir()) {
            if !path.is_dir() {
                tell(Ok(path));
            }
            continue;
        }
        match entries(&path) {
            Ok(entries) => waiting.extend(entries.into_iter().rev().filter(|entry| is_meant(entry))),
            Err(error) => tell(Err((path, error))),
        }
    }
}

/// What is in a folder, in order.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = fs::read_dir(here)?.map(|entry| entry.map(|entry| folder.join(entry.file_name())));
    let mut entries = names.collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| matches!(part, Component::Normal(name) if name.as_encoded_bytes().starts_with(b".")))
}
