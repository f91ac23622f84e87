#![no_main]

use corsgen_tests::properties::CALLS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| CALLS.holds(bytes));
