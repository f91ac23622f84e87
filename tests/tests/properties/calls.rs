use corsgen_tests::{policies::Random, properties::verdicts};

/// Calls that all end in one way would prove little of how they end.
#[test]
fn calls_end_in_every_way() {
    let mut counts = [0; 4];
    for seed in 0..1_000 {
        let mut random = Random::new(seed);
        let tape: Vec<u8> = (0..1_000).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        for verdict in verdicts(&tape) {
            counts[verdict as usize] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 20), "{counts:?}");
}
