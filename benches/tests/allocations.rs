//! Checks and decisions allocate nothing, whatever they are asked.

use cors_benches::counted::CASES;
use corsgen_counting::{Counting, allocations};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn no_check_allocates() {
    let layers = ["layer", "tower-http", "floor", "no layer"];
    let checks: Vec<_> = CASES.iter().filter(|case| !layers.iter().any(|layer| case.name.starts_with(layer))).collect();
    assert!(checks.iter().any(|case| case.name.contains("64 KiB")));
    for case in checks {
        let mut work = case.prepared();
        let ((), count) = allocations(|| (0..256).for_each(|_| work()));
        assert_eq!(count, 0, "{}", case.name);
    }
}
