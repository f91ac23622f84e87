//! Requests that come close to what a policy allows, from either side.

mod distortions;
mod lists;
mod origins;
mod paths;
mod sendable;

pub use sendable::is_sendable;

use crate::{
    Request,
    policies::{Block, Names, Policy, Random},
};

/// A policy, as a goal.
#[derive(Debug)]
pub struct Aim<'a> {
    policy: &'a Policy,
    /// Every path of every route.
    paths: Vec<&'a str>,
}

/// A header line.
type Line = (String, Vec<u8>);

impl<'a> Aim<'a> {
    /// At a policy.
    pub fn at(policy: &'a Policy) -> Self {
        let paths = policy.routes.iter().flat_map(|route| &route.paths).map(String::as_str).collect();
        Self { policy, paths }
    }

    /// A request. More than half of them could be a browser's.
    pub fn request(&self, random: &mut Random) -> Request {
        let trials = random.pick(&[0, 20]);
        let mut sendable = (0..trials).map(|_| self.any_request(random)).filter(is_sendable);
        let found = sendable.next();
        found.unwrap_or_else(|| self.any_request(random))
    }

    fn any_request(&self, random: &mut Random) -> Request {
        let (path, block) = self.place(random);
        let mut headers = Vec::new();
        let patterns = self.origins(random, block);
        let origin = origins::sent(random, &patterns);
        if random.one_in(4) {
            headers.extend(host(random, &origin));
        }
        let method = if random.one_in(2) {
            headers.push(("Origin".to_owned(), origin));
            self.preflight(random, block, &mut headers);
            b"OPTIONS".to_vec()
        } else {
            if !random.one_in(6) {
                headers.push(("Origin".to_owned(), origin));
            }
            actual(random, block, &mut headers)
        };
        if random.one_in(3) {
            let site = random.pick(&["same-origin", "none", "cross-site", "cross-site", "same-site"]);
            headers.push(("Sec-Fetch-Site".to_owned(), site.into()));
        }
        asks(random, &mut headers);
        let mut request = Request::new(method, paths::sent(random, path, &self.paths), headers);
        if random.one_in(2) {
            distortions::distort(random, &mut request);
        }
        request
    }

    /// A route's path and what holds there; or any path and the document's own.
    fn place(&self, random: &mut Random) -> (&'a str, Option<&'a Block>) {
        let routes = &self.policy.routes;
        let document = ("/*", self.policy.document.as_ref());
        if routes.is_empty() || random.one_in(6) {
            return document;
        }
        let route = &routes[random.below(routes.len())];
        (&route.paths[random.below(route.paths.len())], route.block.as_ref())
    }

    /// The patterns that hold at a place; sometimes those of another.
    fn origins(&self, random: &mut Random, block: Option<&'a Block>) -> Vec<&'a str> {
        let blocks: Vec<&Block> = self.policy.blocks().collect();
        let other = blocks.get(random.below(blocks.len() + 1)).copied();
        let block = if random.one_in(6) { other } else { block.or(other) };
        let elements = block.iter().flat_map(|block| block.origins.iter().flatten());
        elements.flat_map(|element| self.policy.resolve(element)).map(String::as_str).collect()
    }

    fn preflight(&self, random: &mut Random, block: Option<&Block>, headers: &mut Vec<Line>) {
        let method = lists::method(random, block.map(|block| &block.methods));
        headers.push(("Access-Control-Request-Method".to_owned(), method));
        if !random.one_in(4) {
            let list = lists::request_list(random, block.map_or(&Names::Absent, |block| &block.headers));
            // Where a list just fits, most of all.
            let is_cut = if list.ends_with(b",") { !random.one_in(3) } else { random.one_in(10) };
            let lines = if is_cut { lists::lines(random, &list) } else { vec![list] };
            headers.extend(lines.into_iter().map(|line| ("Access-Control-Request-Headers".to_owned(), line)));
        }
    }
}

/// The host of an origin, or one that looks like it: the request is then, or just not, one of the own page.
fn host(random: &mut Random, origin: &[u8]) -> Option<Line> {
    let authority = origin.split(|byte| *byte == b'/').nth(2).filter(|authority| !authority.is_empty())?;
    let is_host = authority.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(byte));
    let mut host = authority.to_vec();
    match random.below(8) {
        0 => host.extend(b":443"),
        1 => host.make_ascii_uppercase(),
        2 => host.insert(0, b'a'),
        _ => {}
    }
    is_host.then(|| ("Host".to_owned(), host))
}

/// The method of a request that is no preflight.
fn actual(random: &mut Random, block: Option<&Block>, headers: &mut Vec<Line>) -> Vec<u8> {
    if random.one_in(20) {
        let lines = [
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        headers.extend(lines.map(|(name, value)| (name.to_owned(), value.into())));
        return b"GET".to_vec();
    }
    match random.below(4) {
        0 => lists::method(random, block.map(|block| &block.methods)),
        1 => b"OPTIONS".to_vec(),
        _ => random.pick(&["GET", "GET", "HEAD", "POST", "PUT", "DELETE"]).into(),
    }
}

/// What the application is asked to answer with.
fn asks(random: &mut Random, headers: &mut Vec<Line>) {
    let upgrades = headers.iter().any(|(name, _)| name == "Upgrade");
    if random.one_in(6) && !upgrades {
        let status = random.pick(&["201", "204", "301", "304", "400", "401", "404", "405", "500", "503"]);
        headers.push(("X-Status".to_owned(), status.into()));
    }
    if random.one_in(8) {
        let names = random.pick(&["Cookie", "Origin", "origin, Accept", "*", "Access-Control-Request-Method"]);
        headers.push(("X-Vary".to_owned(), names.into()));
    }
}
