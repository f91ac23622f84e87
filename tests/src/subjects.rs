//! What answers.

pub mod envoy;
pub mod generated;
mod naive;
mod nginx;
mod reference;
mod tower;

pub use envoy::Envoy;
pub use generated::Generated;
pub use naive::Naive;
pub use nginx::Nginx;
pub use reference::Reference;
pub use tower::Tower;
