#![no_main]

use corsgen_tests::properties::ORIGINS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| ORIGINS.holds(bytes));
