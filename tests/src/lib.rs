//! One corpus, one trait, many subjects.
