//! Envoy, by its native CORS filter and what repairs it: browser-exact.

mod cel;
mod complete;
mod cors_policy;
mod discovered;
mod header_mutation;
mod http_filter;
mod name_list;
mod notes;
mod path_match;
mod reject;
mod route_config;
mod string_match;
mod virtual_host;

use serde::Serialize;

use crate::{
    Artifact, Exactness, Program, Target,
    target::{Difference, Features, Part, Shape},
};

use self::{http_filter::Filter, route_config::RouteConfig};

pub(super) use self::{
    complete::Bootstrap, discovered::Discovered, http_filter::HttpFilter, virtual_host::VirtualHost,
};

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
        Features { forwarded_preflights: false, cluster: true, ..Features::ALL }
    }

    fn comment(&self) -> &'static str {
        "# "
    }

    fn render(&self, program: &Program, shape: &Shape) -> Artifact {
        let stem = program.name.as_deref().map_or_else(|| "cors".to_owned(), |name| format!("cors-{name}"));
        let part = |name, file: &str, notes: Vec<&str>, text| Part {
            name,
            file: format!("{stem}-{file}.yaml"),
            notes: notes.into_iter().map(str::to_owned).collect(),
            text,
        };
        let parts = match shape {
            Shape::Parts { cluster, .. } => {
                let cluster = cluster.as_ref();
                let filters = HttpFilters { http_filters: Filter::ALL.map(Filter::entry).into() };
                let routes = RouteConfig::new(stem.as_str(), VirtualHost::discovered(program, cluster));
                vec![
                    part("http_filters", "http-filters", notes::http_filters(program), yaml(&filters)),
                    part(
                        "virtual_host",
                        "virtual-host",
                        notes::virtual_host(program, cluster),
                        yaml(&VirtualHost::part(program, cluster)),
                    ),
                    part("rds", "rds", notes::rds(program, cluster), yaml(&Discovered::routes(routes))),
                ]
            }
            Shape::Complete { listen, upstream } => {
                let host = VirtualHost::complete(program);
                let bootstrap = Bootstrap::new(host.filters(), host, listen, upstream);
                vec![part("complete", "envoy", notes::complete(program), yaml(&bootstrap))]
            }
        };
        Artifact { parts }
    }
}

/// The part `http_filters`. That of the native filter is the same for every policy. Routes may come to a running Envoy, filters may not, and what routes say
/// to a filter that is not there is without effect.
#[derive(Serialize)]
pub(super) struct HttpFilters {
    pub(super) http_filters: Vec<HttpFilter>,
}

/// Writes a message. Structs of text, numbers and maps with text for keys: there is nothing in them that YAML cannot hold.
pub(super) fn yaml(message: &impl Serialize) -> String {
    serde_yaml::to_string(message).unwrap_or_default()
}

static DIFFERENCES: [Difference; 14] = [
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
        text: "a preflight from an origin that is not allowed carries the lists and Access-Control-Allow-Credentials, without \
               Access-Control-Allow-Origin",
    },
    Difference {
        id: "neutral-values",
        text: "what the policy leaves out is sent as a value that changes nothing (methods GET, HEAD, POST; request header \
               host; response header content-type; max age 5), since Envoy would inherit it",
    },
    Difference {
        id: "any-twice",
        text: "`*` for methods or headers is sent as `*, *`: at a single one Envoy repeats what was asked for, Authorization \
               included; so is a lone name that Envoy would read as a boolean or a number, such as `on`",
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
        text: "a 403 has a body and no Cache-Control, Vary names Origin alone or nothing, and where any origin is allowed it \
               carries Access-Control-Allow-Origin and Access-Control-Expose-Headers",
    },
    Difference {
        id: "grpc-refusal",
        text: "what `on_denied: reject` refuses is answered 200 with `grpc-status: 7` where the request's Content-Type is \
               `application/grpc`: it does not reach the application, and browsers send it only where it is allowed",
    },
    Difference {
        id: "own-preflights",
        text: "under `on_denied: reject`, a preflight of one's own page is refused, and does not reach the application",
    },
    Difference {
        id: "connection-names",
        text: "in HTTP/1, what `Connection` names is removed by Envoy before any filter sees it: by `Connection: Origin` a request is \
               judged, and goes on to the application, as if it had no Origin. Browsers let no page set it, and whoever can might \
               leave out the Origin",
    },
    Difference {
        id: "unknown-method",
        text: "a method that Envoy's parser does not know, such as `patch` in lower case, is answered 400 before any of this, unless \
               `http_protocol_options` of the connection manager says `allow_custom_methods: true`",
    },
];
