use crate::policies::{Block, Names, Policy};

/// A kind, in words, and whether a policy is of it.
type Kind = (&'static str, fn(&Written<'_>) -> bool);

/// A policy, and what stands in it.
pub(super) struct Written<'a> {
    policy: &'a Policy,
    /// Every origin of every block, sets resolved.
    origins: Vec<&'a str>,
    /// Every method and header name.
    names: Vec<&'a str>,
    paths: Vec<&'a str>,
}

impl<'a> Written<'a> {
    pub(super) fn of(policy: &'a Policy) -> Self {
        let elements = policy.blocks().flat_map(|block| block.origins.iter().flatten());
        let lists = policy.blocks().flat_map(|block| [&block.methods, &block.headers, &block.exposed]);
        let names = lists.flat_map(|names| match names {
            Names::Listed(names) => names.as_slice(),
            Names::Absent | Names::Any => &[],
        });
        Self {
            policy,
            origins: elements.flat_map(|element| policy.resolve(element)).map(String::as_str).collect(),
            names: names.map(String::as_str).collect(),
            paths: policy.routes.iter().flat_map(|route| &route.paths).map(String::as_str).collect(),
        }
    }

    fn block(&self, is_so: impl Fn(&Block) -> bool) -> bool {
        self.policy.blocks().any(is_so)
    }

    fn other(&self, wanted: &str) -> bool {
        self.block(|block| block.others.iter().any(|(key, value)| format!("{key}: {value}") == wanted))
    }

    /// Whether a block that lists origins has so many.
    fn counts(&self, is_so: impl Fn(usize) -> bool) -> bool {
        let mut lists = self.policy.blocks().filter_map(|block| block.origins.as_ref());
        lists.any(|list| is_so(list.iter().map(|element| self.policy.resolve(element).len()).sum()))
    }

    fn lists(&self, is_so: impl Fn(&[String]) -> bool) -> bool {
        let is_listed = |names: &Names| matches!(names, Names::Listed(names) if is_so(names));
        self.block(|block| [&block.methods, &block.headers, &block.exposed].into_iter().any(&is_listed))
    }
}

fn host(origin: &str) -> &str {
    let authority = origin.split("://").nth(1).unwrap_or_default();
    authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(authority, |(host, _)| host)
}

fn port(origin: &str) -> &str {
    origin.split("://").nth(1).unwrap_or_default().strip_prefix(host(origin)).unwrap_or_default()
}

fn is_lower_path_of(path: &str, other: &str) -> bool {
    other.strip_suffix("/*").is_some_and(|prefix| path.len() > other.len() && path.starts_with(prefix))
}

