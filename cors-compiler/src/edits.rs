//! Edits of lists that keep what their author laid out: order, comments, quotes and line ends.

mod layout;
pub(crate) mod removal;
pub(crate) mod splitting;
pub(crate) mod unwrapping;

pub(crate) use layout::content;
