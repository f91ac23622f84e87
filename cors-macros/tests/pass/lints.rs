//! Code that is held to everything that the compiler can ask for.
#![deny(warnings, future_incompatible, let_underscore, nonstandard_style, rust_2018_idioms, unused)]
#![deny(missing_copy_implementations, missing_debug_implementations, single_use_lifetimes, trivial_casts)]
#![deny(unit_bindings, unnameable_types, unreachable_pub, unused_lifetimes, unused_qualifications, variant_size_differences)]
#![forbid(missing_docs, unsafe_code, unused_imports, unused_variables, dead_code)]

use cors_policy::{Policy, cors_policy};

cors_policy!(pub struct Public = "./cors.yaml");
cors_policy!(pub struct AnyOrigin = "./any.yaml");

/// A module.
pub mod inner {
    use cors_policy::cors_policy;

    cors_policy!(pub struct Inner = "./none.yaml");
}

fn main() {
    let private = cors_policy!("./cors.yaml");
    assert!(!private.rejects() && !Public.rejects() && !inner::Inner.rejects() && !AnyOrigin.rejects());
}
