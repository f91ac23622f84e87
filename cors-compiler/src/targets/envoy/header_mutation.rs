use serde::Serialize;

use crate::ProgramRules;

use super::{
    http_filter::{PerRoute, Typed},
    name_list::NameList,
};

/// `envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute`
#[derive(Clone, Serialize)]
pub(super) struct HeaderMutationPerRoute {
    mutations: Mutations,
}

#[derive(Clone, Serialize)]
struct Mutations {
    response_mutations: Vec<Mutation>,
}

#[derive(Clone, Serialize)]
struct Mutation {
    append: Append,
}

#[derive(Clone, Serialize)]
struct Append {
    header: Header,
    append_action: Action,
}

#[derive(Clone, Serialize)]
struct Header {
    key: &'static str,
    value: Format,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Action {
    AppendIfExistsOrAdd,
    OverwriteIfExistsOrAdd,
}

/// `Vary: Origin` on every response, as a line of its own.
pub(super) fn vary() -> PerRoute {
    mutations(vec![mutation("vary", "Origin", Action::AppendIfExistsOrAdd)])
}

/// What a response says where any origin may read: the same bytes to every request, so that a cache need not ask who read it.
/// Also to a request without `Origin`, since its response may answer one that has it.
pub(super) fn any_origin(rules: &ProgramRules) -> PerRoute {
    let mut all = vec![mutation("access-control-allow-origin", "*", Action::OverwriteIfExistsOrAdd)];
    if let Some(names) = &rules.terms.expose_headers {
        let names = NameList::sent(names);
        all.push(mutation("access-control-expose-headers", names.as_str(), Action::OverwriteIfExistsOrAdd));
    }
    mutations(all)
}

fn mutations(response_mutations: Vec<Mutation>) -> PerRoute {
    PerRoute::Headers(Typed::new(
        "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute",
        HeaderMutationPerRoute { mutations: Mutations { response_mutations } },
    ))
}

fn mutation(key: &'static str, value: &str, append_action: Action) -> Mutation {
    Mutation { append: Append { header: Header { key, value: Format::literal(value) }, append_action } }
}

/// A format string that yields a text: the only way in which policy text reaches one.
#[derive(Clone, Serialize)]
#[serde(transparent)]
struct Format(String);

impl Format {
    /// `%PROTOCOL%` is a header's name as good as any, and a command of Envoy's.
    fn literal(text: &str) -> Self {
        Self(text.replace('%', "%%"))
    }
}
