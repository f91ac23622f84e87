//! Sets of serialised origins, as targets print them and as they are asked.

use std::{fmt, sync::Arc};

use cors_core::origin;

use crate::Spanned;

/// A minimal set of serialised origins: no element covers another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OriginSet {
    /// Origins that are one string each, `null` included: sorted by their bytes, none of them in `patterns`.
    pub exact: Vec<Arc<str>>,
    /// Origins that are many strings each: sorted, none of them within another.
    pub patterns: Vec<Spanned<Pattern>>,
}

/// The origins that one pattern with a wildcard denotes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern {
    /// `https`
    pub scheme: Arc<str>,
    /// What the host may be.
    pub host: HostPattern,
    /// What stands behind it.
    pub port: PortPattern,
}

/// The hosts of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostPattern {
    /// This one.
    Exact(Arc<str>),
    /// `*.example.com`: one label or more, and then `suffix`, which begins with its dot.
    Subdomains {
        /// `.example.com`
        suffix: Arc<str>,
    },
    /// `pr-*.example.com`: one label that begins with `before` and ends with `after`, then `rest`.
    Label {
        /// `pr-`, possibly empty.
        before: Arc<str>,
        /// What follows the `*` within its label, possibly empty. `before` and `after` are not both empty.
        after: Arc<str>,
        /// `.example.com`
        rest: Arc<str>,
    },
}

/// The ports of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortPattern {
    /// None is written, so it is the scheme's default.
    Elided,
    /// This one.
    Fixed(u16),
    /// Any: none written, or 1 to 65535 but for the scheme's default, which browsers elide.
    Any,
}

/// The port that browsers elide behind an origin of `scheme`.
pub const fn default_port(scheme: &str) -> Option<u16> {
    match scheme.as_bytes() {
        b"http" => Some(80),
        b"https" => Some(443),
        _ => None,
    }
}

impl OriginSet {
    /// All that it says: everything but where its patterns stand.
    pub(crate) fn asked(&self) -> (&[Arc<str>], Vec<&Pattern>) {
        (&self.exact, self.patterns.iter().map(|pattern| &pattern.value).collect())
    }

    /// Reports whether the bytes are one of the origins.
    pub fn contains(&self, origin: &[u8]) -> bool {
        self.exact.binary_search_by(|exact| exact.as_bytes().cmp(origin)).is_ok()
            || self.patterns.iter().any(|pattern| pattern.value.matches(origin))
    }
}

impl Pattern {
    /// Reports whether the bytes are one of the pattern's origins.
    pub fn matches(&self, origin: &[u8]) -> bool {
        let Some(rest) = origin.strip_prefix(self.scheme.as_bytes()) else { return false };
        let Some(authority) = rest.strip_prefix(b"://") else { return false };
        let host = match self.port {
            PortPattern::Elided => Some(authority),
            PortPattern::Fixed(port) => without_fixed_port(authority, port),
            PortPattern::Any => origin::without_port(authority, default_port(&self.scheme)),
        };
        host.is_some_and(|host| self.host.matches(host))
    }
}

/// The host before `:` and exactly `port`, in decimal without a leading zero.
fn without_fixed_port(authority: &[u8], port: u16) -> Option<&[u8]> {
    let colon = authority.iter().rposition(|b| *b == b':')?;
    let (host, digits) = authority.split_at_checked(colon)?;
    let digits = digits.strip_prefix(b":")?;
    let plain = matches!(digits, [b'1'..=b'9', ..]) && digits.iter().all(u8::is_ascii_digit) && digits.len() <= 5;
    let value =
        digits.iter().fold(0u32, |sum, digit| sum.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0'))));
    (plain && value == u32::from(port)).then_some(host)
}

impl HostPattern {
    /// Reports whether the bytes are one of the pattern's hosts.
    pub fn matches(&self, host: &[u8]) -> bool {
        match self {
            Self::Exact(own) => host == own.as_bytes(),
            _ if host.len() > origin::LONGEST_HOST => false,
            Self::Subdomains { suffix } => origin::is_below(host, suffix.as_bytes()),
            Self::Label { before, after, rest } => {
                let Some(label) = host.strip_suffix(rest.as_bytes()) else { return false };
                let filling =
                    label.strip_prefix(before.as_bytes()).and_then(|label| label.strip_suffix(after.as_bytes()));
                label.len() <= origin::LONGEST_LABEL && filling.is_some_and(origin::is_filling)
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme)?;
        match &self.host {
            HostPattern::Exact(host) => f.write_str(host)?,
            HostPattern::Subdomains { suffix } => write!(f, "*{suffix}")?,
            HostPattern::Label { before, after, rest } => write!(f, "{before}*{after}{rest}")?,
        }
        match self.port {
            PortPattern::Elided => Ok(()),
            PortPattern::Fixed(port) => write!(f, ":{port}"),
            PortPattern::Any => f.write_str(":*"),
        }
    }
}
