use std::{error::Error, fmt, io, path::PathBuf, sync::Arc};

use cors_compiler::{Finding, Report, Source, render};

/// Why a policy was not loaded.
///
/// It shows each finding with its lines of the policy, by `{:?}` too: a `main` that returns an error shows it so.
#[non_exhaustive]
pub enum LoadError {
    /// Its file cannot be read.
    #[non_exhaustive]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Its file cannot be watched.
    #[non_exhaustive]
    Unwatchable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// What was found refuses it.
    Refused(Findings),
}

/// What was found in a policy, but for notes. Shown, each finding stands there with its lines of the policy.
#[derive(Clone)]
pub struct Findings {
    source: Arc<Source>,
    report: Report,
}

impl Findings {
    pub(super) fn new(source: Source, report: Report) -> Self {
        Self { source: Arc::new(source), report: report.without_notes() }
    }

    /// The findings, in the order of the policy's text. Those about origins that the program gave have the place of the set's name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Finding> {
        self.report.findings().iter()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.report.findings().is_empty()
    }

    /// The line of a finding, counted from 1.
    pub fn line(&self, finding: &Finding) -> usize {
        self.source.position(finding.span.start).line
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.iter().enumerate() {
            let between = if index == 0 { "" } else { "\n\n" };
            write!(f, "{between}{}", render::plain(&self.source, finding))?;
        }
        Ok(())
    }
}

// Not the whole policy.
impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, error } => write!(f, "`{}` cannot be read: {error}", path.display()),
            Self::Unwatchable { path, error } => write!(f, "`{}` cannot be watched: {error}", path.display()),
            Self::Refused(findings) => findings.fmt(f),
        }
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } | Self::Unwatchable { error, .. } => Some(error),
            Self::Refused(_) => None,
        }
    }
}
