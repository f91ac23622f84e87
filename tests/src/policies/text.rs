use std::{collections::BTreeSet, fmt::Write as _};

use cors_compiler::{
    OriginPattern,
    origin_set::{HostPattern, Pattern},
    public_suffix,
};

use super::{Block, Names, Policy, Random, Set};

impl Policy {
    /// The policy as YAML. What the same can be written in several ways is written in one of them.
    pub fn text(&self) -> String {
        let mut page = Page { text: String::new(), random: Random::new(self.style) };
        page.line(0, &format!("name: {}", self.name));
        if page.random.one_in(4) {
            page.line(0, "version: 1 # the language's");
        }
        if !self.sets.is_empty() {
            page.line(0, "origin_sets:");
            page.sets(&self.sets, 2);
        }
        if !self.profiles.is_empty() {
            page.line(0, "profiles:");
        }
        for (name, sets) in &self.profiles {
            page.line(2, &format!("{name}:{}", if sets.is_empty() { " {}" } else { "" }));
            page.sets(sets, 4);
        }
        if let Some(block) = &self.document {
            page.block(self, block, 0);
        }
        if !self.routes.is_empty() {
            page.line(0, "routes:");
        }
        for route in &self.routes {
            match route.paths.as_slice() {
                [path] if page.random.one_in(2) => page.line(2, &format!("- path: {path}")),
                paths => page.line(2, &format!("- path: [{}]", paths.join(", "))),
            }
            match &route.block {
                Some(block) => page.block(self, block, 4),
                None => page.line(4, "cors: false"),
            }
        }
        page.text
    }
}

struct Page {
    text: String,
    random: Random,
}

impl Page {
    fn line(&mut self, indent: usize, content: &str) {
        let _ = writeln!(self.text, "{:indent$}{content}", "");
    }

    fn sets(&mut self, sets: &[Set], indent: usize) {
        for set in sets {
            self.list(indent, &set.name, &set.origins);
        }
    }

    fn block(&mut self, policy: &Policy, block: &Block, indent: usize) {
        match &block.origins {
            None => self.line(indent, "allow_origins: \"*\""),
            Some(origins) => self.list(indent, "allow_origins", origins),
        }
        for (key, names) in
            [("allow_methods", &block.methods), ("allow_headers", &block.headers), ("expose_headers", &block.exposed)]
        {
            match names {
                Names::Absent => {}
                Names::Any => self.line(indent, &format!("{key}: '*'")),
                Names::Listed(names) => self.list(indent, key, names),
            }
        }
        if block.credentials || self.random.one_in(8) {
            self.line(indent, &format!("allow_credentials: {}", block.credentials));
        }
        if block.rejects || self.random.one_in(8) {
            self.line(indent, &format!("on_denied: {}", if block.rejects { "reject" } else { "pass" }));
        }
        for (key, value) in &block.others {
            self.line(indent, &format!("{key}: {value}"));
        }
        let risks = risks(policy, block);
        if !risks.is_empty() {
            self.line(indent, "accept_risks:");
        }
        for (risk, origin) in risks {
            self.line(indent + 2, &format!("- {{risk: {risk}, origin: \"{origin}\", reason: a test}}"));
        }
    }

    fn list(&mut self, indent: usize, key: &str, items: &[String]) {
        if items.is_empty() || self.random.one_in(2) {
            let items: Vec<String> = items.iter().map(|item| self.scalar(item)).collect();
            return self.line(indent, &format!("{key}: [{}]", items.join(", ")));
        }
        self.line(indent, &format!("{key}:"));
        for item in items {
            let item = self.scalar(item);
            self.line(indent + 2, &format!("- {item}"));
        }
    }

    /// In quotes of either kind; without, where it is sure that every reader takes it for a text.
    fn scalar(&mut self, text: &str) -> String {
        let is_plain = text.len() > 5 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || b"$_-".contains(&byte));
        match self.random.below(3) {
            0 if is_plain && !text.starts_with('-') => text.to_owned(),
            1 => format!("'{}'", text.replace('\'', "''")),
            _ => format!("\"{text}\""),
        }
    }
}

/// The risks that a block's origins bring, each once.
fn risks<'a>(policy: &'a Policy, block: &'a Block) -> BTreeSet<(&'static str, &'a str)> {
    let mut risks = BTreeSet::new();
    for origin in block.origins.iter().flatten().flat_map(|element| policy.resolve(element)) {
        let parsed = OriginPattern::parse(origin).ok();
        let Some(pattern) = parsed.as_ref().and_then(OriginPattern::parts) else {
            risks.insert(("null-origin", origin.as_str()));
            continue;
        };
        let is_guarded = block.credentials || block.rejects;
        if is_loopback(pattern) {
            if is_guarded {
                risks.insert(("loopback-with-credentials", origin.as_str()));
            }
            continue;
        }
        if &*pattern.scheme == "http" && (is_guarded || !matches!(pattern.host, HostPattern::Exact(_))) {
            risks.insert(("insecure-origin", origin.as_str()));
        }
        if public_suffix::within(&pattern.host).is_some() {
            risks.insert(("public-suffix-wildcard", origin.as_str()));
        }
    }
    risks
}

fn is_loopback(pattern: &Pattern) -> bool {
    let text = pattern.to_string();
    let host = text.split("://").nth(1).unwrap_or_default();
    let host = host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(host, _)| host);
    let address = host.parse::<std::net::Ipv4Addr>();
    let name = host.trim_end_matches('.');
    matches!(&*pattern.scheme, "http" | "https")
        && (name == "localhost"
            || name.ends_with(".localhost")
            || host == "[::1]"
            || address.is_ok_and(|address| address.is_loopback()))
}
