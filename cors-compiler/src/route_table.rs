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
    let mut places: BTreeMap<String, RoutePlace> = BTreeMap::new();
    for route in &program.routes {
        let (own, below) = Pattern::new(&route.path).parts();
        let place = places.entry(own.to_ascii_lowercase()).or_insert(Place { exact: None, below: None });
        let entry = if below { &mut place.below } else { &mut place.exact };
        *entry = Some(Entry { written: Arc::clone(&route.path), rules: route.rules });
    }
    if places.is_empty() {
        return None;
    }
    let (slots, indices) = perfect_hash::slots_of_any_case(&places.keys().map(String::as_bytes).collect());
    let lengths = Lengths::of(places.keys().map(String::as_bytes));
    let rank = |index: Option<usize>| u32::try_from(index.unwrap_or_default()).unwrap_or(u32::MAX).to_le_bytes();
    let ranks = indices.into_iter().flat_map(rank).collect();
    Some(Routes { slots, lengths, ranks, places: places.into_values().collect() })
}
