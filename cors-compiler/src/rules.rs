//! Every rule, each one file and one line here, with its page in `rules/<name>.md`.

use crate::{Level, Rule, distance::distance};

#[cfg(feature = "reports")]
pub mod pages;

/// Rules that have to do with the same thing.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What they have to do with.
    pub name: &'static str,
    /// They, in the order of the list.
    pub rules: &'static [&'static Rule],
}

macro_rules! registry {
    ($($group:literal: { $($(#[$attribute:meta])* $module:ident,)* })*) => {
        $($($(#[$attribute])* pub mod $module;)*)*

        /// Every rule, in the order of the list.
        pub static ALL: &[&Rule] = &[$($($(#[$attribute])* &$module::RULE,)*)*];

        /// The same by what they have to do with.
        pub static GROUPS: &[Group] = &[$(Group { name: $group, rules: &[$($(#[$attribute])* &$module::RULE,)*] },)*];
    };
}

registry! {
    "The document": {
        yaml_syntax,
        encoding,
        too_large,
        duplicate_key,
        anchor,
        alias,
        unquoted_star,
        tag,
        merge_key,
        directive,
        several_documents,
        tab_indentation,
        non_scalar_key,
        empty_document,
        unknown_key,
        private_network_access,
        wrong_type,
        scalar_for_list,
        missing_key,
        unsupported_version,
        name_syntax,
        unknown_set,
        unknown_profile,
        unknown_profile_set,
        unused_set,
    }
    "Origins": {
        no_origins,
        origin_syntax,
        origin_missing_scheme,
        origin_has_path,
        origin_upper_case,
        origin_default_port,
        origin_whitespace,
        origin_unicode_host,
        origin_user_info,
        origin_comma_list,
        origin_ip_not_canonical,
        origin_ip_wildcard,
        origin_label,
        origin_port_range,
        origin_scheme_file,
        origin_scheme_websocket,
        origin_wildcard_place,
        any_origin_in_list,
        credentials_with_any_origin,
        credentials_with_null_origin,
        null_origin,
        insecure_origin,
        public_suffix_wildcard,
        origin_is_public_suffix,
        origin_covered,
        origin_duplicate,
        loopback_with_credentials,
        loopback_without_profile,
    }
    "Methods": {
        method_syntax,
        method_forbidden,
        method_case,
        method_duplicate,
        method_safelisted,
        method_cannot_be_withheld,
        any_method_with_credentials,
    }
    "Headers": {
        header_syntax,
        request_header_forbidden,
        request_header_is_response_header,
        header_duplicate,
        any_header_with_credentials,
        authorization_not_covered,
        header_safelisted,
        expose_header_forbidden,
        expose_header_is_request_header,
        expose_any_with_credentials,
        expose_header_safelisted,
    }
    "The rest of a policy": {
        empty_list,
        keys_without_origins,
        any_in_list,
        status_with_forward,
        reject_with_any_origin,
        max_age_range,
        max_age_capped,
    }
    "Routes": {
        route_path_syntax,
        route_duplicate,
        route_narrows,
        ambiguous_paths_lose_cors,
        cors_false_with_policy_keys,
    }
    "Accepted risks": {
        risk_unknown,
        risk_not_present,
        risk_expired,
        risk_without_reason,
    }
    "Targets": {
        #[cfg(feature = "targets")]
        target_cannot_hold,
        #[cfg(feature = "targets")]
        target_differs,
    }
}

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The rule that a name like this one may mean: a slip of the hand apart, or with a longer name.
pub fn nearest(name: &str) -> Option<&'static Rule> {
    // Longer than any rule by more than could be a slip of the hand: the distance need not be computed.
    if name.len() > 48 {
        return None;
    }
    let name = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let (far, rule) = ALL.iter().map(|rule| (distance(&name, rule.name), *rule)).min_by_key(|(far, _)| *far)?;
    // Of `null`, `null-origin` before `credentials-with-null-origin`.
    let longer = || {
        let holding = ALL.iter().filter_map(|rule| rule.name.find(&name).map(|at| (at, *rule)));
        holding.min_by_key(|(at, _)| *at).filter(|_| name.len() > 2).map(|(_, rule)| rule)
    };
    if far <= 3 && far < name.len() { Some(rule) } else { longer() }
}

const fn error(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, level: Level::Error, summary }
}

const fn risk(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, level: Level::Risk, summary }
}

const fn warning(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, level: Level::Warning, summary }
}

const fn note(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, level: Level::Note, summary }
}

/// The help of a risk: what would be better, and how it is accepted.
fn accept(better: &str, risk: &str, origin: &str) -> String {
    format!("{better}; or accept it: `accept_risks: [{{risk: {risk}, origin: \"{origin}\", reason: …}}]`")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn names_that_are_near() {
        let long = "origin-has-path".repeat(4);
        for (name, expected) in [
            ("null-orgin", Some("null-origin")),
            ("Null_Origin", Some("null-origin")),
            ("null", Some("null-origin")),
            ("has path", Some("origin-has-path")),
            ("no", None),
            ("zebra", None),
            ("", None),
            (long.as_str(), None),
        ] {
            assert_eq!(nearest(name).map(|rule| rule.name), expected, "{name}");
        }
    }
}
