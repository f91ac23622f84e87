//! Every target, each one file and one line here.

mod envoy;
mod envoy_lua;
mod lua;
mod nginx;
mod rust;

use crate::Target;

/// The targets, in the order in which `corsgen targets` lists them.
pub static ALL: &[&dyn Target] = &[&nginx::Nginx, &envoy::Envoy, &envoy_lua::EnvoyLua, &rust::Rust];

/// The target of this name.
pub fn find(name: &str) -> Option<&'static dyn Target> {
    ALL.iter().copied().find(|target| target.name() == name)
}
