//! Counts what a thread allocates, and how much.
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
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
    /// Less than nothing where a thread lets go of what another allocated.
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
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

/// What some work took, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The most that it held at once.
    pub most: usize,
    /// All that it allocated, one behind the other: no work is in less than proportion to that.
    pub all: usize,
}

/// Runs `work`, and tells how much memory it took on this thread. What `work` returns counts as held.
///
/// # Panics
///
/// As [`allocations`].
pub fn memory<T>(work: impl FnOnce() -> T) -> (T, Memory) {
    let before = ALLOCATED.with(Cell::get);
    drop(std::hint::black_box(Box::new(0u64)));
    let counted = ALLOCATED.with(Cell::get) - before;
    assert_eq!(counted, 8, "the allocator does not count: declare it as `#[global_allocator]`");
    let (before, held) = (ALLOCATED.with(Cell::get), HELD.with(Cell::get));
    MOST.with(|most| most.set(held));
    let result = work();
    let most = usize::try_from(MOST.with(Cell::get) - held).unwrap_or(0);
    (result, Memory { most, all: ALLOCATED.with(Cell::get) - before })
}

/// How many bytes this thread allocated more than it let go of: less than none if it lets go of what others allocated.
///
/// # Panics
///
/// As [`allocations`].
pub fn held() -> isize {
    memory(|| ());
    HELD.with(Cell::get)
}

fn allocated(bytes: usize) {
    // Without a panic where the thread ends and its locals are gone.
    _ = COUNT.try_with(|count| count.set(count.get() + 1));
    _ = ALLOCATED.try_with(|all| all.set(all.get().wrapping_add(bytes)));
    _ = HELD.try_with(|held| {
        held.set(held.get().wrapping_add_unsigned(bytes));
        _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

fn freed(bytes: usize) {
    _ = HELD.try_with(|held| held.set(held.get().wrapping_sub_unsigned(bytes)));
}

// SAFETY: every call goes on to `System` as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        allocated(layout.size());
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        allocated(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        freed(layout.size());
        allocated(size);
        unsafe { System.realloc(block, layout, size) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        freed(layout.size());
        unsafe { System.dealloc(block, layout) }
    }
}
