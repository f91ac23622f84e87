//! Every rule, each one file and one line here, with its page in `rules/<name>.md`.

use crate::{Level, Rule};

#[cfg(feature = "reports")]
pub mod pages;

macro_rules! registry {
    ($($(#[$attribute:meta])* $module:ident,)*) => {
        $($(#[$attribute])* pub mod $module;)*

        /// Every rule, in the order of the list.
        pub static ALL: &[&Rule] = &[$($(#[$attribute])* &$module::RULE,)*];
    };
}

registry! {
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
    loopback_with_credentials,
    method_syntax,
    method_forbidden,
    method_case,
    any_method_with_credentials,
    header_syntax,
    request_header_forbidden,
    request_header_is_response_header,
    any_header_with_credentials,
    expose_header_forbidden,
    expose_header_is_request_header,
    expose_any_with_credentials,
    empty_list,
    keys_without_origins,
    any_in_list,
    max_age_range,
    route_path_syntax,
    route_duplicate,
    cors_false_with_policy_keys,
    risk_unknown,
    risk_not_present,
    risk_expired,
    risk_without_reason,
    #[cfg(feature = "targets")]
    target_cannot_hold,
}

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
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

/// The help of a risk: what would be better, and how it is accepted.
fn accept(better: &str, risk: &str, origin: &str) -> String {
    format!("{better}; or accept it: `accept_risks: [{{risk: {risk}, origin: \"{origin}\", reason: …}}]`")
}
