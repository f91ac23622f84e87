//! What answers.

mod naive;
mod reference;

pub use naive::Naive;
pub use reference::Reference;
