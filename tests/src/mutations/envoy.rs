use serde_yaml::{Mapping, Value};

use super::{Change, Mutation};

/// Mistakes of the target `envoy`.
pub const ENVOY: &[Mutation] = &[
    // Origins.
    tree("origin-is-a-part", |tree| matchers(tree, |matcher| rename(matcher, "exact", "contains"))),
    tree("origin-is-a-beginning", |tree| matchers(tree, |matcher| rename(matcher, "exact", "prefix"))),
    tree("origin-is-an-end", |tree| matchers(tree, |matcher| rename(matcher, "exact", "suffix"))),
    tree("origin-in-any-case", |tree| {
        matchers(tree, |matcher| {
            if matcher.contains_key("exact") && matcher["exact"] != "*" {
                matcher.insert("ignore_case".into(), true.into());
            }
        });
    }),
    tree("pattern-unanchored-at-the-end", |tree| regexes(tree, |regex| *regex += r"\C*")),
    tree("pattern-unanchored-at-the-start", |tree| regexes(tree, |regex| regex.insert_str(0, r"\C*"))),
    tree("pattern-dot-unescaped", |tree| {
        regexes(tree, |regex| {
            if let Some((before, after)) = regex.rsplit_once(r"\.") {
                *regex = format!("{before}.{after}");
            }
        });
    }),
    tree("wildcard-stands-for-nothing", |tree| regexes(tree, |regex| *regex = regex.replace(r"\.)+", r"\.)*"))),
    tree("null-allowed", |tree| {
        each(tree, "allow_origin_string_match", &mut |matchers| {
            let null: Value = serde_yaml::from_str("exact: 'null'").expect("YAML");
            if let Value::Sequence(matchers) = matchers
                && !matchers.contains(&null)
            {
                matchers.push(null);
            }
        });
    }),
    // What is answered.
    tree("any-method-by-a-lone-star", |tree| set(tree, "allow_methods", "*, *", "*")),
    tree("any-header-by-a-lone-star", |tree| set(tree, "allow_headers", "*, *", "*")),
    tree("credentials-everywhere", |tree| {
        each(tree, "allow_credentials", &mut |credentials| *credentials = true.into());
    }),
    tree("credentials-inherited", |tree| policies(tree, |policy| drop_field(policy, "allow_credentials"))),
    tree("methods-inherited", |tree| policies(tree, |policy| drop_field(policy, "allow_methods"))),
    tree("headers-inherited", |tree| policies(tree, |policy| drop_field(policy, "allow_headers"))),
    tree("exposes-forgotten", |tree| policies(tree, |policy| drop_field(policy, "expose_headers"))),
    tree("max-age-in-minutes", |tree| {
        each(tree, "max_age", &mut |age| *age = format!("{}0", age.as_str().unwrap_or_default()).into());
    }),
    tree("policy-is-only-watched", |tree| {
        policies(tree, |policy| {
            let none: Value = serde_yaml::from_str("default_value: {numerator: 0}").expect("YAML");
            let all: Value = serde_yaml::from_str("default_value: {numerator: 100}").expect("YAML");
            policy.insert("filter_enabled".into(), none);
            policy.insert("shadow_enabled".into(), all);
        });
    }),
    tree("stranger's-preflight-goes-on", |tree| {
        policies(tree, |policy| drop_field(policy, "forward_not_matching_preflights"));
    }),
    // Filters.
    tree("filter-missing", |tree| filters(tree, "envoy.filters.http.cors")),
    tree("vary-filter-missing", |tree| filters(tree, "corsgen.vary")),
    tree("any-origin-filter-missing", |tree| filters(tree, "corsgen.any-origin")),
    tree("reject-filter-missing", |tree| filters(tree, "corsgen.reject")),
    tree("filter-called-otherwise", |tree| {
        each(tree, "typed_per_filter_config", &mut |said| {
            if let Value::Mapping(said) = said {
                rename(said, "envoy.filters.http.cors", "envoy.cors");
            }
        });
    }),
    tree("filter-not-turned-off", |tree| {
        each(tree, "typed_per_filter_config", &mut |said| {
            if let Value::Mapping(said) = said {
                said.retain(|_, said| said.get("disabled").is_none());
            }
        });
    }),
    tree("application-widens", |tree| removed(tree, "access-control-allow-origin")),
    tree("application-opens-private-networks", |tree| removed(tree, "access-control-allow-private-network")),
    tree("any-origin-added-to-the-application's", |tree| {
        each(tree, "append_action", &mut |action| {
            if action == "OVERWRITE_IF_EXISTS_OR_ADD" {
                *action = "APPEND_IF_EXISTS_OR_ADD".into();
            }
        });
    }),
    // Refusals.
    tree("deny-for-allow", |tree| set(tree, "action", "ALLOW", "DENY")),
    tree("refusal-is-only-watched", |tree| {
        each(tree, "rbac", &mut |rbac| {
            if let Value::Mapping(rbac) = rbac {
                rename(rbac, "rules", "shadow_rules");
            }
        });
    }),
    tree("own-page-unchecked", |tree| {
        each(tree, "own-page", &mut |policy| {
            if let Value::Mapping(policy) = policy {
                drop_field(policy, "condition");
            }
        });
    }),
    tree("same-site-is-own", |tree| set(tree, "string_value", "same-origin", "same-site")),
    tree("list-without-bound", |tree| {
        each(tree, "origin-allowed", &mut |policy| {
            if let Value::Mapping(policy) = policy {
                drop_field(policy, "condition");
            }
        });
    }),
    // Routes.
    tree("shortest-prefix-first", |tree| {
        routes(tree, |routes| {
            // The last is for all paths, and those called ambiguous stand by what they divide.
            let mut claimed: Vec<usize> = (0..routes.len() - 1).filter(|at| !is_ambiguous(&routes[*at])).collect();
            while let [first, .., last] = claimed[..] {
                routes.swap(first, last);
                claimed.pop();
                claimed.remove(0);
            }
        })
    }),
    tree("prefix-without-boundary", |tree| {
        each(tree, "match", &mut |paths| {
            if let Value::Mapping(paths) = paths {
                rename(paths, "path_separated_prefix", "prefix");
            }
        });
    }),
    tree("ambiguous-paths-claimed", |tree| routes(tree, |routes| routes.retain(|route| route["name"] != AMBIGUOUS))),
    tree("path-in-any-case", |tree| {
        routes(tree, |routes| {
            routes.retain(|route| route["name"] == AMBIGUOUS || !is_ambiguous(route));
            for route in routes.iter_mut().filter(|route| route["name"] != AMBIGUOUS) {
                route["match"]["case_sensitive"] = false.into();
            }
        });
    }),
];

