//! Counts what a thread allocates.
//!
//! ```
//! use corsgen_counting::{Counting, allocations};
//!
//! #[global_allocator]
//! static ALLOCATOR: Counting = Counting;
//!
//! fn main() {
//!     assert_eq!(allocations(|| Box::new(1)).1, 1);
//!     assert_eq!(allocations(|| 1 + 1).1, 0);
//! }
//! ```

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// The system's allocator, counting. Declare it as `#[global_allocator]` in the test that asks.
#[derive(Debug)]
pub struct Counting;

// Of each thread, so that tests that run beside each other do not count each other's. `const` and without a destructor: else
// the first access would itself allocate.
thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// Runs `work`, and tells how often it allocated on this thread (growing a block counts as well).
///
/// # Panics
///
/// If [`Counting`] is not the global allocator: a count of nothing would prove nothing.
pub fn allocations<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let count = || COUNT.with(Cell::get);
    let before = count();
    drop(std::hint::black_box(Box::new(0)));
    assert_eq!(count() - before, 1, "the allocator does not count: declare it as `#[global_allocator]`");
    let before = count();
    let result = work();
    (result, count() - before)
}

fn counted() {
    // Without a panic where the thread ends and its locals are gone.
    _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes on to `System` as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        counted();
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        counted();
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        counted();
        unsafe { System.realloc(block, layout, size) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe { System.dealloc(block, layout) }
    }
}
