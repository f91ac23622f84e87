//! Files are written whole or not at all: a temporary file beside each, then a rename.

use std::{
    fs::{self, Metadata},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use cors_compiler::header_comment::{Ownership, ownership};
use tempfile::NamedTempFile;

use crate::{output, stop::Stop};

/// A file that is to hold a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    /// As whoever typed the call names it.
    pub(crate) path: PathBuf,
    /// All that it is to hold.
    pub(crate) text: String,
}

/// What stands where a file is to be written.
struct Place<'a> {
    planned: &'a Planned,
    /// Where the bytes go: `path`, or what it links to.
    real: PathBuf,
    old: Option<Old>,
}

struct Old {
    bytes: Vec<u8>,
    metadata: Metadata,
}

/// Writes files. Those that hold their text already are not touched.
///
/// # Errors
///
/// A failure if one of them was not written by corsgen, was edited since or is read-only, unless `force`; then none is written.
pub(crate) fn write(files: &[Planned], force: bool) -> Result<(), Stop> {
    let places = files.iter().map(Place::find).collect::<Result<Vec<_>, _>>()?;
    let refusals: Vec<String> = places.iter().filter_map(Place::refusal).collect();
    if !force && let Some((last, others)) = refusals.split_last() {
        others.iter().for_each(|refusal| output::error(refusal, None));
        return Err(Stop::failure(last).help("nothing was written; `--force` overwrites it"));
    }
    // Each is complete on disk before the first takes its name: a full disk leaves all of them as they were.
    let staged = places.iter().map(Place::stage).collect::<Result<Vec<_>, _>>()?;
    for (place, file) in places.iter().zip(staged) {
        place.put(file)?;
    }
    Ok(())
}

/// Writes a file where there is none.
///
/// # Errors
///
/// A failure if there is one.
pub(crate) fn write_new(file: &Planned) -> Result<(), Stop> {
    let place = Place { planned: file, real: file.path.clone(), old: None };
    let Some(staged) = place.stage()? else { return Ok(()) };
    // Fails if the name was taken meanwhile.
    staged.persist_noclobber(&file.path).map_err(|failed| Stop::of_file(&file.path, "written", &failed.error))?;
    Ok(())
}

/// Reads what a file holds now. `None`: there is no such file.
pub(crate) fn read_old(file: &Planned) -> Result<Option<Vec<u8>>, Stop> {
    Ok(Place::find(file)?.old.map(|old| old.bytes))
}

impl<'a> Place<'a> {
    fn find(planned: &'a Planned) -> Result<Self, Stop> {
        let path = &planned.path;
        let link = match path.symlink_metadata() {
            Ok(metadata) => metadata.is_symlink(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { planned, real: path.clone(), old: None });
            }
            Err(error) => return Err(Stop::of_file(path, "written", &error)),
        };
        // A rename would replace the link. Whoever keeps a config behind one wants what it leads to replaced.
        let real = if link { path.canonicalize() } else { Ok(path.clone()) };
        let real = real.map_err(|error| Stop::of_file(path, "followed", &error))?;
        let metadata = real.metadata().map_err(|error| Stop::of_file(path, "read", &error))?;
        if metadata.is_dir() {
            return Err(Stop::failure(format!("`{}` is a folder", path.display())));
        }
        if !metadata.is_file() {
            // A rename would replace `/dev/null` for the whole machine.
            return Err(Stop::failure(format!("`{}` is no regular file", path.display()))
                .help("without `-o` the text goes to stdout"));
        }
        let bytes = fs::read(&real).map_err(|error| Stop::of_file(path, "read", &error))?;
        Ok(Self { planned, real, old: Some(Old { bytes, metadata }) })
    }

    fn is_current(&self) -> bool {
        self.old.as_ref().is_some_and(|old| old.bytes == self.planned.text.as_bytes())
    }

    /// Why the file may not be overwritten.
    fn refusal(&self) -> Option<String> {
        let old = self.old.as_ref().filter(|_| !self.is_current())?;
        let what = match std::str::from_utf8(&old.bytes).map_or(Ownership::Foreign, ownership) {
            Ownership::Foreign => "was not written by corsgen",
            Ownership::Edited => "was edited since corsgen wrote it",
            Ownership::Ours if old.metadata.permissions().readonly() => "is read-only",
            Ownership::Ours => return None,
        };
        Some(format!("`{}` {what}", self.planned.path.display()))
    }

    /// Writes the text to a temporary file beside the place. `None`: it is there already.
    fn stage(&self) -> Result<Option<NamedTempFile>, Stop> {
        if self.is_current() {
            return Ok(None);
        }
        let staged = self.stage_text().map_err(|error| {
            let stop = Stop::of_file(&self.planned.path, "written", &error);
            if error.kind() == io::ErrorKind::NotFound { stop.help("its folder must exist") } else { stop }
        })?;
        Ok(Some(staged))
    }

    fn stage_text(&self) -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".corsgen-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask, as every new file
        let mut file = builder.tempfile_in(folder(&self.real))?;
        file.write_all(self.planned.text.as_bytes())?;
        if let Some(old) = &self.old {
            keep_owner(&file, &old.metadata);
            file.as_file().set_permissions(old.metadata.permissions())?;
        }
        file.as_file().sync_all()?;
        Ok(file)
    }

    fn put(&self, staged: Option<NamedTempFile>) -> Result<(), Stop> {
        let path = &self.planned.path;
        let Some(staged) = staged else {
            output::talk(&format!("{} is up to date", path.display()));
            return Ok(());
        };
        staged.persist(&self.real).map_err(|failed| Stop::of_file(path, "written", &failed.error))?;
        sync_folder(folder(&self.real));
        output::talk(&format!("wrote {}", path.display()));
        Ok(())
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives the file the owner of the one that it replaces, as writing in place would have done. Only root can; for others the
/// file becomes theirs, which is no failure.
#[cfg(unix)]
fn keep_owner(file: &NamedTempFile, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &NamedTempFile, _: &Metadata) {}

/// Makes the rename last through a power cut. Some file systems cannot, which is no failure: the name is whole either way.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}
