use std::{collections::HashMap, hash::Hash};

/// Values, each once, in the order in which they first came.
///
/// A hash each and not a comparison with all before it: for a thousand routes of a thousand origins, which differ in their last,
/// `corsgen --target rust` took 15.5 s that way, and takes 3 s.
#[derive(Debug)]
pub(crate) struct Distinct<T> {
    places: HashMap<T, usize>,
}

impl<T: Eq + Hash> Distinct<T> {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { places: HashMap::new() }
    }

    /// The place of a value among the distinct ones, and whether it is the first of its kind.
    pub(crate) fn place(&mut self, value: T) -> (usize, bool) {
        let next = self.places.len();
        let place = *self.places.entry(value).or_insert(next);
        (place, place == next)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        hash::{Hash, Hasher},
    };

    use super::Distinct;

    thread_local! {
        static COMPARISONS: Cell<usize> = const { Cell::new(0) };
    }

    #[derive(Debug)]
    struct Counted(usize);

    impl PartialEq for Counted {
        fn eq(&self, other: &Self) -> bool {
            COMPARISONS.set(COMPARISONS.get() + 1);
            self.0 == other.0
        }
    }

    impl Eq for Counted {}

    impl Hash for Counted {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[test]
    fn each_has_one_place() {
        let mut distinct = Distinct::new();
        let places: Vec<_> = ["a", "b", "a", "c", "b"].into_iter().map(|value| distinct.place(value)).collect();
        assert_eq!(places, [(0, true), (1, true), (0, false), (2, true), (1, false)]);
    }

    #[test]
    fn nothing_is_compared_with_all_before_it() {
        let mut distinct = Distinct::new();
        for number in 0..10_000 {
            assert_eq!(distinct.place(Counted(number)), (number, true));
            assert_eq!(distinct.place(Counted(number / 2)), (number / 2, false));
        }
        assert!(COMPARISONS.get() < 30_000, "{}", COMPARISONS.get());
    }
}
