use std::{collections::BTreeMap, path::Path};

use cors_compiler::{Options, Source, check, give, lower, parse};

use super::{Findings, LoadError, ReloadingPolicy, RuntimePolicy, read::read};

/// How a policy is read: with which profile, and with which origins that are known only now.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    options: Options,
    origin_sets: BTreeMap<String, Vec<String>>,
}

impl Builder {
    /// Selects a profile of the document.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.options.profile = Some(name.into());
        self
    }

    /// Replaces the contents of an origin set that the document declares, whatever its profiles say of it.
    ///
    /// The patterns are judged as if they stood there. A document that gets all of a set's origins in this way declares it
    /// empty: `origin_sets: {first_party: []}`.
    #[must_use]
    pub fn origin_set(mut self, name: impl Into<String>, patterns: impl IntoIterator<Item: Into<String>>) -> Self {
        self.origin_sets.insert(name.into(), patterns.into_iter().map(Into::into).collect());
        self
    }

    /// Reads the policy at `path`, which is a regular file. Of one that is longer than a policy may be, no more is read than that
    /// takes to see.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read, or what refuses the policy.
    pub fn from_path(&self, path: impl AsRef<Path>) -> Result<RuntimePolicy, LoadError> {
        let path = path.as_ref();
        let bytes = read(path).map_err(|error| LoadError::Unreadable { path: path.to_owned(), error })?;
        self.compile_file(path, bytes)
    }

    /// Reads the policy `text`. Findings call it `name`.
    ///
    /// # Errors
    ///
    /// What refuses the policy.
    pub fn from_str(&self, name: &str, text: &str) -> Result<RuntimePolicy, LoadError> {
        self.compile(Source::new(name, text))
    }

    /// Reads the policy at `path`, and again whenever [`ReloadingPolicy::reload`] is called.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read, or what refuses the policy.
    pub fn reloading(self, path: impl AsRef<Path>) -> Result<ReloadingPolicy, LoadError> {
        ReloadingPolicy::open(self, path.as_ref())
    }

    /// Reads the policy at `path`, and again whenever the file changes. See [`ReloadingPolicy::watch`].
    ///
    /// # Errors
    ///
    /// Why the file cannot be read or watched, or what refuses the policy.
    pub fn watch(
        self,
        path: impl AsRef<Path>,
        tell: impl Fn(Result<&RuntimePolicy, &LoadError>) + Send + 'static,
    ) -> Result<ReloadingPolicy, LoadError> {
        ReloadingPolicy::open_and_watch(self, path.as_ref(), tell)
    }

    pub(super) fn compile_file(&self, path: &Path, bytes: Vec<u8>) -> Result<RuntimePolicy, LoadError> {
        self.compile(Source::from_bytes(path.to_string_lossy(), bytes))
    }

    fn compile(&self, source: Source) -> Result<RuntimePolicy, LoadError> {
        let (mut document, mut report) = parse(&source);
        report.append(give(&source, &mut document, &self.origin_sets, &self.options));
        match check(&document, report, &self.options) {
            Ok((policy, report)) => Ok(RuntimePolicy::new(lower(&policy), Findings::new(source, report))),
            Err(report) => Err(LoadError::Refused(Findings::new(source, report))),
        }
    }
}
