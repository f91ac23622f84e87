#![no_main]

use corsgen_tests::properties::CHECKERS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| CHECKERS.holds(bytes));
