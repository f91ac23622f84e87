//! Large policies, of which some hold nothing that is right.

use crate::names;

/// A policy with a list of origins.
pub fn exact(origins: &[String]) -> String {
    format!("name: bench\n{}allow_credentials: true\nallow_methods: [PUT]\n", list(origins))
}

/// What a policy provokes, as often as it is long.
#[derive(Clone, Copy, Debug)]
pub enum Findings {
    /// None: wildcards, each of which could cover another.
    Wildcards,
    /// Wildcards below a public suffix.
    PublicSuffixes,
    /// Origins without TLS, with credentials.
    Insecure,
    /// Origins that end in a slash.
    Paths,
    /// The same, all in one line.
    OneLine,
    /// Origins that a wildcard in front of them covers.
    Covered,
    /// One origin, again and again.
    Repeated,
    /// Keys that the language does not have.
    UnknownKeys,
    /// One key, again and again.
    RepeatedKeys,
    /// Sets that are not there, beside as many that nobody names.
    UnknownSets,
    /// Profiles, each with a risk of its own.
    Profiles,
    /// Risks, each of which is accepted.
    Accepted,
}

impl Findings {
    /// Each of them.
    pub const ALL: [Self; 12] = [
        Self::Wildcards,
        Self::PublicSuffixes,
        Self::Insecure,
        Self::Paths,
        Self::OneLine,
        Self::Covered,
        Self::Repeated,
        Self::UnknownKeys,
        Self::RepeatedKeys,
        Self::UnknownSets,
        Self::Profiles,
        Self::Accepted,
    ];

    /// What the table calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wildcards => "nothing, in wildcards that could cover each other",
            Self::PublicSuffixes => "`public-suffix-wildcard`",
            Self::Insecure => "`insecure-origin`",
            Self::Paths => "`origin-has-path`",
            Self::OneLine => "`origin-has-path`, all in one line",
            Self::Covered => "`origin-covered`",
            Self::Repeated => "`origin-duplicate`",
            Self::UnknownKeys => "`unknown-key`",
            Self::RepeatedKeys => "`duplicate-key`",
            Self::UnknownSets => "`unknown-set` beside `unused-set`",
            Self::Profiles => "`insecure-origin`, in a profile each",
            Self::Accepted => "nothing, as each risk is accepted",
        }
    }

    /// A policy that provokes it `count` times.
    pub fn policy(self, count: usize) -> String {
        let origins = || names::origins(count);
        let insecure =
            || -> Vec<String> { origins().iter().map(|origin| origin.replacen("https", "http", 1)).collect() };
        let each = |line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
        match self {
            Self::Wildcards => list(&(0..count).map(|n| format!("https://{n}-*.example.com")).collect::<Vec<_>>()),
            Self::PublicSuffixes => list(&(0..count).map(|n| format!("https://{n}-*.vercel.app")).collect::<Vec<_>>()),
            Self::Insecure => format!("{}allow_credentials: true\n", list(&insecure())),
            Self::Paths => list(&origins().iter().map(|origin| format!("{origin}/")).collect::<Vec<_>>()),
            Self::OneLine => format!("{{\"allow_origins\": [\"{}/\"]}}\n", origins().join("/\", \"")),
            Self::Covered => {
                let covered = (0..count).map(|n| format!("https://a{n}.example.com"));
                list(&std::iter::once("https://*.example.com".to_owned()).chain(covered).collect::<Vec<_>>())
            }
            Self::Repeated => list(&vec!["https://app.example.com".to_owned(); count]),
            Self::UnknownKeys => format!("allow_origins: \"*\"\n{}", each(&|n| format!("allow_something_{n}: 1\n"))),
            Self::RepeatedKeys => format!("allow_origins: \"*\"\n{}", each(&|_| "max_age: 1h\n".to_owned())),
            Self::UnknownSets => {
                let defined = each(&|n| format!("  s{n}: [https://a{n}.example]\n"));
                format!("origin_sets:\n{defined}allow_origins:\n{}", each(&|n| format!("  - $t{n}\n")))
            }
            Self::Profiles => {
                let profiles = each(&|n| format!("  p{n}: {{first: [\"http://a{n}.example\"]}}\n"));
                format!(
                    "origin_sets: {{first: [https://a.example]}}\nprofiles:\n{profiles}allow_origins: [$first]\nallow_credentials: true\n"
                )
            }
            Self::Accepted => {
                let insecure = insecure();
                let accepted: String = insecure
                    .iter()
                    .map(|origin| format!("  - {{risk: insecure-origin, origin: \"{origin}\", reason: of old}}\n"))
                    .collect();
                format!("{}allow_credentials: true\naccept_risks:\n{accepted}", list(&insecure))
            }
        }
    }
}

fn list(origins: &[String]) -> String {
    let lines: String = origins.iter().map(|origin| format!("  - \"{origin}\"\n")).collect();
    format!("allow_origins:\n{lines}")
}
