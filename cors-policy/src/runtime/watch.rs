//! Tells that a file may have changed. Whether it has, its content says.

use std::{
    io,
    path::Path,
    sync::{
        Weak,
        mpsc::{Receiver, RecvTimeoutError, sync_channel},
    },
    thread,
    time::Duration,
};

use notify::{
    ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
    recommended_watcher,
};

use super::{LoadError, RuntimePolicy, reloading::PolicyFile};

/// What comes within this time of an event belongs to the same change: editors and copies write in several steps.
const SETTLING: Duration = Duration::from_millis(20);

/// So often in a row: a folder that is never quiet must not keep a change waiting.
const MOST_STEPS: usize = 50;

/// So often the file is read without an event: network file systems tell of none, nor does a folder that is itself replaced.
const UNTOLD: Duration = Duration::from_secs(10);

/// Watches the folder of a file: the file itself may be replaced, and of a symlink's target nobody tells. The receiver has
/// something as soon as anything changed there; it is closed when the watcher is dropped.
pub(super) fn folder_of(path: &Path) -> io::Result<(RecommendedWatcher, Receiver<()>)> {
    // One is enough: it says that there is something to look at, not what.
    let (sender, receiver) = sync_channel(1);
    let handler = move |event: notify::Result<Event>| {
        // An error too: events may have been lost.
        if event.map_or(true, |event| is_change(event.kind)) {
            _ = sender.try_send(());
        }
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut watcher = recommended_watcher(handler).map_err(io_error)?;
    watcher.watch(folder, RecursiveMode::NonRecursive).map_err(io_error)?;
    Ok((watcher, receiver))
}

/// Reads the file again after each change, on a thread of its own, until the file is dropped.
pub(super) fn follow(
    file: Weak<PolicyFile>,
    changes: Receiver<()>,
    tell: impl Fn(Result<&RuntimePolicy, &LoadError>) + Send + 'static,
) -> io::Result<()> {
    let follow = move || {
        loop {
            match changes.recv_timeout(UNTOLD) {
                Ok(()) => settle(&changes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let Some(file) = file.upgrade() else { return };
            if let Some(loaded) = file.load_if_changed() {
                tell(loaded.as_ref());
            }
        }
    };
    thread::Builder::new().name("cors-policy".to_owned()).spawn(follow).map(drop)
}

fn settle(changes: &Receiver<()>) {
    for _ in 0..MOST_STEPS {
        if changes.recv_timeout(SETTLING).is_err() {
            return;
        }
    }
}

/// Not that somebody read: that would be ourselves, and each reading would lead to the next.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn io_error(error: notify::Error) -> io::Error {
    match error.kind {
        ErrorKind::Io(error) => error,
        ErrorKind::PathNotFound => io::Error::new(io::ErrorKind::NotFound, "its folder is not there"),
        _ => io::Error::other(error),
    }
}
