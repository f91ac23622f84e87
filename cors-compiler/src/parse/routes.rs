use crate::{
    PathPattern, PolicyBlock, RouteBlock, Span, Spanned, rules,
    yaml::{Kind, Node},
};

use super::{Reader, keys::Place};

/// The most paths of all routes together.
const MOST_PATHS: usize = 1_000;

impl Reader<'_> {
    pub(super) fn routes(&mut self, node: &Node) -> Option<Spanned<Vec<RouteBlock>>> {
        let Kind::List(items) = &node.kind else { return self.wrong_type(node, "a list of routes") };
        if items.is_empty() {
            self.refuse(rules::empty_list::at(node.span, "routes"));
            return None;
        }
        let routes = items.iter().filter_map(|item| self.route(item)).collect();
        Some(Spanned::new(routes, node.span))
    }

    fn route(&mut self, node: &Node) -> Option<RouteBlock> {
        if !matches!(node.kind, Kind::Mapping(_)) {
            return self.wrong_type(node, "a route, a mapping such as `{path: /public/*, allow_origins: \"*\"}`");
        }
        let entries = self.entries(node, Place::Route);
        let policy = PolicyBlock { has_unknown_keys: entries.has_unknown, ..PolicyBlock::default() };
        let mut route = RouteBlock {
            span: node.head(),
            has_path: false,
            paths: Vec::new(),
            has_cors: false,
            cors_false: None,
            policy,
        };
        for (key, node) in entries.known {
            match key.value {
                "path" => {
                    route.has_path = true;
                    route.paths = self.paths(node);
                }
                "cors" => {
                    route.has_cors = true;
                    route.cors_false = self.cors_false(node);
                }
                _ => self.policy_key(key, node, &mut route.policy),
            }
        }
        Some(route)
    }

    fn cors_false(&mut self, node: &Node) -> Option<Span> {
        let cors = self.boolean(node)?;
        if cors.value {
            let found = "`true`: a route with `allow_origins` takes part in CORS by itself";
            self.refuse(rules::wrong_type::at(node.span, "`false`", found));
            return None;
        }
        Some(cors.span)
    }

    fn paths(&mut self, node: &Node) -> Vec<Spanned<PathPattern>> {
        match &node.kind {
            Kind::List(items) if items.is_empty() => {
                self.refuse(rules::empty_list::at(node.span, "path"));
                Vec::new()
            }
            Kind::List(items) => items.iter().filter_map(|item| self.path(item)).collect(),
            _ => self.path(node).into_iter().collect(),
        }
    }

    fn path(&mut self, node: &Node) -> Option<Spanned<PathPattern>> {
        let text = self.text(node, "a path")?;
        self.paths += 1;
        if self.paths == MOST_PATHS + 1 {
            self.refuse(rules::too_large::past(text.span, MOST_PATHS, "paths of routes"));
        }
        if self.paths > MOST_PATHS {
            return None;
        }
        match PathPattern::parse(text.value) {
            Ok(path) => Some(Spanned::new(path, text.span)),
            Err(invalid) => {
                self.refuse(rules::route_path_syntax::at(text.span, text.value, &invalid));
                None
            }
        }
    }
}
