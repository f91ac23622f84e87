use corsgen_tests::properties::{seeds, verdicts};

/// Calls that all end in one way would prove little of how they end.
#[test]
fn calls_end_in_every_way() {
    let mut counts = [0; 4];
    for tape in seeds::tapes() {
        for verdict in verdicts(&tape) {
            counts[verdict as usize] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
}
