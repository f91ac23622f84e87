use serde::Serialize;

use crate::{
    Spanned,
    origin_set::{HostPattern, OriginSet, Pattern, PortPattern},
};

use super::{
    super::lua,
    http_filter::{DataSource, Typed},
};

/// `envoy.type.matcher.v3.StringMatcher`: three of its kinds.
///
/// INVARIANT: none matches `*` but [`StringMatch::any_origin`]. The CORS filter asks each about `*` before it asks about the
/// request's origin, and one that matches it allows every origin. So no prefix, suffix or contains.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum StringMatch {
    /// The same bytes.
    Exact { exact: String },
    /// All of the text.
    SafeRegex { safe_regex: SafeRegex },
    /// What a script in Lua says.
    Custom { custom: Custom },
}

/// `xds.core.v3.TypedExtensionConfig`, of a matcher.
#[derive(Clone, Serialize)]
pub(super) struct Custom {
    name: &'static str,
    typed_config: Typed<Lua>,
}

/// `envoy.extensions.string_matcher.lua.v3.Lua`
#[derive(Clone, Serialize)]
struct Lua {
    source_code: DataSource,
}

/// `envoy.type.matcher.v3.RegexMatcher`
#[derive(Clone, Serialize)]
pub(super) struct SafeRegex {
    regex: String,
}

impl StringMatch {
    /// Every origin.
    pub(super) fn any_origin() -> Self {
        Self::exact("*")
    }

    /// No origin, whatever is sent as one. An empty list would be inherited.
    pub(super) fn nothing() -> Self {
        Self::regex(r"[^\s\S]")
    }

    /// The origins of a set: one by one, or by a script.
    pub(super) fn origins(set: &OriginSet) -> Vec<Self> {
        if is_by_script(set) {
            return vec![Self::script(set)];
        }
        let exact = set.exact.iter().map(|origin| Self::exact(origin));
        let patterns = set.patterns.iter().map(|pattern| Self::regex(Re2::of(&pattern.value).text));
        exact.chain(patterns).collect()
    }

    /// The origins of a set, looked up in a table. An error in Lua would here be no match.
    fn script(set: &OriginSet) -> Self {
        let set = lua::origin_set(set);
        let asked = "function envoy_match(origin) return is_in(ORIGINS, origin) end\n";
        let inline_string = format!("local ORIGINS = {set}\n{}{asked}", lua::MATCHING);
        let url = "type.googleapis.com/envoy.extensions.string_matcher.lua.v3.Lua";
        let typed_config = Typed::new(url, Lua { source_code: DataSource { inline_string } });
        Self::Custom { custom: Custom { name: "envoy.string_matcher.lua", typed_config } }
    }

    /// This text.
    pub(super) fn exact(text: &str) -> Self {
        Self::Exact { exact: text.to_owned() }
    }

    /// What a regex matches, all of it.
    pub(super) fn regex(regex: impl Into<String>) -> Self {
        Self::SafeRegex { safe_regex: SafeRegex { regex: regex.into() } }
    }
}

/// Instructions of a regex that we let stand. Envoy refuses more than 100, by default, and counts as its RE2 does.
const LARGEST_REGEX: usize = 90;

/// Exact origins that a list may hold. With Envoy 1.40 each costs a request about 14 ns, since the filter asks about `*` too: so
/// many, 7 us of the 45 us that an answered preflight takes. What a script adds is too little to be measured, whatever it holds.
const LONGEST_LIST: usize = 500;

/// A regex costs 300 ns or more: as much as so many exact origins.
const REGEX: usize = 20;

/// Reports whether a set is too long for a list, or one of its patterns for a regex.
///
/// Not every set: a script is harder to read, and each takes an interpreter of its own on each of Envoy's threads.
fn is_by_script(set: &OriginSet) -> bool {
    let is_too_large = |pattern: &Spanned<Pattern>| Re2::of(&pattern.value).size > LARGEST_REGEX;
    set.exact.len() + REGEX * set.patterns.len() > LONGEST_LIST || set.patterns.iter().any(is_too_large)
}

