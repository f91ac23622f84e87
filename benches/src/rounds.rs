//! Times that can be compared on a machine that is not quiet: every contender runs in every round, each time from another place
//! in the order, and what is compared is what was measured in the same round.

use std::{hint::black_box, time::Instant};

use crate::quick;

/// How often everything is measured. Odd, so that there is a middle one.
pub const ROUNDS: usize = 41;

/// One way to do a piece of work, as often as a round has it.
pub struct Contender<'a, Input: ?Sized> {
    /// What the table calls it.
    pub name: &'a str,
    /// Does the work, and returns a number that depends on all of it.
    pub work: Box<dyn Fn(&Input) -> usize + 'a>,
}

/// What was measured of one contender.
#[derive(Clone, Debug)]
pub struct Times {
    /// What the table calls it.
    pub name: String,
    /// Nanoseconds for one piece of work, of each round.
    pub rounds: Vec<f64>,
}

/// A middle and the quarters around it.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// A quarter is below.
    pub low: f64,
    /// Half is below.
    pub median: f64,
    /// A quarter is above.
    pub high: f64,
}

impl<'a, Input: ?Sized> Contender<'a, Input> {
    /// A contender.
    pub fn new(name: &'a str, work: impl Fn(&Input) -> usize + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Measures all contenders on the input of each round, which holds `pieces` pieces of work. The first round warms up and is not
/// counted.
///
/// # Panics
///
/// If two contenders come to different results on the same input, unless `differ`.
pub fn measure<Input>(
    contenders: &[Contender<'_, Input>],
    mut input: impl FnMut(usize) -> Input,
    pieces: usize,
) -> Vec<Times> {
    let mut times: Vec<Times> =
        contenders.iter().map(|contender| Times { name: contender.name.to_owned(), rounds: Vec::new() }).collect();
    for round in 0..=if quick() { 3 } else { ROUNDS } {
        let input = input(round);
        let mut results = vec![0; contenders.len()];
        for turn in 0..contenders.len() {
            let index = (turn + round) % contenders.len();
            let start = Instant::now();
            results[index] = black_box((contenders[index].work)(black_box(&input)));
            if round > 0 {
                times[index].rounds.push(start.elapsed().as_nanos() as f64 / pieces as f64);
            }
        }
        assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "the contenders disagree: {results:?}");
    }
    times
}

/// All of them, in each round from another one on.
pub fn in_turn<T>(all: &mut [T], round: usize) -> impl Iterator<Item = &mut T> {
    let (late, early) = all.split_at_mut(round % all.len().max(1));
    early.iter_mut().chain(late)
}

impl Times {
    /// Nanoseconds for one piece of work.
    pub fn spread(&self) -> Spread {
        Spread::of(self.rounds.clone())
    }

    /// How much longer than `other` this took, in the same rounds.
    pub fn more_than(&self, other: &Self) -> Spread {
        Spread::of(self.rounds.iter().zip(&other.rounds).map(|(own, other)| own - other).collect())
    }

    /// How many times as long as `other` this took, in the same rounds.
    pub fn ratio(&self, other: &Self) -> Spread {
        Spread::of(self.rounds.iter().zip(&other.rounds).map(|(own, other)| own / other).collect())
    }
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
        Self { low: at(1), median: at(2), high: at(3) }
    }
}