pub(super) const KINDS: &[Kind] = &[
    ("policy: any origin", |p| p.block(|block| block.origins.is_none())),
    ("policy: credentials", |p| p.block(|block| block.credentials)),
    ("policy: on_denied: reject", |p| p.block(|block| block.rejects)),
    ("policy: preflight: forward", |p| p.other("preflight: forward")),
    ("policy: preflight_status: 200", |p| p.other("preflight_status: 200")),
    ("policy: max_age: 0", |p| p.other("max_age: 0")),
    ("policy: max_age with a unit", |p| p.other("max_age: 2h") || p.other("max_age: 1d") || p.other("max_age: 90s")),
    ("policy: no routes", |p| p.policy.routes.is_empty()),
    ("policy: routes alone", |p| p.policy.document.is_none()),
    ("policy: both", |p| p.policy.document.is_some() && !p.policy.routes.is_empty()),
    ("policy: cors: false", |p| p.policy.routes.iter().any(|route| route.block.is_none())),
    ("policy: a route of several paths", |p| p.policy.routes.iter().any(|route| route.paths.len() > 1)),
    ("policy: thirty routes", |p| p.policy.routes.len() >= 30),
    ("policy: a route below another", |p| {
        p.paths.iter().any(|path| p.paths.iter().any(|other| is_lower_path_of(path, other)))
    }),
    ("policy: the root alone", |p| p.paths.contains(&"/")),
    ("policy: a path of 200 bytes", |p| p.paths.iter().any(|path| path.len() >= 200)),
    ("policy: an origin set", |p| p.block(|block| block.origins.iter().flatten().any(|own| own.starts_with('$')))),
    ("policy: an empty origin set", |p| p.policy.sets.iter().any(|set| set.origins.is_empty())),
    ("policy: no origin is allowed", |p| p.counts(|count| count == 0)),
    ("policy: a profile", |p| p.policy.profile.is_some()),
    ("policy: a profile that is not selected", |p| p.policy.profile.is_none() && !p.policy.profiles.is_empty()),
    ("policy: one origin", |p| p.counts(|count| count == 1)),
    ("policy: 500 origins", |p| p.counts(|count| count >= 500)),
    ("policy: 2,000 origins", |p| p.counts(|count| count >= 2000)),
    ("policy: null", |p| p.origins.contains(&"null")),
    ("policy: http", |p| p.origins.iter().any(|origin| origin.starts_with("http://"))),
    ("policy: an app's scheme", |p| p.origins.iter().any(|origin| origin.starts_with("capacitor://"))),
    ("policy: a scheme of one letter", |p| p.origins.iter().any(|origin| origin.starts_with("a://"))),
    ("policy: an IPv4 address", |p| p.origins.iter().any(|origin| host(origin) == "127.0.0.1")),
    ("policy: an IPv6 address", |p| p.origins.iter().any(|origin| host(origin).starts_with('['))),
    ("policy: localhost", |p| p.origins.iter().any(|origin| host(origin) == "localhost")),
    ("policy: every subdomain", |p| p.origins.iter().any(|origin| host(origin).starts_with("*."))),
    ("policy: a wildcard in a label", |p| {
        p.origins.iter().any(|origin| host(origin).split('.').any(|label| label.len() > 1 && label.contains('*')))
    }),
    ("policy: a wildcard in a label of 62 other bytes", |p| {
        p.origins.iter().any(|origin| host(origin).split('.').any(|label| label.len() == 63 && label.contains('*')))
    }),
    ("policy: a wildcard below a public suffix", |p| p.origins.contains(&"https://*.github.io")),
    ("policy: a port", |p| p.origins.iter().any(|origin| port(origin) == ":8443")),
    ("policy: any port", |p| p.origins.iter().any(|origin| port(origin) == ":*")),
    ("policy: any port of a wildcard", |p| {
        p.origins.iter().any(|origin| port(origin) == ":*" && host(origin).contains('*'))
    }),
    ("policy: a host with a dot at its end", |p| p.origins.iter().any(|origin| host(origin).ends_with('.'))),
    ("policy: a host in Punycode", |p| p.origins.iter().any(|origin| host(origin).contains("xn--"))),
    ("policy: an underscore in a host", |p| p.origins.iter().any(|origin| host(origin).contains('_'))),
    ("policy: an origin of 46 bytes", |p| p.origins.iter().any(|origin| origin.len() == 46)),
    ("policy: an origin of 47 bytes", |p| p.origins.iter().any(|origin| origin.len() == 47)),
    ("policy: an origin of 86 bytes or more", |p| p.origins.iter().any(|origin| origin.len() >= 86)),
    ("policy: an origin of 250 bytes or more", |p| p.origins.iter().any(|origin| origin.len() >= 250)),
    ("policy: two origins one byte apart", |p| one_byte_apart(&p.origins)),
    ("policy: any method", |p| p.block(|block| block.methods == Names::Any)),
    ("policy: any header", |p| p.block(|block| block.headers == Names::Any)),
    ("policy: any exposed header", |p| p.block(|block| block.exposed == Names::Any)),
    ("policy: Authorization beside *", |p| p.lists(|names| names.iter().any(|name| name == "*"))),
    ("policy: no methods, headers or exposed headers", |p| {
        p.block(|block| [&block.methods, &block.headers, &block.exposed].iter().all(|names| **names == Names::Absent))
    }),
    ("policy: forty names", |p| p.lists(|names| names.len() >= 40)),
    ("policy: a name twice", |p| p.lists(|names| names[1..].contains(&names[0]))),
    ("policy: a `$` in a name", |p| p.names.iter().any(|name| name.contains('$'))),
    ("policy: a quote in a name", |p| p.names.iter().any(|name| name.contains('\''))),
    ("policy: a `#` in front of a name", |p| p.names.iter().any(|name| name.starts_with('#'))),
    ("policy: a `~` in front of a name", |p| p.names.iter().any(|name| name.starts_with('~'))),
    ("policy: a word of nginx's", |p| {
        p.names.iter().any(|name| ["default", "include", "hostnames", "volatile"].contains(name))
    }),
    ("policy: a name that YAML reads otherwise", |p| p.names.iter().any(|name| ["no", "null", "0"].contains(name))),
];

fn one_byte_apart(origins: &[&str]) -> bool {
    let differ = |one: &str, other: &str| one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count();
    let few = &origins[..origins.len().min(100)];
    few.iter().any(|one| few.iter().any(|other| one.len() == other.len() && differ(one, other) == 1))
}
