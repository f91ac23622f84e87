//! What answers.

pub mod generated;
mod naive;
mod reference;
mod tower;

pub use generated::Generated;
pub use naive::Naive;
pub use reference::Reference;
pub use tower::Tower;
