//! How exactly each subject answered in a recorded run of `tests/run`: `docs/exactness.tsv`, and the README's table of it.

mod recorded;
mod subjects;
mod table;

pub use recorded::{Recorded, Row};
pub use subjects::{ALL, Described};
pub use table::{in_readme, table};
