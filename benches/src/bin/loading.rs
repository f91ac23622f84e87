//! How long a policy takes to be read at run time.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::{error::Error, time::Instant};

use cors_benches::{large, names, quick, rounds::Times, table};
use cors_policy::runtime::RuntimePolicy;

fn main() -> Result<(), Box<dyn Error>> {
    let mut rows = Vec::new();
    for count in if quick() { vec![1_000, 100_000] } else { vec![1_000, 10_000, 100_000, 1_000_000] } {
        let text = large::exact(&names::origins(count));
        let mut times = Times { name: String::new(), rounds: Vec::new() };
        for _ in 0..if count > 100_000 { 3 } else { 9 } {
            let start = Instant::now();
            let policy = RuntimePolicy::from_str("cors.yaml", &text)?;
            times.rounds.push(start.elapsed().as_secs_f64() * 1e3);
            drop(policy);
        }
        let spread = times.spread();
        rows.push(vec![
            table::count(count as u64),
            format!("{:.1} ({:.1} to {:.1})", spread.median, spread.low, spread.high),
            format!("{:.2}", spread.median * 1e3 / count as f64),
        ]);
    }
    table::print("`RuntimePolicy::from_str`", &["origins", "ms", "µs each"], &rows);
    Ok(())
}
