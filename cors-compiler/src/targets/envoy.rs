//! Envoy, by its native CORS filter and what repairs it: browser-exact.

mod cel;
mod complete;
mod cors_policy;
mod header_mutation;
mod http_filter;
mod name_list;
mod path_match;
mod reject;
mod string_match;
mod virtual_host;

use serde::Serialize;

use crate::{
    Artifact, Exactness, Program, Target,
    target::{Difference, Features, Part, Shape},
};

use self::{http_filter::HttpFilter, virtual_host::VirtualHost};

/// See the module.
pub(super) struct Envoy;

impl Target for Envoy {
    fn name(&self) -> &'static str {
        "envoy"
    }

    fn about(&self) -> &'static str {
        "Envoy's own CORS filter, with what it lacks: http_filters and a virtual host"
    }

    fn exactness(&self) -> Exactness {
        Exactness::BrowserExact(&DIFFERENCES)
    }

    fn supports(&self) -> Features {
        // No name: the filters hold nothing of a policy, so that every document can share them.
        Features { forwarded_preflights: false, pattern: string_match::holds, ..Features::ALL }
    }

    fn comment(&self) -> &'static str {
        "# "
    }

    fn render(&self, program: &Program, shape: &Shape) -> Artifact {
        let stem = program.name.as_deref().map_or_else(|| "cors".to_owned(), |name| format!("cors-{name}"));
        let part = |name, file: &str, notes: &[&str], text| Part {
            name,
            file: format!("{stem}-{file}.yaml"),
            notes: notes.iter().map(|note| (*note).to_owned()).collect(),
            text,
        };
        let parts = match shape {
            Shape::Parts => {
                let host = VirtualHost::part(program);
                let filters = HttpFilters { http_filters: host.filters() };
                vec![
                    part("http_filters", "http-filters", &FILTER_NOTES, yaml(&filters)),
                    part("virtual_host", "virtual-host", &HOST_NOTES, yaml(&host)),
                ]
            }
            Shape::Complete { listen, upstream } => {
                let bootstrap = complete::Bootstrap::new(VirtualHost::complete(program), listen, upstream);
                vec![part("complete", "envoy", &COMPLETE_NOTES, yaml(&bootstrap))]
            }
        };
        Artifact { parts }
    }
}

/// The part `http_filters`.
#[derive(Serialize)]
struct HttpFilters {
    http_filters: Vec<HttpFilter>,
}

/// Writes a message. Structs of text, numbers and maps with text for keys: there is nothing in them that YAML cannot hold.
fn yaml(message: &impl Serialize) -> String {
    serde_yaml::to_string(message).unwrap_or_default()
}

const FILTER_NOTES: [&str; 4] = [
    "These stand in `http_filters` of the connection manager, before every other filter, in this order, each name once, \
     however many policies share them. Do not rename them: the virtual host configures them by these names, and a name that \
     differs leaves the policy without effect and without a word.",
    "Preflights are thus answered before authentication and rate limits, and the refusals of those filters carry the \
     headers that let a page read them.",
    "An entry of `upgrade_configs` that has `filters` of its own needs these among them, else `on_denied: reject` misses \
     WebSockets.",
    "Leave out any `cors` policy of your own on the virtual host and its routes, and `normalize_path` and `merge_slashes` as \
     they are (off): a path that they rewrite is judged as rewritten.",
];

const HOST_NOTES: [&str; 5] = [
    "These stand in your virtual host. What stands above `routes`, if anything, is the document's own policy, and holds for \
     each of your routes that no route here claims.",
    "`routes` come before yours, in this order; put your cluster in place of `your_cluster`. Where one of them needs finer \
     routes of your own, put those in its place, each with all of its `response_headers_to_remove` and \
     `typed_per_filter_config`: every field, since Envoy inherits an absent one from the virtual host.",
    "Those named `cors: ambiguous …` catch what two servers could read as two paths. They stay in front of the routes that \
     they precede.",
    "Not covered: routes that answer by `direct_response` or `redirect`, requests that no route matches, and what Envoy \
     refuses before it routes.",
    "Under `on_denied: reject` a page of one's own is known by `Sec-Fetch-Site`, else by an Origin that equals the Host: \
     where a proxy in front rewrites Host, list your own origin.",
];

const COMPLETE_NOTES: [&str; 2] = [
    "A whole config: `envoy -c FILE`. Every path goes to the upstream.",
    "Under `on_denied: reject` a page of one's own is known by `Sec-Fetch-Site`, else by an Origin that equals the Host: \
     where a proxy in front rewrites Host, list your own origin.",
];

static DIFFERENCES: [Difference; 11] = [
    Difference { id: "preflight-status", text: "preflights are answered 200, where the policy has 204" },
    Difference {
        id: "preflight-vary",
        text: "the Vary of a preflight names Origin alone, or nothing where any origin is allowed",
    },
    Difference {
        id: "preflight-exposes",
        text: "a preflight carries Access-Control-Expose-Headers too, which browsers do not read there",
    },
    Difference {
        id: "denied-preflight-lists",
        text: "a preflight from an origin that is not allowed carries the lists, without Access-Control-Allow-Origin",
    },
    Difference {
        id: "neutral-values",
        text: "what the policy leaves out is sent as a value that changes nothing (methods GET, HEAD, POST; request header \
               host; response header content-type; max age 5), since Envoy would inherit it",
    },
    Difference {
        id: "any-twice",
        text: "`*` for methods or headers is sent as `*, *`: at a single one Envoy repeats what was asked for, Authorization \
               included",
    },
    Difference {
        id: "wildcard-bounds",
        text: "a wildcard also stands for labels over 63 bytes, hosts over 253, and ports 65536 to 99999 or the scheme's own",
    },
    Difference {
        id: "joined-lines",
        text: "lines of one header are taken together: an empty one beside another does not count",
    },
    Difference {
        id: "reject-leaves-lists",
        text: "under `on_denied: reject`, a preflight that asks for a method or header that is not allowed is answered with \
               the lists, by which the browser refuses it",
    },
    Difference {
        id: "reject-response",
        text: "a 403 has a body and no Cache-Control, Vary names Origin alone, and where any origin is allowed it says so",
    },
    Difference {
        id: "own-preflights",
        text: "under `on_denied: reject`, preflights of one's own pages, which browsers do not make, are answered, without \
               CORS headers to allow them, and do not reach the application",
    },
];
