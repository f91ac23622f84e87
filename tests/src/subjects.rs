//! What answers.

mod naive;
mod reference;
mod tower;

pub use naive::Naive;
pub use reference::Reference;
pub use tower::Tower;
