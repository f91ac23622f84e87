use std::{cell::RefCell, collections::HashMap};

use regex::bytes::Regex;

/// The regular expression of a text, over bytes. Each is compiled once.
pub(super) fn expression(text: &str) -> Regex {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Regex>> = RefCell::default();
    }
    let compiled = || Regex::new(&format!("(?s-u){text}")).unwrap();
    KNOWN.with_borrow_mut(|known| known.entry(text.to_owned()).or_insert_with(compiled).clone())
}
