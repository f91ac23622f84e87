//! What is common to all targets: what one is, what it can hold, what it prints.

mod cluster_name;

use std::fmt;

use crate::{Program, ProgramRules, Refusal, origin_set::Pattern};

pub use cluster_name::ClusterName;

/// A server that a policy can be compiled for. One file in `targets/` and one line in `targets.rs`.
pub trait Target: Sync {
    /// In `corsgen --target <name>`.
    fn name(&self) -> &'static str;

    /// What it is, in one line, for `corsgen targets`.
    fn about(&self) -> &'static str;

    /// How exactly its servers answer as the decision does.
    fn exactness(&self) -> Exactness;

    /// What it can hold. The rest is refused before [`Target::render`], with the place in the policy.
    fn supports(&self) -> Features;

    /// What opens a comment line, with its blank: `# `.
    fn comment(&self) -> &'static str;

    /// Prints the program. All deciding is done: it cannot fail.
    fn render(&self, program: &Program, shape: &Shape) -> Artifact;
}

/// Whether an artifact is to be merged into an existing config or starts by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Parts to be included.
    Parts {
        /// How the server speaks to applications, of [`Features::families`]. None: the target's usual way.
        families: Vec<&'static str>,
        /// Where routes send requests, if [`Features::cluster`] says that they name it. None: to a name to be replaced.
        cluster: Option<ClusterName>,
    },
    /// A whole config: every path goes to `upstream`, plain HTTP/1.1 on both sides.
    Complete {
        /// Where it listens.
        listen: HostPort,
        /// Where it sends requests.
        upstream: HostPort,
    },
}

/// `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`: validated, so that it can stand in a config as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// An IP address (IPv6 without brackets) or a host name.
    host: String,
    port: u16,
}

/// How exactly a target's servers answer as the decision does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// The CORS headers, `Vary` and, for preflights, the status are those of the decision, for every request that the server's
    /// HTTP parser accepts, but for these.
    HeaderExact(&'static [Difference]),
    /// For every `fetch()` that a browser can make, the page sees the same. What differs otherwise is listed.
    BrowserExact(&'static [Difference]),
}

/// A way in which a target differs from header-exact. The tests name it by its id; where it is named, it must be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In kebab-case.
    pub id: &'static str,
    /// In words, for the header comment of what is generated.
    pub text: &'static str,
}

/// What a target can hold.
#[derive(Clone, Copy, Debug)]
pub struct Features {
    /// `preflight: forward`.
    pub forwarded_preflights: bool,
    /// Whether it can hold a pattern; `Err` says why not, and what would work instead.
    pub pattern: fn(&Pattern) -> Result<(), Refusal>,
    /// Whether it can hold the rest of some rules: their exact origins, methods and headers.
    pub rules: fn(&ProgramRules) -> Result<(), Refusal>,
    /// Whether it can hold a route's path, as written.
    pub path: fn(&str) -> Result<(), Refusal>,
    /// Whether what it prints needs the document's `name`.
    pub name: bool,
    /// Whether it can print a whole config that starts by itself, [`Shape::Complete`].
    pub complete: bool,
    /// The ways to speak to applications that need words of their own, the usual one first; empty where one way serves all.
    pub families: &'static [&'static str],
    /// Whether its parts have routes, which name the cluster that they send requests to.
    pub cluster: bool,
}

/// What a target printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// In the order in which they are printed.
    pub parts: Vec<Part>,
}

/// One file's worth of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// In `--part <name>`.
    pub name: &'static str,
    /// The file that `-o DIR` writes: `cors-shop-http.conf`.
    pub file: String,
    /// Where it goes and what its user must take care of: lines of prose, for its header comment.
    pub notes: Vec<String>,
    /// The text, without a header comment; ends in a line feed.
    pub text: String,
}

impl Shape {
    /// Parts to be included, for the target's usual way to speak to applications.
    pub const PARTS: Self = Self::Parts { families: Vec::new(), cluster: None };
}

impl Features {
    /// All that the language says, and no name is needed: what a target states its exceptions from.
    pub const ALL: Self = Self {
        forwarded_preflights: true,
        pattern: |_| Ok(()),
        rules: |_| Ok(()),
        path: |_| Ok(()),
        name: false,
        complete: true,
        families: &[],
        cluster: false,
    };
}

impl Exactness {
    /// `header-exact` or `browser-exact`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::HeaderExact(_) => "header-exact",
            Self::BrowserExact(_) => "browser-exact",
        }
    }

    /// What differs from header-exact.
    pub const fn differences(self) -> &'static [Difference] {
        match self {
            Self::HeaderExact(differences) | Self::BrowserExact(differences) => differences,
        }
    }
}

impl HostPort {
    /// Reads `HOST:PORT`. `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = text.rsplit_once(':')?;
        let port = if port.bytes().all(|b| b.is_ascii_digit()) { port.parse().ok()? } else { return None };
        if let Some(ipv6) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            let address: std::net::Ipv6Addr = ipv6.parse().ok()?;
            return Some(Self { host: address.to_string(), port });
        }
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        // To nginx `unix:80` is a socket in the file system; to YAML readers of old the others are booleans.
        let is_word = ["unix", "on", "off", "yes", "no", "y", "n", "true", "false", "null"].contains(&host);
        let is_name = host.len() <= 253 && host.split('.').all(is_label) && !is_word;
        is_name.then(|| Self { host: host.to_owned(), port })
    }

    /// The host: an IP address (IPv6 without brackets) or a name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub const fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HostPort;
    use crate::targets;

    /// By this the command line asks for what a target needs, and refuses what it does not have.
    #[test]
    fn what_a_target_needs_and_has() {
        let families = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc"];
        for (name, needs_name, complete, families) in [
            ("nginx", true, true, &families[..]),
            ("envoy", false, true, &[]),
            ("envoy-lua", false, true, &[]),
            ("rust", false, false, &[]),
        ] {
            let features = targets::find(name).map(|target| target.supports()).expect(name);
            assert_eq!(
                (features.name, features.complete, features.families),
                (needs_name, complete, families),
                "{name}"
            );
        }
    }

    #[test]
    fn addresses() {
        for (text, host, port) in [
            ("127.0.0.1:8080", "127.0.0.1", 8080),
            ("localhost:1", "localhost", 1),
            ("a-b.c_d.example:443", "a-b.c_d.example", 443),
            ("[::1]:65535", "::1", 65535),
        ] {
            let found = HostPort::parse(text).expect(text);
            assert_eq!((found.to_string().as_str(), found.host(), found.port()), (text, host, port));
        }
        let long = |bytes: usize| format!("{}:80", "a.".repeat(127).split_at(bytes).0);
        assert!(
            HostPort::parse(&long(253)).is_some() && HostPort::parse(&format!("{}a:80", "a.".repeat(127))).is_none()
        );
        for text in
            ["unix:80", "on:80", "..:80", ".:1", ":80", "a b:80", "a;:80", "[::1:80", "a:+1", "a:65536", "a", "a.:80"]
        {
            assert_eq!(HostPort::parse(text), None, "{text}");
        }
    }
}
