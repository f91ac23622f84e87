//! What answers.

mod reference;

pub use reference::Reference;
