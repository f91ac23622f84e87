use crate::Source;

/// How many findings of one kind a list has at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Most {
    /// No more than one reads: a document of a million origins, all the same, should not become a report of a million findings, and
    /// whoever mends these finds the others.
    #[default]
    ToTell,
    /// So many that a part of all that there can be is fixed at once. Their number goes with the bytes of the document: what is left
    /// becomes less by a share each time it is read, and all of it takes time in proportion to the document.
    ToFix {
        /// The document's.
        bytes: usize,
    },
}

/// How many bytes of a document there are for each finding that is to be fixed: an element is seldom longer, and findings of one byte
/// each would take hundreds of times the document's memory.
const BYTES: usize = 32;

impl Most {
    /// What there may be of findings that are to be fixed.
    pub(crate) fn to_fix(source: &Source) -> Self {
        Self::ToFix { bytes: source.text().len() }
    }

    /// `told` is how many there may be of those that are to be told.
    pub(crate) fn of(self, told: usize) -> usize {
        match self {
            Self::ToTell => told,
            Self::ToFix { bytes } => told.max(bytes / BYTES),
        }
    }
}
