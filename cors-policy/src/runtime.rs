//! A policy that is read when the program starts, and, if it is to be, again whenever its file changes.
//!
//! ```no_run
//! use cors_policy::runtime::RuntimePolicy;
//!
//! // `origin_sets: {first_party: []}` stands in the policy; whose pages those are is known here.
//! let policy = RuntimePolicy::builder()
//!     .origin_set("first_party", ["https://app.example.com"])
//!     .watch("cors.yaml", |loaded| {
//!         if let Err(error) = loaded {
//!             eprintln!("the policy before stays:\n{error}");
//!         }
//!     })?;
//! # Ok::<_, cors_policy::runtime::LoadError>(())
//! ```
//!
//! A policy that the macro would not compile is not loaded either; its findings are in the [`LoadError`].

mod builder;
mod load_error;
mod read;
mod reloading;
mod watch;

use std::{fmt, path::Path, sync::Arc};

use cors_compiler::{Checker, CheckerRules, Program};
use cors_core::{Policy, Route};

pub use builder::Builder;
pub use cors_compiler::{Finding, Level, Rule};
pub use load_error::{Findings, LoadError};
pub use reloading::ReloadingPolicy;

/// A policy that is read at run time. A clone shares it.
#[derive(Clone)]
pub struct RuntimePolicy {
    loaded: Arc<Loaded>,
}

struct Loaded {
    name: Option<Arc<str>>,
    profile: Option<Arc<str>>,
    checker: Checker,
    warnings: Findings,
}

impl RuntimePolicy {
    /// Reads the policy at `path`, without a profile.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read, or what refuses the policy.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::builder().from_path(path)
    }

    /// Reads the policy `text`, without a profile. Findings call it `name`.
    ///
    /// # Errors
    ///
    /// What refuses the policy.
    pub fn from_str(name: &str, text: &str) -> Result<Self, LoadError> {
        Self::builder().from_str(name, text)
    }

    /// Reads a policy with a profile, or with origins that are known only now.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The profile that was selected.
    pub fn profile(&self) -> Option<&str> {
        self.loaded.profile.as_deref()
    }

    /// What was found in the policy, although it is accepted.
    pub fn warnings(&self) -> &Findings {
        &self.loaded.warnings
    }

    fn new(program: Program, warnings: Findings) -> Self {
        let checker = Checker::new(&program);
        Self { loaded: Arc::new(Loaded { name: program.name, profile: program.profile, checker, warnings }) }
    }
}

impl Policy for RuntimePolicy {
    type Rules = CheckerRules;

    fn all(&self) -> &[CheckerRules] {
        self.loaded.checker.all()
    }

    fn route(&self, path: &[u8]) -> Route<'_, CheckerRules> {
        self.loaded.checker.route(path)
    }

    fn rejects(&self) -> bool {
        self.loaded.checker.rejects()
    }
}

// A policy may hold a million origins: a log line is no place for it.
impl fmt::Debug for RuntimePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RuntimePolicy")
            .field("name", &self.loaded.name)
            .field("profile", &self.loaded.profile)
            .finish_non_exhaustive()
    }
}
