use std::{net::Ipv4Addr, sync::Arc};

use cors_compiler::{
    OriginPattern, Span, Spanned,
    origin_set::{HostPattern, OriginSet, Pattern, PortPattern, default_port},
};

/// Origins that a pattern matches, and near misses. Which are which the matcher says, the one that answers requests, so that no
/// example can be wrong; what is noted of each is how it looks, and not what comes of it. Of either there is one for every pattern.
#[derive(Debug)]
pub(super) struct Examples {
    matching: Vec<Example>,
    others: Vec<Example>,
}

#[derive(Debug)]
struct Example {
    origin: String,
    note: &'static str,
}

impl Examples {
    pub(super) fn of(pattern: &OriginPattern) -> Self {
        let set = set(pattern);
        let candidates = pattern.parts().map_or_else(null, candidates);
        let (matching, others) = candidates.into_iter().partition(|example| set.contains(example.origin.as_bytes()));
        Self { matching, others }
    }

    pub(super) fn markdown(&self) -> String {
        let list = |title: &str, examples: &[Example]| {
            let lines = examples.iter().map(|example| match example.note {
                "" => format!("- `{}`\n", example.origin),
                note => format!("- `{}`: {note}\n", example.origin),
            });
            format!("{title}\n\n{}\n", lines.collect::<String>())
        };
        let both = list("It matches", &self.matching) + &list("It does not match", &self.others);
        both.trim_end().to_owned()
    }
}

/// The pattern as requests are asked for it.
fn set(pattern: &OriginPattern) -> OriginSet {
    match pattern.wildcard() {
        Some(wildcard) => OriginSet { exact: Vec::new(), patterns: vec![Spanned::new(wildcard, Span::empty(0))] },
        None => OriginSet { exact: vec![Arc::from(pattern.as_str())], patterns: Vec::new() },
    }
}

fn null() -> Vec<Example> {
    vec![
        Example { origin: "null".to_owned(), note: "what browsers send for an opaque origin" },
        Example { origin: "https://null".to_owned(), note: "a host of that name" },
    ]
}

fn candidates(pattern: &Pattern) -> Vec<Example> {
    let (host, mut hosts) = hosts(&pattern.host);
    let with =
        |scheme: &str, host: &str, port: &str, note| Example { origin: format!("{scheme}://{host}{port}"), note };
    let scheme = &*pattern.scheme;
    let default = default_port(scheme);
    let port = match pattern.port {
        PortPattern::Fixed(port) => format!(":{port}"),
        PortPattern::Elided | PortPattern::Any => String::new(),
    };
    let mut all: Vec<Example> = hosts.drain(..).map(|(host, note)| with(scheme, &host, &port, note)).collect();
    match pattern.port {
        PortPattern::Fixed(_) => {
            all.push(with(scheme, &host, "", "without the port"));
            all.push(with(scheme, &host, ":9", "another port"));
        }
        PortPattern::Elided => all.push(with(scheme, &host, ":8443", "another port")),
        PortPattern::Any => {
            all.push(with(scheme, &host, ":8443", "a port"));
            all.push(with(scheme, &host, ":65536", "no port"));
        }
    }
    if let Some(default) = default.filter(|_| !matches!(pattern.port, PortPattern::Fixed(_))) {
        all.push(with(scheme, &host, &format!(":{default}"), "the scheme's port, which browsers leave out"));
    }
    let other = if scheme == "https" { "http" } else { "https" };
    all.push(with(other, &host, &port, "another scheme"));
    all
}

/// A host of the pattern, and hosts that look like it, each with what to note of it; the host itself is the first of them.
fn hosts(pattern: &HostPattern) -> (String, Vec<(String, &'static str)>) {
    let (host, mut hosts) = match pattern {
        HostPattern::Exact(host) => {
            let is_address = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
            let name = host.to_string();
            if is_address {
                return (name.clone(), vec![(name, "")]);
            }
            (name, vec![(format!("www.{host}"), "a subdomain"), (format!("x{host}"), "a host that ends so")])
        }
        HostPattern::Subdomains { suffix } => {
            let parent = suffix.trim_start_matches('.');
            let hosts = vec![
                (format!("a.b{suffix}"), "deeper"),
                (parent.to_owned(), "the host itself"),
                (format!("x{parent}"), "no dot in front"),
            ];
            (format!("a{suffix}"), hosts)
        }
        HostPattern::Label { before, after, rest } => {
            let hosts = vec![
                (format!("{before}x-2{after}{rest}"), ""),
                (format!("{before}{after}{rest}"), "nothing for the `*`"),
                (format!("{before}a.b{after}{rest}"), "a dot for the `*`"),
                (format!("x.{before}1{after}{rest}"), "a subdomain"),
            ];
            (format!("{before}1{after}{rest}"), hosts)
        }
    };
    hosts.insert(0, (host.clone(), ""));
    hosts.push((format!("{}.evil.example", host.trim_end_matches('.')), "somebody else's host that begins so"));
    (host, hosts)
}

#[cfg(test)]
mod tests {
    use cors_compiler::{Options, Source, compile};
    use cors_core::Rules as _;

    use super::*;

    #[test]
    fn examples_are_what_the_compiled_policy_answers() {
        for text in [
            "https://app.example.com",
            "https://app.example.com.",
            "https://*.example.com",
            "https://*.example.com:*",
            "https://pr-*.preview.example.com",
            "https://*-x.example.com:8443",
            "http://localhost:*",
            "http://127.0.0.1:3000",
            "http://[::1]:*",
            "capacitor://localhost",
            "chrome-extension://abcdef:*",
            "null",
        ] {
            let policy = format!(
                "profiles: {{dev: {{s: [\"{text}\"]}}}}\norigin_sets: {{s: []}}\nallow_origins: [$s]\naccept_risks: [{{risk: null-origin, origin: \"null\", reason: test}}]\n"
            );
            let options = Options { profile: Some("dev".to_owned()) };
            let (program, _) = compile(&Source::new("cors.yaml", policy), &options).unwrap();
            let rules = program.document().unwrap();
            let examples = Examples::of(&OriginPattern::parse(text).unwrap());
            assert!(!examples.matching.is_empty() && !examples.others.is_empty(), "{text}");
            for (examples, expected) in [(&examples.matching, true), (&examples.others, false)] {
                for example in examples {
                    assert_eq!(rules.allows_origin(example.origin.as_bytes()), expected, "{text} {}", example.origin);
                }
            }
        }
    }

    #[test]
    fn near_misses_are_shown() {
        for (text, matching, others) in [
            (
                "https://*.example.com",
                &["https://a.example.com", "https://a.b.example.com"][..],
                &[
                    "https://example.com",
                    "https://xexample.com",
                    "https://a.example.com.evil.example",
                    "https://a.example.com:8443",
                    "https://a.example.com:443",
                    "http://a.example.com",
                ][..],
            ),
            (
                "http://localhost:*",
                &["http://localhost", "http://localhost:8443"],
                &[
                    "http://www.localhost",
                    "http://xlocalhost",
                    "http://localhost.evil.example",
                    "http://localhost:65536",
                    "http://localhost:80",
                    "https://localhost",
                ],
            ),
            ("null", &["null"], &["https://null"]),
        ] {
            let examples = Examples::of(&OriginPattern::parse(text).unwrap());
            let origins = |examples: &[Example]| examples.iter().map(|e| e.origin.clone()).collect::<Vec<_>>();
            assert_eq!(origins(&examples.matching), matching, "{text}");
            assert_eq!(origins(&examples.others), others, "{text}");
        }
    }
}
