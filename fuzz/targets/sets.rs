#![no_main]

use corsgen_tests::properties::SETS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| SETS.holds(bytes));