/// A regular expression of RE2's syntax, and at most how many instructions it becomes: the only way in which policy text reaches
/// one.
#[derive(Default)]
struct Re2 {
    text: String,
    size: usize,
}

impl Re2 {
    fn of(pattern: &Pattern) -> Self {
        let mut regex = Self { text: String::new(), size: START_SIZE };
        regex.literal(&pattern.scheme);
        regex.literal("://");
        match &pattern.host {
            HostPattern::Exact(host) => regex.literal(host),
            HostPattern::Subdomains { suffix } => {
                // One dot of `suffix` ends the last label.
                regex.code(r"([a-z0-9_-]+\.)+", LABELS_SIZE);
                regex.literal(suffix.strip_prefix('.').unwrap_or(suffix));
            }
            HostPattern::Label { before, after, rest } => {
                regex.literal(before);
                regex.code("[a-z0-9_-]+", FILLING_SIZE);
                regex.literal(after);
                regex.literal(rest);
            }
        }
        match pattern.port {
            PortPattern::Elided => {}
            PortPattern::Fixed(port) => regex.literal(&format!(":{port}")),
            PortPattern::Any => regex.code("(:[1-9][0-9]{0,4})?", PORT_SIZE),
        }
        regex
    }

    fn code(&mut self, code: &str, size: usize) {
        self.text.push_str(code);
        self.size += size;
    }

    fn literal(&mut self, text: &str) {
        for c in text.chars() {
            // Letters are never escaped: `\d` and its like are classes.
            if !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '/')) {
                self.text.push('\\');
            }
            self.text.push(c);
        }
        self.size += text.len();
    }
}

// As Envoy 1.40 reports them.
const START_SIZE: usize = 4;
const LABELS_SIZE: usize = 9;
const FILLING_SIZE: usize = 5;
const PORT_SIZE: usize = 13;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Span;

    fn set(exact: usize, patterns: impl IntoIterator<Item = Pattern>) -> OriginSet {
        let exact = (0..exact).map(|n| Arc::from(format!("https://{n:04}.example.com"))).collect();
        let spanned = |value| Spanned { value, span: Span::default() };
        OriginSet { exact, patterns: patterns.into_iter().map(spanned).collect() }
    }

    fn pattern(host: HostPattern, port: PortPattern) -> Pattern {
        Pattern { scheme: Arc::from("https"), host, port }
    }

    fn exact_host(bytes: usize) -> HostPattern {
        HostPattern::Exact(Arc::from("a".repeat(bytes)))
    }

    #[test]
    fn long_lists_are_a_script() {
        for (exact, patterns, is_script) in [
            (0, 0, false),
            (500, 0, false),
            (501, 0, true),
            (480, 1, false),
            (481, 1, true),
            (0, 25, false),
            (0, 26, true),
            (1, 25, true),
        ] {
            let short = (0..patterns).map(|n| pattern(exact_host(n + 1), PortPattern::Any));
            assert_eq!(is_by_script(&set(exact, short)), is_script, "{exact} and {patterns}");
        }
    }

    /// A host of so many bytes.
    type Host = fn(usize) -> HostPattern;

    /// The longest of each kind that stays a regex, and one byte more.
    #[test]
    fn long_patterns_are_a_script() {
        let below = |bytes: usize| HostPattern::Subdomains { suffix: Arc::from(format!(".{}", "a".repeat(bytes))) };
        let label = |bytes: usize| HostPattern::Label {
            before: Arc::from("pr-"),
            after: Arc::from("-x"),
            rest: Arc::from("a".repeat(bytes - 5)),
        };
        let kinds: [(Host, PortPattern, usize); 5] = [
            (exact_host, PortPattern::Any, 65),
            (below, PortPattern::Elided, 69),
            (below, PortPattern::Fixed(8443), 64),
            (below, PortPattern::Any, 56),
            (label, PortPattern::Elided, 73),
        ];
        for (host, port, longest) in kinds {
            for (bytes, is_script) in [(longest, false), (longest + 1, true)] {
                let pattern = pattern(host(bytes), port);
                assert_eq!(is_by_script(&set(0, [pattern.clone()])), is_script, "{pattern}");
            }
        }
    }
}
