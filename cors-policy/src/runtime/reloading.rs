use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use notify::RecommendedWatcher;

use super::{Builder, LoadError, RuntimePolicy, read::read, watch};
use crate::{PolicySource, snapshot::Snapshot};

/// A policy that is read again when its file changes. It is no [`Policy`](crate::Policy), which stays as it is, but what a layer
/// takes a snapshot of for each request: every request is answered wholly by the one policy or wholly by the other.
///
/// A text that is refused, and a file that cannot be read, leave the policy before in force.
///
/// A clone shares it, as does every layer. When the last of them goes, the watching ends.
#[derive(Clone)]
pub struct ReloadingPolicy {
    file: Arc<PolicyFile>,
}

/// A policy's file, and what was last read from it.
pub(super) struct PolicyFile {
    path: PathBuf,
    builder: Builder,
    // Held to copy or to swap a pointer, and never while a policy is compiled.
    current: RwLock<Arc<Snapshot<RuntimePolicy>>>,
    /// What the file last held, accepted or not. Whoever holds it reads the file, so that no older text comes after a newer.
    seen: Mutex<Seen>,
    /// Dropped with the file, which ends the watching.
    watcher: OnceLock<RecommendedWatcher>,
}

type Seen = Result<Vec<u8>, io::ErrorKind>;

impl ReloadingPolicy {
    /// Reads the policy at `path`, without a profile, and again whenever the file changes.
    ///
    /// `tell` is told what came of each change, on a thread of its own: the new policy, or why the one before stays. It must not
    /// panic: that would end the watching. With feature `tracing` it is an event too.
    ///
    /// The file's folder is watched, so that the file may be replaced, as editors do, or be a symlink, as in a mounted
    /// ConfigMap. What no event tells of, as on a network's file system, is seen within ten seconds. Whoever writes the file should
    /// write beside it and rename: of a file that is written in place, the first half may be read, and may be a policy.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read or watched, or what refuses the policy: there is none before it that could stay.
    pub fn watch(
        path: impl AsRef<Path>,
        tell: impl Fn(Result<&RuntimePolicy, &LoadError>) + Send + 'static,
    ) -> Result<Self, LoadError> {
        RuntimePolicy::builder().watch(path, tell)
    }

    /// The policy that is in force.
    pub fn current(&self) -> RuntimePolicy {
        self.file.current().policy.clone()
    }

    /// Reads the file now, on the thread that calls: with 100,000 origins that takes a quarter of a second, in which an async runtime's
    /// thread answers nobody (`tokio::task::spawn_blocking` does). Requests are answered by the policy before until it is done.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read, or what refuses its policy. The one before then stays.
    pub fn reload(&self) -> Result<RuntimePolicy, LoadError> {
        self.file.load(&mut self.file.seen(), read(&self.file.path))
    }

    pub(super) fn open(builder: Builder, path: &Path) -> Result<Self, LoadError> {
        let read = read(path);
        let seen = seen(&read);
        let policy = compile(&builder, path, read)?;
        let file = PolicyFile {
            path: path.to_owned(),
            builder,
            current: RwLock::new(Arc::new(Snapshot::of(policy))),
            seen: Mutex::new(seen),
            watcher: OnceLock::new(),
        };
        Ok(Self { file: Arc::new(file) })
    }

    pub(super) fn open_and_watch(
        builder: Builder,
        path: &Path,
        tell: impl Fn(Result<&RuntimePolicy, &LoadError>) + Send + 'static,
    ) -> Result<Self, LoadError> {
        let unwatchable = |error| LoadError::Unwatchable { path: path.to_owned(), error };
        // Before it is read: no change may come between.
        let (watcher, changes) = watch::folder_of(path).map_err(unwatchable)?;
        let policy = Self::open(builder, path)?;
        watch::follow(Arc::downgrade(&policy.file), changes, tell).map_err(unwatchable)?;
        _ = policy.file.watcher.set(watcher);
        Ok(policy)
    }
}

impl PolicyFile {
    fn current(&self) -> Arc<Snapshot<RuntimePolicy>> {
        // Nothing panics while it is held, and if it did, the pointer would be whole.
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn seen(&self) -> impl std::ops::DerefMut<Target = Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the file, and loads what it holds if that is not what it held before.
    pub(super) fn load_if_changed(&self) -> Option<Result<RuntimePolicy, LoadError>> {
        let mut seen = self.seen();
        let read = read(&self.path);
        (*seen != self::seen(&read)).then(|| self.load(&mut seen, read))
    }

    fn load(&self, seen: &mut Seen, read: io::Result<Vec<u8>>) -> Result<RuntimePolicy, LoadError> {
        *seen = self::seen(&read);
        let loaded = compile(&self.builder, &self.path, read);
        if let Ok(policy) = &loaded {
            let next = Arc::new(Snapshot::of(policy.clone()));
            let before = std::mem::replace(&mut *self.current.write().unwrap_or_else(PoisonError::into_inner), next);
            drop(before); // Not while requests wait: it may hold a million origins.
        }
        #[cfg(feature = "tracing")]
        self.tell(&loaded);
        loaded
    }

    #[cfg(feature = "tracing")]
    fn tell(&self, loaded: &Result<RuntimePolicy, LoadError>) {
        let file = self.path.display();
        match loaded {
            Ok(_) => tracing::info!(target: "cors_policy", %file, "the CORS policy was read again"),
            Err(error) => {
                tracing::error!(target: "cors_policy", %file, %error, "the CORS policy before stays in force");
            }
        }
    }
}

fn seen(read: &io::Result<Vec<u8>>) -> Seen {
    match read {
        Ok(bytes) => Ok(bytes.clone()),
        Err(error) => Err(error.kind()),
    }
}

fn compile(builder: &Builder, path: &Path, read: io::Result<Vec<u8>>) -> Result<RuntimePolicy, LoadError> {
    let bytes = read.map_err(|error| LoadError::Unreadable { path: path.to_owned(), error })?;
    builder.compile_file(path, bytes)
}

impl PolicySource for ReloadingPolicy {
    type Policy = RuntimePolicy;
    type Kept = Self;

    fn keep(self) -> Self {
        self
    }

    fn with_snapshot<T>(kept: &Self, f: impl FnOnce(&Arc<Snapshot<RuntimePolicy>>) -> T) -> T {
        f(&kept.file.current()) // A copy of the pointer: whoever reloads does not wait for a decision.
    }
}

impl fmt::Debug for ReloadingPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReloadingPolicy").field("path", &self.file.path).finish_non_exhaustive()
    }
}