const fn tree(name: &'static str, edit: fn(&mut Value)) -> Mutation {
    Mutation { name, change: Change::Tree(edit) }
}

/// Edits every value of a key, at any depth.
fn each(within: &mut Value, key: &str, edit: &mut dyn FnMut(&mut Value)) {
    match within {
        Value::Mapping(map) => {
            for (own, value) in map.iter_mut() {
                if own.as_str() == Some(key) {
                    edit(value);
                }
                each(value, key, edit);
            }
        }
        Value::Sequence(list) => list.iter_mut().for_each(|value| each(value, key, edit)),
        _ => {}
    }
}

/// Edits what the filter is told of origins; the rules of `reject` say the same, and stay.
fn matchers(tree: &mut Value, edit: fn(&mut Mapping)) {
    each(tree, "allow_origin_string_match", &mut |matchers| {
        for matcher in matchers.as_sequence_mut().into_iter().flatten() {
            if let Value::Mapping(matcher) = matcher {
                edit(matcher);
            }
        }
    });
}

fn regexes(tree: &mut Value, edit: impl Fn(&mut String)) {
    each(tree, "allow_origin_string_match", &mut |matchers| {
        each(matchers, "regex", &mut |regex| {
            if let Value::String(regex) = regex {
                edit(regex);
            }
        });
    });
}

/// Edits what routes and virtual hosts tell the CORS filter.
fn policies(tree: &mut Value, edit: fn(&mut Mapping)) {
    each(tree, "envoy.filters.http.cors", &mut |policy| {
        if let Value::Mapping(policy) = policy
            && policy.contains_key("allow_origin_string_match")
        {
            edit(policy);
        }
    });
}

/// Takes a filter out of the chain.
fn filters(tree: &mut Value, name: &str) {
    each(tree, "http_filters", &mut |filters| {
        if let Value::Sequence(filters) = filters {
            filters.retain(|filter| filter["name"] != name);
        }
    });
}

fn routes(tree: &mut Value, edit: fn(&mut Vec<Value>)) {
    each(tree, "routes", &mut |routes| {
        if let Value::Sequence(routes) = routes {
            edit(routes);
        }
    });
}

fn is_ambiguous(route: &Value) -> bool {
    route["name"].as_str().is_some_and(|name| name.starts_with(AMBIGUOUS))
}

/// What the routes are called that catch paths of no one reading; those that catch another case have a path behind it.
const AMBIGUOUS: &str = "cors: ambiguous";

/// Lets a header of the application through.
fn removed(tree: &mut Value, name: &str) {
    each(tree, "response_headers_to_remove", &mut |names| {
        if let Value::Sequence(names) = names {
            names.retain(|own| own != name);
        }
    });
}

fn set(tree: &mut Value, key: &str, from: &str, to: &str) {
    each(tree, key, &mut |value| {
        if value == from {
            *value = to.into();
        }
    });
}

fn rename(map: &mut Mapping, from: &str, to: &str) {
    // `*` is told deliberately, by `exact` alone.
    if map.get(from).is_some_and(|value| value != "*")
        && let Some(value) = map.remove(from)
    {
        map.insert(to.into(), value);
    }
}

fn drop_field(map: &mut Mapping, name: &str) {
    map.remove(name);
}
