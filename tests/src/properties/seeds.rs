//! What the properties begin with: the corpus, whole.

use std::collections::BTreeSet;

use cors_browser::{Browser, UserAgent};
use serde_json::Value;

use super::browser_calls;
use crate::{corpus, hostile, policies::Random, refused};

/// Documents of which a property did not hold, each mended since.
const FOUND: [&str; 2] = ["llow_origins: *]\n", "allow_origins: [https://app.example.com]\n*"];

/// So many calls are made, for what consoles say of them.
const CALLS: u64 = 300;

/// Every document that the tests have: policies of the corpus, refused ones, those that are warned of, and what is to be mended.
///
/// # Panics
///
/// If the corpus cannot be read; as the others here.
pub fn documents() -> Vec<Vec<u8>> {
    let mut all = hostile::seeds();
    all.extend(FOUND.map(|document| document.as_bytes().to_vec()));
    // More than a document is mended passes of.
    all.push(("\u{feff}".repeat(150) + FOUND[1]).into_bytes());
    let rows = [refused::all().unwrap(), refused::warned().unwrap()];
    let rows = rows.into_iter().flat_map(|files| files.into_values().flatten());
    all.extend(rows.map(|row| row.source().text().as_bytes().to_vec()));
    let documents = rows_of("fixed/documents.yaml");
    all.extend(texts(&documents, &["wrong", "right"]).map(String::into_bytes));
    // What takes long to be read is not what a fuzzer finds anything with.
    all.retain(|document| document.len() <= 8 * 1024);
    all
}

/// Every origin that a request of the corpus sends, every pattern of its policies, and what is written instead of one.
pub fn origins() -> Vec<Vec<u8>> {
    let mut all: BTreeSet<String> = texts(&rows_of("fixed/texts.yaml"), &["wrong", "right"]).collect();
    for document in documents() {
        let text = String::from_utf8_lossy(&document);
        let words = text.split(['[', ']', ',', '"', '\'', ' ', '\n', '{', '}']);
        all.extend(words.filter(|word| word.contains("://")).map(str::to_owned));
    }
    for request in corpus::groups().unwrap().iter().flat_map(|group| group.requests()) {
        all.extend(request.values("origin").map(|origin| String::from_utf8_lossy(origin).into_owned()));
    }
    all.into_iter().map(String::into_bytes).collect()
}

/// What every browser's console says of calls that fail, and calls as developers' tools copy them.
pub fn copied() -> Vec<Vec<u8>> {
    let mut all = BTreeSet::from(
        [
            "fetch(\"https://api.example/x\", {\"headers\": {\"a\": \"b\\u00e9\"}, method: 'PUT', body: new Blob([`x`], {type: \"t\"}), // c\n})",
            "await fetch('https://api.example/x?y', { credentials: \"include\", mode: \"cors\", referrer: \"https://app.example/\" });",
            "curl 'https://api.example/x' -X PUT -H $'a: \\x62\\'' --data-raw \"{\\\"a\\\":1}\" \\\n -b x=1 --compressed",
            "$ curl --request POST -F a=b -u user:pw -A agent -e https://app.example/ https://api.example/",
            "curl ^\"https://api.example/^\" ^\n -H ^\"a: b^\"",
            "Invoke-WebRequest -Uri \"https://api.example/\"",
        ]
        .map(str::to_owned),
    );
    for seed in 0..CALLS {
        let random = &mut Random::new(seed);
        let call = browser_calls::call(random);
        for browser in Browser::ALL {
            let outcome =
                UserAgent::new(browser).fetch(&call, |_| browser_calls::response(random, b"https://b.example"));
            all.extend(outcome.failed.iter().flat_map(|failure| failure.console(browser)));
        }
    }
    all.into_iter().filter(|text| text.len() <= 4 * 1024).map(String::into_bytes).collect()
}

/// Tapes of several lengths.
pub fn tapes() -> Vec<Vec<u8>> {
    let lengths = [16, 64, 256, 1024, 4096].into_iter().cycle().take(50);
    let byte = |random: &mut Random| u8::try_from(random.below(256)).unwrap_or(0);
    let tape = |(seed, length)| {
        let mut random = Random::new(seed);
        (0..length).map(|_| byte(&mut random)).collect()
    };
    (0..).zip(lengths).map(tape).collect()
}

fn rows_of(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(corpus::folder(file)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

fn texts(rows: &[Value], keys: &'static [&str]) -> impl Iterator<Item = String> {
    rows.iter().flat_map(|row| keys.iter().filter_map(|key| row[*key].as_str().map(str::to_owned)))
}
