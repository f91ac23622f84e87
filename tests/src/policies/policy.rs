use super::{Random, names, origins, routes};

/// A policy as it is written: it can be taken apart and written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// `name`
    pub name: String,
    /// The profile that is selected; not written.
    pub profile: Option<String>,
    /// `origin_sets`
    pub sets: Vec<Set>,
    /// `profiles`: what each replaces.
    pub profiles: Vec<(String, Vec<Set>)>,
    /// The document's own policy.
    pub document: Option<Block>,
    /// `routes`
    pub routes: Vec<Route>,
    /// What chooses between ways to write the same.
    pub style: u64,
}

/// An origin set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Its name.
    pub name: String,
    /// Its contents.
    pub origins: Vec<String>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `path`
    pub paths: Vec<String>,
    /// `None`: `cors: false`.
    pub block: Option<Block>,
}

/// The keys of the document's policy or of a route's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// `allow_origins`; `None`: `"*"`.
    pub origins: Option<Vec<String>>,
    /// `allow_methods`
    pub methods: Names,
    /// `allow_headers`
    pub headers: Names,
    /// `expose_headers`
    pub exposed: Names,
    /// `allow_credentials`
    pub credentials: bool,
    /// `on_denied: reject`
    pub rejects: bool,
    /// Everything else: `max_age: 2h`.
    pub others: Vec<(&'static str, String)>,
}

/// A list of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// The key is absent.
    Absent,
    /// `"*"`
    Any,
    /// These, `*` beside `Authorization` among them.
    Listed(Vec<String>),
}

impl Policy {
    /// The seeds of so many policies that follow from one.
    pub fn seeds(seed: u64, policies: u64) -> impl Iterator<Item = u64> {
        (0..policies).map(move |number| seed.wrapping_mul(1_000_000).wrapping_add(number))
    }

    /// The policy of a seed.
    pub fn of(seed: u64) -> Self {
        let random = &mut Random::new(seed);
        let mut policy = Self::drawn(random, seed % 1000);
        if let (0, Some(block)) = (seed % 25, policy.blocks_mut().next()) {
            // More often than chance would have it.
            block.origins = Some(origins::many(random, 2000));
        }
        policy
    }

    /// The policy that numbers say. Neighbours have names of their own, by their `number`: a server can hold them side by side.
    pub fn drawn(random: &mut Random, number: u64) -> Self {
        let sets: Vec<Set> = (0..random.pick(&[0, 0, 1, 2, 4])).map(|number| set(random, number)).collect();
        let profiles = if sets.is_empty() || random.one_in(2) { Vec::new() } else { profiles(random, &sets) };
        let profile = profiles.get(random.below(profiles.len() + 1)).map(|(name, _)| name.clone());
        let paths = if random.one_in(4) { Vec::new() } else { routes::routes(random) };
        let document = (paths.is_empty() || !random.one_in(3)).then(|| block(random, &sets));
        let mut routes = Vec::new();
        for paths in paths {
            let block = (!random.one_in(4)).then(|| block(random, &sets));
            routes.push(Route { paths, block });
        }
        let name = format!("{}{number:03}", random.pick(&["cors", "a", "x_1_", "with_fifteen"]));
        let style = random.below(1 << 30) as u64;
        Self { name, profile, sets, profiles, document, routes, style }
    }

    /// The document's and the routes' own.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.document.iter().chain(self.routes.iter().filter_map(|route| route.block.as_ref()))
    }

    /// As [`Policy::blocks`].
    pub fn blocks_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        self.document.iter_mut().chain(self.routes.iter_mut().filter_map(|route| route.block.as_mut()))
    }

    /// What an element of `allow_origins` stands for: a set's contents under the selected profile, or itself.
    pub fn resolve<'a>(&'a self, element: &'a String) -> &'a [String] {
        let Some(name) = element.strip_prefix('$') else { return std::slice::from_ref(element) };
        let replaced =
            self.profiles.iter().filter(|(own, _)| Some(own) == self.profile.as_ref()).flat_map(|(_, sets)| sets);
        let set = replaced.chain(&self.sets).find(|set| set.name == name);
        set.map_or(&[], |set| &set.origins)
    }
}

/// A set whose name begins with `open` may hold `null`, which credentials exclude.
fn set(random: &mut Random, number: usize) -> Set {
    let is_open = random.one_in(3);
    let name = format!("{}{number}", if is_open { "open" } else { "set_" });
    let origins = if random.one_in(8) { Vec::new() } else { origins::patterns(random, is_open) };
    Set { name, origins }
}

fn profiles(random: &mut Random, sets: &[Set]) -> Vec<(String, Vec<Set>)> {
    let mut profiles = Vec::new();
    for name in ["development", "staging_2"].into_iter().take(random.between(1, 2)) {
        let mut replaced = Vec::new();
        for set in sets {
            if random.one_in(2) {
                continue;
            }
            let origins =
                if random.one_in(6) { Vec::new() } else { origins::patterns(random, set.name.starts_with("open")) };
            replaced.push(Set { name: set.name.clone(), origins });
        }
        profiles.push((name.to_owned(), replaced));
    }
    profiles
}

fn block(random: &mut Random, sets: &[Set]) -> Block {
    let any = random.one_in(5);
    let credentials = !any && random.one_in(2);
    let rejects = random.one_in(3);
    let is_guarded = credentials || rejects;
    let mut origins = if any { Vec::new() } else { origins::patterns(random, !is_guarded) };
    let named: Vec<&Set> = sets.iter().filter(|set| !(is_guarded && set.name.starts_with("open"))).collect();
    for set in random.some(&named, 2) {
        if random.one_in(2) {
            origins.clear();
        }
        origins.insert(random.below(origins.len() + 1), format!("${}", set.name));
    }
    let mut others = Vec::new();
    let ages = ["0", "1", "5", "600", "86400", "90s", "86400s", "10m", "1440m", "2h", "24h", "1d"];
    if random.one_in(2) {
        others.push(("max_age", random.pick(&ages).to_owned()));
    }
    if random.one_in(3) {
        others.push(("preflight", random.pick(&["answer", "forward", "forward"]).to_owned()));
    }
    if random.one_in(3) {
        others.push(("preflight_status", random.pick(&["200", "204"]).to_owned()));
    }
    Block {
        origins: (!any).then_some(origins),
        methods: names::methods(random, credentials),
        headers: names::headers(random, credentials),
        exposed: names::exposed(random, credentials),
        credentials,
        rejects,
        others,
    }
}
