//! The properties that hold of any bytes, asked of the whole corpus and of what proptest makes of it; and that each can fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod asked;
mod bounds;
mod calls;
mod deliberate;
mod formats;
mod strategies;
mod stricter;

use corsgen_counting::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;
