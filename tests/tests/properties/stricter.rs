//! What is refused though browsers would send it: named, so that none is refused unseen.

use corsgen_tests::properties::stricter;

/// Marks that the URL standard lets stand in a host, and that no name has.
const MARKS: &str = "!\"$&'()+,;=`{}~";

#[test]
fn what_is_refused_though_it_is_its_own_serialisation() {
    let marks = (' '..='~').filter(|mark| !stricter(&format!("https://a{mark}b.example")).is_empty());
    assert_eq!(marks.collect::<String>(), MARKS);
    for (text, rule) in [
        ("https://a..example".to_owned(), "origin-label"),
        ("https://.a.example".to_owned(), "origin-label"),
        ("https://a.example..".to_owned(), "origin-label"),
        (format!("https://{}.example", "a".repeat(64)), "origin-label"),
        (format!("https://{}example", "a.".repeat(124)), "origin-label"),
        ("https://a.example:0".to_owned(), "origin-port-range"),
    ] {
        assert_eq!(stricter(&text), [rule], "{text}");
    }
    for text in
        ["https://a.example", "https://a_b.example.", "http://localhost", "https://a.example:443", "https://A.example"]
    {
        assert!(stricter(text).is_empty(), "{text}");
    }
}
