/// The name of a cluster of Envoy's: validated, so that it can stand in a config as it is.
///
/// ```
/// use cors_compiler::target::ClusterName;
///
/// assert!(ClusterName::parse("outbound|80||shop.default.svc.cluster.local").is_some());
/// assert!(ClusterName::parse("a: b").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterName(String);

/// No server's limit; but nobody's cluster has a longer name.
const LONGEST: usize = 512;

/// What readers of YAML as it was take for no text. Where a name stands alone, as here, that would be an error of Envoy's.
const NO_TEXT: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

impl ClusterName {
    /// Reads a name: a letter, and letters, digits and `-._:/|@` behind it. `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/|@".contains(&byte);
        let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
        let is_text = !NO_TEXT.iter().any(|word| text.eq_ignore_ascii_case(word));
        (begins && is_text && text.len() <= LONGEST && text.bytes().all(is_plain)).then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let longest = "a".repeat(LONGEST);
        for name in ["a", "shop", "Shop_2", "outbound|80||shop.default.svc.cluster.local", "a:b/c@d-e", "one", &longest]
        {
            assert_eq!(ClusterName::parse(name).map(|found| found.as_str().to_owned()).as_deref(), Some(name));
        }
        let too_long = "a".repeat(LONGEST + 1);
        for name in [
            "", "1", "-a", "on", "Null", "TRUE", "a b", "a\n", "a#b", "a'b", "a\"b", "a,b", "a}", "ä", "${a}",
            &too_long,
        ] {
            assert_eq!(ClusterName::parse(name), None, "{name}");
        }
    }
}
