//! Checks that are not inlined, so that their code has a size.

use cors_core::{Policy, Rules};

use crate::checkers;

/// One of 1,000 exact origins.
#[inline(never)]
pub fn exact_1000(origin: &[u8]) -> bool {
    checkers::Exact1000.all()[0].allows_origin(origin)
}

/// One of 10,000.
#[inline(never)]
pub fn exact_10_000(origin: &[u8]) -> bool {
    checkers::Exact10000.all()[0].allows_origin(origin)
}

/// One of 10.
#[inline(never)]
pub fn exact_10(origin: &[u8]) -> bool {
    checkers::Exact10.all()[0].allows_origin(origin)
}
