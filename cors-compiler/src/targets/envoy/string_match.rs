use serde::Serialize;

use crate::{
    Refusal,
    origin_set::{HostPattern, OriginSet, Pattern, PortPattern},
    targets,
};

/// `envoy.type.matcher.v3.StringMatcher`: two of its kinds.
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

    /// The origins of a set.
    pub(super) fn origins(set: &OriginSet) -> Vec<Self> {
        let exact = set.exact.iter().map(|origin| Self::exact(origin));
        let patterns = set.patterns.iter().map(|pattern| Self::regex(Re2::of(&pattern.value).text));
        exact.chain(patterns).collect()
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

/// Whether Envoy's matchers can hold a pattern.
pub(super) fn holds(pattern: &Pattern) -> Result<(), Refusal> {
    let size = Re2::of(pattern).size;
    if size <= LARGEST_REGEX {
        return Ok(());
    }
    let why = format!("Envoy bounds a regex, and it is {} characters too long for one", size - LARGEST_REGEX);
    let other = ["envoy-lua", "nginx"].into_iter().find(|name| targets::find(name).is_some());
    let help = match other {
        Some(other) => format!("list its origins one by one, or compile for `--target {other}`"),
        None => "list its origins one by one".to_owned(),
    };
    Err(Refusal { why, help })
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
