//! What answers.

mod actix;
pub mod envoy;
pub mod generated;
mod naive;
mod nginx;
mod read;
mod reference;
mod runtime;
mod tower;

pub use actix::{Actix, ActixServer};
pub use envoy::Envoy;
pub use generated::Generated;
pub use naive::Naive;
pub use nginx::Nginx;
pub use read::{GivenSets, ReadText};
pub use reference::Reference;
pub use runtime::Runtime;
pub use tower::{FRAGMENT_IS_CUT, Tower};
