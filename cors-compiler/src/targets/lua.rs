//! Lua, as Envoy runs it: what targets print of a policy in it.

mod origins;
mod quoted;

pub(super) use origins::{MATCHING, origin_set};
pub(super) use quoted::{Quoted, keys};
