//! Where in a document policies and origin sets stand, and which of these each names.

use std::borrow::Cow;

use cors_compiler::Span;

use crate::{
    markdown::code,
    outline::{Entry, Node, Outline},
};

/// A place where a policy stands: the document itself, or a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PolicyPlace<'o> {
    /// The mapping.
    pub(crate) mapping: &'o Node,
    /// The paths of a route; `None`: the document.
    pub(crate) path: Option<&'o Node>,
}

/// A place where the name of an origin set stands.
#[derive(Clone, Debug)]
pub(crate) struct Naming<'t> {
    /// The name, without `$`.
    pub(crate) name: Cow<'t, str>,
    /// What a rename replaces.
    pub(crate) span: Span,
    /// What a rename puts in front of the name: `$`, where the text does not hold it byte for byte.
    pub(crate) prefix: &'static str,
    /// What it is named for.
    pub(crate) role: Role,
}

/// What a set is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Its origins stand here.
    Defined,
    /// A profile replaces them.
    Replaced,
    /// A policy allows them.
    Used,
}

/// The document's own policy and those of its routes.
pub(crate) fn policies<'o>(outline: &'o Outline, text: &str) -> impl Iterator<Item = PolicyPlace<'o>> {
    let routes = outline.root.get(text, "routes").map(Node::items).unwrap_or_default();
    let own = PolicyPlace { mapping: &outline.root, path: None };
    let route = |mapping: &'o Node| mapping.get(text, "path").map(|path| PolicyPlace { mapping, path: Some(path) });
    std::iter::once(own).chain(routes.iter().filter_map(route).collect::<Vec<_>>())
}

/// The sets that are defined: their names and origins.
pub(crate) fn defined<'o>(outline: &'o Outline, text: &str) -> &'o [Entry] {
    outline.root.get(text, "origin_sets").map(Node::entries).unwrap_or_default()
}

/// What profiles put in place of sets: the profile, and the set as there.
pub(crate) fn replaced<'o>(outline: &'o Outline, text: &str) -> Vec<(&'o Node, &'o Entry)> {
    let profiles = outline.root.get(text, "profiles").map(Node::entries).unwrap_or_default();
    profiles.iter().flat_map(|profile| profile.value.entries().iter().map(|set| (&profile.key, set))).collect()
}

/// Every place where a set is named, in the order of definitions, profiles and policies.
pub(crate) fn namings<'t>(outline: &Outline, text: &'t str) -> Vec<Naming<'t>> {
    let key =
        |entry: &Entry, role| Naming { name: entry.key.value(text), span: entry.key.content(text), prefix: "", role };
    let defined = defined(outline, text).iter().map(|entry| key(entry, Role::Defined));
    let replaced = replaced(outline, text).into_iter().map(|(_, entry)| key(entry, Role::Replaced));
    defined.chain(replaced).chain(policies(outline, text).flat_map(|policy| policy.sets(text))).collect()
}

impl PolicyPlace<'_> {
    /// The elements of `allow_origins`.
    pub(crate) fn origins(&self, text: &str) -> &[Node] {
        self.mapping.get(text, "allow_origins").map(Node::items).unwrap_or_default()
    }

    /// The sets that the policy names.
    pub(crate) fn sets<'t>(&self, text: &'t str) -> Vec<Naming<'t>> {
        self.origins(text).iter().filter_map(|item| used(item, text)).collect()
    }

    /// How people call it.
    pub(crate) fn title(&self, text: &str) -> String {
        self.path.map_or_else(|| "the document's own policy".to_owned(), |path| code(&paths(path, text)))
    }
}

/// The paths of a route, in a line.
pub(crate) fn paths(path: &Node, text: &str) -> String {
    let paths: Vec<Cow<'_, str>> = match path.items() {
        [] => vec![path.value(text)],
        items => items.iter().map(|item| item.value(text)).collect(),
    };
    paths.join(", ")
}

/// The set that an element of `allow_origins` names.
fn used<'t>(item: &Node, text: &'t str) -> Option<Naming<'t>> {
    let content = item.content(text);
    let name = match item.value(text) {
        Cow::Borrowed(value) => Cow::Borrowed(value.strip_prefix('$')?),
        Cow::Owned(value) => Cow::Owned(value.strip_prefix('$')?.to_owned()),
    };
    let is_verbatim = text.get(content.range()).and_then(|slice| slice.strip_prefix('$')) == Some(&*name);
    let (span, prefix) = if is_verbatim { (Span::new(content.start + 1, content.end), "") } else { (content, "$") };
    Some(Naming { name, span, prefix, role: Role::Used })
}
