use cors_compiler::OriginPattern;
use url::Url;

use super::denoted::instances;

/// The rules by which a pattern is refused though `url` would let the text stand as it is.
///
/// A label of more than 63 bytes, a host of more than 253 and an empty label, which no name server knows; hosts that hold marks which the
/// URL standard lets stand, such as `~` and `!`, which no name has; and port 0, at which nobody listens.
pub const STRICTER: [&str; 4] = ["origin-comma-list", "origin-label", "origin-port-range", "origin-syntax"];

/// An accepted http or https origin is its own ASCII serialisation; and of a pattern, so is each of some that it denotes. What is refused
/// though it is its own serialisation is refused by one of [`STRICTER`]. Judges origins of http and https that are accepted.
pub(super) fn origins(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(pattern) = OriginPattern::parse(text) else {
        let rules = stricter(text);
        assert!(rules.iter().all(|rule| STRICTER.contains(rule)), "{text:?} is refused by {rules:?}");
        return false;
    };
    assert_eq!(pattern.as_str(), text);
    let Some(parts) = pattern.parts().filter(|parts| matches!(&*parts.scheme, "http" | "https")) else { return false };
    assert_eq!(parts.to_string(), text);
    // Whether what follows `xn--` is a name is not asked: `url` has tables for that, and the compiler has none.
    if text.contains("xn--") {
        return false;
    }
    for origin in instances(text, &["a", "a-b.c", "-", "_", "0"]) {
        assert_eq!(serialised(&origin).as_deref(), Some(origin.as_str()), "one of {text:?}");
        assert!(
            pattern.wildcard().map_or(origin == text, |many| many.matches(origin.as_bytes())),
            "{origin:?} of {text:?}"
        );
    }
    true
}

/// The rules by which a text is refused that is its own serialisation; none of any other.
pub fn stricter(text: &str) -> Vec<&'static str> {
    let is_web = text.starts_with("http://") || text.starts_with("https://");
    if !is_web || serialised(text).as_deref() != Some(text) || text.contains('*') {
        return Vec::new();
    }
    OriginPattern::parse(text).err().into_iter().flatten().map(|fault| fault.rule.name).collect()
}

fn serialised(text: &str) -> Option<String> {
    Url::parse(text).ok().map(|url| url.origin().ascii_serialization())
}
