//! What answers.

#[cfg(feature = "services")]
mod actix;
pub mod envoy;
#[cfg(feature = "services")]
pub mod generated;
mod naive;
mod nginx;
#[cfg(feature = "services")]
mod read;
mod reference;
#[cfg(feature = "services")]
mod runtime;
#[cfg(feature = "services")]
mod tower;

#[cfg(feature = "services")]
pub use actix::{Actix, ActixServer};
pub use envoy::Envoy;
#[cfg(feature = "services")]
pub use generated::Generated;
pub use naive::Naive;
pub use nginx::Nginx;
#[cfg(feature = "services")]
pub use read::{GivenSets, ReadText};
pub use reference::{Checked, Expanded, Reference};
#[cfg(feature = "services")]
pub use runtime::Runtime;
#[cfg(feature = "services")]
pub use tower::{FRAGMENT_IS_CUT, Tower};
