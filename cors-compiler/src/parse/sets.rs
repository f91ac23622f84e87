use crate::{
    Profile, SetBlock, Spanned,
    name::{LONGEST_SET_NAME, is_set_name},
    rules,
    yaml::Node,
};

use super::Reader;

impl Reader<'_> {
    pub(super) fn sets(&mut self, node: &Node, what: &str) -> Vec<SetBlock> {
        let mut sets = Vec::new();
        for (key, node) in self.named_entries(node, &format!("`{what}`")) {
            let name = self.name(key, "the name of an origin set");
            let origins = self.set_origins(node, key.value);
            sets.extend(name.map(|name| SetBlock { name, origins, given: false }));
        }
        sets
    }

    pub(super) fn profiles(&mut self, node: &Node) -> Vec<Profile> {
        let mut profiles = Vec::new();
        for (key, node) in self.named_entries(node, "`profiles`") {
            let name = self.name(key, "the name of a profile");
            let sets = self.sets(node, key.value);
            profiles.extend(name.map(|name| Profile { name, sets }));
        }
        profiles
    }

    fn name(&mut self, key: Spanned<&str>, what: &str) -> Option<Spanned<String>> {
        if !is_set_name(key.value) {
            self.refuse(rules::name_syntax::at(key.span, key.value, what, LONGEST_SET_NAME));
            return None;
        }
        Some(Spanned::new(key.value.to_owned(), key.span))
    }
}
