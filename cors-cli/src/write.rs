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
        place.put(file, force)?;
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

/// Replaces the text of a policy, which its author wrote, by another.
///
/// # Errors
///
/// A failure if the file holds something else than `old`, or is read-only.
pub(crate) fn replace(path: &Path, old: &str, new: &str) -> Result<(), Stop> {
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let stop =
            Stop::failure(format!("`{}` is no regular file, so that nothing can be mended in it", path.display()));
        return Err(stop.help("`-` is stdin, and what it becomes is printed"));
    }
    let planned = Planned { path: path.to_owned(), text: new.to_owned() };
    let place = Place::find(&planned)?;
    let Some(found) = place.old.as_ref().filter(|found| found.bytes == old.as_bytes()) else {
        return Err(place.changed());
    };
    if found.metadata.permissions().readonly() {
        return Err(Stop::failure(format!("`{}` is read-only", path.display())));
    }
    let staged = place.stage()?;
    place.put(staged, false)
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

    /// Gives the staged file its name.
    ///
    /// # Errors
    ///
    /// A failure if what stands there is no longer what was judged, unless `force`.
    fn put(&self, staged: Option<NamedTempFile>, force: bool) -> Result<(), Stop> {
        let path = &self.planned.path;
        let Some(staged) = staged else {
            output::talk(&format!("{} is up to date", path.display()));
            return Ok(());
        };
        if !force && !self.is_as_found()? {
            return Err(self.changed());
        }
        self.rename(staged, force)?;
        sync_folder(folder(&self.real));
        output::talk(&format!("wrote {}", path.display()));
        Ok(())
    }

    fn rename(&self, staged: NamedTempFile, force: bool) -> Result<(), Stop> {
        // Where there was nothing, the file system itself refuses what came since. No call does so for a file that is replaced:
        // there the moment since it was read again is left.
        let renamed = if self.old.is_none() && !force {
            staged.persist_noclobber(&self.real)
        } else {
            staged.persist(&self.real)
        };
        let Err(failed) = renamed else { return Ok(()) };
        Err(match failed.error.kind() {
            io::ErrorKind::AlreadyExists => self.changed(),
            _ => Stop::of_file(&self.planned.path, "written", &failed.error),
        })
    }

    fn is_as_found(&self) -> Result<bool, Stop> {
        let now = Self::find(self.planned)?;
        let same = match (&now.old, &self.old) {
            (Some(now), Some(judged)) => now.bytes == judged.bytes,
            (now, judged) => now.is_none() && judged.is_none(),
        };
        Ok(same && now.real == self.real)
    }

    fn changed(&self) -> Stop {
        Stop::failure(format!("`{}` was changed by somebody else just now", self.planned.path.display()))
            .help("it was not written: run it again")
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Place, Planned};

    /// What happens to a file between judging it and replacing it.
    fn race(before: Option<&str>, meanwhile: Option<&str>, force: bool) -> (bool, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let planned = Planned { path: folder.path().join("api.rs"), text: "planned".to_owned() };
        let is = |text: Option<&str>| match text {
            Some(text) => fs::write(&planned.path, text).unwrap(),
            None => _ = fs::remove_file(&planned.path),
        };
        is(before);
        let place = Place::find(&planned).unwrap();
        let staged = place.stage().unwrap();
        is(meanwhile);
        let put = place.put(staged, force).is_ok();
        let left = fs::read_dir(folder.path()).unwrap().count();
        let now = fs::read_to_string(&planned.path).ok();
        assert_eq!(left, usize::from(now.is_some()), "a temporary file stayed");
        (put, now)
    }

    #[test]
    fn what_changes_meanwhile_is_not_overwritten() {
        let (planned, theirs) = (Some("planned".to_owned()), Some("theirs".to_owned()));
        assert_eq!(race(None, Some("theirs"), false), (false, theirs.clone()));
        assert_eq!(race(Some("old"), Some("theirs"), false), (false, theirs));
        assert_eq!(race(Some("old"), None, false), (false, None));
        for (before, meanwhile) in [(None, Some("theirs")), (Some("old"), Some("theirs")), (Some("old"), None)] {
            assert_eq!(race(before, meanwhile, true), (true, planned.clone()));
        }
        assert_eq!(race(None, None, false), (true, planned.clone()));
        assert_eq!(race(Some("old"), Some("old"), false), (true, planned));
    }

    #[test]
    fn a_name_that_is_taken_at_the_last_moment_stays() {
        let folder = tempfile::tempdir().unwrap();
        let planned = Planned { path: folder.path().join("api.rs"), text: "planned".to_owned() };
        let place = Place::find(&planned).unwrap();
        let staged = place.stage().unwrap();
        fs::write(&planned.path, "theirs").unwrap();
        let Err(stop) = place.rename(staged.unwrap(), false) else { panic!("it was overwritten") };
        assert!(format!("{stop:?}").contains("was changed by somebody else just now"), "{stop:?}");
        assert_eq!(fs::read_to_string(&planned.path).unwrap(), "theirs");
    }
}
