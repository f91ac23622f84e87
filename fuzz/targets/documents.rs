#![no_main]

use corsgen_tests::properties::DOCUMENTS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| DOCUMENTS.holds(bytes));
