use cors_compiler::{
    OriginPattern,
    origin_set::{HostPattern, Pattern, PortPattern, default_port},
};

use super::examples::Examples;

/// What an origin pattern allows, with origins that it matches and such that it does not.
pub(super) fn hover(pattern: &OriginPattern) -> String {
    let what = pattern.parts().map_or_else(|| NULL.to_owned(), sentence);
    format!("`{pattern}` allows {what}.\n\n{}", Examples::of(pattern).markdown())
}

const NULL: &str = "the opaque origin: sandboxed frames, pages of files, and requests that were redirected between sites. Any site can \
                    have it";

fn sentence(pattern: &Pattern) -> String {
    let host = match &pattern.host {
        HostPattern::Exact(host) => format!("the host `{host}`"),
        HostPattern::Subdomains { suffix } => {
            format!("every subdomain of `{}`, at any depth, but not that host itself", suffix.trim_start_matches('.'))
        }
        HostPattern::Label { before, after, rest } => {
            format!("every host `{before}*{after}{rest}`, where `*` is one or more of `a-z 0-9 - _`")
        }
    };
    let port = match (pattern.port, default_port(&pattern.scheme)) {
        (PortPattern::Any, _) => "on any port".to_owned(),
        (PortPattern::Fixed(port), _) => format!("on port {port}"),
        (PortPattern::Elided, Some(port)) => format!("on port {port}, which browsers leave out"),
        (PortPattern::Elided, None) => "without a port".to_owned(),
    };
    format!("{host}, over `{}`, {port}", pattern.scheme)
}
