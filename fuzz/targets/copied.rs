#![no_main]

use corsgen_tests::properties::COPIED;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| COPIED.holds(bytes));
