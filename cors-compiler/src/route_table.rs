use std::sync::Arc;

use cors_core::path::{Entry, Pattern};

use crate::Program;

pub(crate) type RouteEntry = Entry<Arc<str>, Option<usize>>;

/// The routes as [`cors_core::path::find`] searches them, each with its rules as an index into [`Program::rules`].
pub(crate) fn route_table(program: &Program) -> Vec<RouteEntry> {
    let entry = |route: &crate::ProgramRoute| {
        let (own, below) = Pattern::new(&route.path).parts();
        let key = own.to_ascii_lowercase().into();
        (!below, Entry { written: Arc::clone(&route.path), key, shorter: None, rules: route.rules })
    };
    let mut sorted: Vec<(bool, RouteEntry)> = program.routes.iter().map(entry).collect();
    sorted.sort_by(|(exact, a), (other_exact, b)| (&a.key, exact).cmp(&(&b.key, other_exact)));

    let mut table: Vec<RouteEntry> = Vec::with_capacity(sorted.len());
    // The entries whose keys begin the next one's, each behind those that begin its own.
    let mut beginnings: Vec<(usize, Arc<str>)> = Vec::new();
    for (index, (_, mut entry)) in sorted.into_iter().enumerate() {
        while beginnings.pop_if(|(_, key)| !entry.key.starts_with(&**key)).is_some() {}
        entry.shorter = beginnings.last().map(|(index, _)| *index);
        beginnings.push((index, Arc::clone(&entry.key)));
        table.push(entry);
    }
    table
}
