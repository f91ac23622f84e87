use std::{collections::BTreeMap, sync::Arc};

use cors_core::{
    path::Pattern,
    perfect_hash::Lengths,
    routes::{Entry, Place, Routes},
};

use crate::{Program, perfect_hash};

pub(crate) type RoutePlace = Place<Arc<str>, usize>;
pub(crate) type RouteTable = Routes<Vec<u8>, Vec<RoutePlace>>;

/// The routes as they are searched, each with its rules as an index into [`Program::rules`]. `None`: there are none.
pub(crate) fn route_table(program: &Program) -> Option<RouteTable> {
    let mut places = BTreeMap::new();
    for route in &program.routes {
        insert(&mut places, &route.path, route.rules);
    }
    of_places(places)
}

fn insert(places: &mut BTreeMap<String, RoutePlace>, path: &Arc<str>, rules: Option<usize>) {
    let (own, below) = Pattern::new(path).parts();
    let place = places.entry(own.to_ascii_lowercase()).or_insert(Place { exact: None, below: None });
    let entry = if below { &mut place.below } else { &mut place.exact };
    *entry = Some(Entry { written: Arc::clone(path), rules });
}

/// Of what routes name, by the paths in lower case.
fn of_places(places: BTreeMap<String, RoutePlace>) -> Option<RouteTable> {
    if places.is_empty() {
        return None;
    }
    let (slots, indices) = perfect_hash::slots_of_any_case(&places.keys().map(String::as_bytes).collect());
    let lengths = Lengths::of(places.keys().map(String::as_bytes));
    let rank = |index: Option<usize>| u32::try_from(index.unwrap_or_default()).unwrap_or(u32::MAX).to_le_bytes();
    let ranks = indices.into_iter().flat_map(rank).collect();
    Some(Routes { slots, lengths, ranks, places: places.into_values().collect() })
}

#[cfg(test)]
mod tests {
    use cors_core::routes::Found;

    use super::*;

    /// What claims the path by the language's own words: of the exact routes one, else the longest prefix.
    fn claiming<'a>(routes: &[&'a str], path: &str) -> Option<&'a str> {
        let claims = routes.iter().copied().filter(|route| Pattern::new(route).claims(path.as_bytes()));
        claims.max_by_key(|route| (!route.ends_with("/*"), route.len()))
    }

    fn table(routes: &[&str]) -> RouteTable {
        let mut places: BTreeMap<String, RoutePlace> = BTreeMap::new();
        for route in routes {
            insert(&mut places, &Arc::from(*route), None);
        }
        of_places(places).expect("there is a route")
    }

    /// One in 128 of what is no key finds the slot of one all the same: beginnings of a route's path must then not be it.
    #[test]
    fn only_a_whole_path_is_claimed() {
        let path = |n: usize| format!("/v{n}.0/public-{}/~{n}", "x".repeat(n % 40));
        for n in 0..600 {
            let own = [path(n), path(n + 1), path(n + 7), format!("{}/*", path(n + 2)), format!("{}/*", path(n + 3))];
            let routes = own.each_ref().map(String::as_str);
            let table = table(&routes);
            for route in routes {
                let beginnings = (1..=route.len()).map(|end| route[..end].to_owned());
                let longer = ["x", "/", "/x", "/x/", "/*"].map(|end| format!("{}{end}", route.trim_end_matches("/*")));
                for path in beginnings.chain(longer) {
                    let found = match table.find(path.as_bytes()) {
                        Found::Route(entry) => Some(&*entry.written),
                        Found::Ambiguous | Found::Nothing => None,
                    };
                    assert_eq!(found, claiming(&routes, &path), "{path} in {routes:?}");
                }
            }
        }
    }
}
