//! nginx: maps that find the case of a request, and headers that are looked up by it.
//!
//! Every decision is made by [`cors_core::decide`], at compile time, once for each case that the maps can tell apart.

mod answers;
mod cases;
mod complete;
mod lists;
mod map;
mod origins;
mod own_page;
mod parts;
mod paths;
mod pattern;
mod policies;
mod quoted;
mod scenario;
mod variable;

use self::{
    parts::Parts,
    quoted::{LONGEST, Quoted},
    variable::Names,
};
use crate::{
    Artifact, Exactness, Program, ProgramRules, Refusal, Target,
    origin_set::Pattern,
    target::{Difference, Features, HostPort, Part, Shape},
};

/// See the module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nginx;

/// The modules that speak to applications. Each hides headers by a directive of its own, and a build without the module does not
/// know that directive, so that all at once is no way out.
const FAMILIES: &[&str] = &["proxy", "fastcgi", "uwsgi", "scgi", "grpc"];

/// The module that is meant where none is named.
const USUAL: [&str; 1] = ["proxy"];

/// How nginx differs from the decision.
const DIFFERENCES: &[Difference] = &[
    Difference {
        id: "first-line-only",
        text: "nginx before 1.23 sees only the first of several Origin, Sec-Fetch-Site or Access-Control-Request-* lines, and, on \
               a path that no policy claims, passes on only the first line of a CORS header that the application repeats",
    },
    Difference {
        id: "joined-list",
        text: "several Access-Control-Request-Headers lines are joined by a comma and a blank: such a list is found too long one \
               byte for each further line sooner",
    },
    Difference {
        id: "tab-around-value",
        text: "a tab around a header's value is kept: such an Origin is none that is allowed",
    },
    Difference {
        id: "underscored-names",
        text: "on a path that no policy claims, a header of the application such as `Access_Control_Allow_Origin` counts as the one \
               with hyphens too, and is sent as both: nginx's variables do not tell them apart",
    },
    Difference {
        id: "discarded-answer",
        text: "on a path that no policy claims, the 502 that nginx answers where the head of the application's answer does not fit \
               `proxy_buffer_size` carries the CORS headers that it had read by then",
    },
    Difference {
        id: "malformed-path",
        text: "a path with `%00`, a `%` that opens no triplet, or, once decoded, more `..` than there is to go up, is answered 400 \
               by nginx before any of this",
    },
    Difference {
        id: "unknown-method",
        text: "a method of other bytes than A to Z, `_` and `-`, such as `patch` in lower case, is answered 400 by nginx before any \
               of this: pages have to send `PATCH`",
    },
];

impl Target for Nginx {
    fn name(&self) -> &'static str {
        "nginx"
    }

    fn about(&self) -> &'static str {
        "nginx: parts to include in http, server and, where they have headers of their own, locations"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(DIFFERENCES)
    }

    fn supports(&self) -> Features {
        Features {
            pattern: holds_pattern,
            rules: holds_rules,
            path: holds_path,
            name: true,
            families: FAMILIES,
            ..Features::ALL
        }
    }

    fn comment(&self) -> &'static str {
        "# "
    }

    fn render(&self, program: &Program, shape: &Shape) -> Artifact {
        let names = Names::new(program.name.as_deref().unwrap_or_default());
        match shape {
            Shape::Parts { families, .. } => {
                let families = if families.is_empty() { &USUAL } else { families.as_slice() };
                Artifact { parts: to_include(&names, Parts::new(&names, program, families)) }
            }
            Shape::Complete { listen, upstream } => {
                let parts = Parts::new(&names, program, &USUAL);
                Artifact { parts: vec![complete(&names, &parts, listen, upstream)] }
            }
        }
    }
}

fn holds_pattern(pattern: &Pattern) -> Result<(), Refusal> {
    fits("it", pattern::regex(pattern).len())
}

fn holds_path(path: &str) -> Result<(), Refusal> {
    fits("it", paths::claims_path(Quoted::regex_ignoring_case(), path).len())
}

/// Each parameter that may grow with the policy: the document's name is taken to be as long as it may be.
fn holds_rules(rules: &ProgramRules) -> Result<(), Refusal> {
    let dollar = Names::new("fifteen_letters").variable("dollar");
    let lists = [
        ("`allow_methods`", &rules.terms.allow_methods),
        ("`allow_headers`", &rules.terms.allow_headers),
        ("`expose_headers`", &rules.terms.expose_headers),
    ];
    for (key, list) in lists {
        fits(key, list.iter().map(|list| Quoted::default().and_tokens(list, &dollar).len()).sum())?;
    }
    for origin in &rules.origins.exact {
        fits("an origin", Quoted::regex().and_literal(origin).ending().len())?;
    }
    fits("`allow_methods`", lists::method(&rules.methods).len())?;
    fits("`allow_headers`", lists::header_list(&rules.headers, rules.terms.request_list_limit).len())
}

fn fits(what: &str, bytes: usize) -> Result<(), Refusal> {
    if bytes <= LONGEST {
        return Ok(());
    }
    Err(Refusal {
        why: format!("{what} takes {bytes} bytes in one piece, and nginx reads no parameter of more than {LONGEST}"),
        help: "shorten it, or compile for another target".to_owned(),
    })
}

fn to_include(names: &Names, parts: Parts) -> Vec<Part> {
    let name = names.document();
    let file = |part| format!("cors-{name}-{part}.conf");
    let include = |part| format!("include {};", file(part));
    vec![
        Part {
            name: "http",
            file: file("http"),
            notes: [
                vec![format!(
                    "http {{}}: `{}`, once. It defines $cors_{name}_* and a log format, and answers nothing.",
                    include("http")
                )],
                notes(),
            ]
            .concat(),
            text: parts.http,
        },
        Part {
            name: "server",
            file: file("server"),
            notes: vec![
                format!(
                    "server {{}}: `{}`, in every server that takes part, above `return` and `rewrite` of its own.",
                    include("server")
                ),
                "Not for a location: in one of `auth_request` it would answer the question whether the user may."
                    .to_owned(),
            ],
            text: parts.server,
        },
        Part {
            name: "headers",
            file: file("headers"),
            notes: vec![format!(
                "location {{}}: `{}`, only in a location (or an `if` in one) that has an `add_header` or a `proxy_hide_header` of its \
                 own: nginx then drops the inherited ones.",
                include("headers")
            )],
            text: parts.headers,
        },
    ]
}

fn complete(names: &Names, parts: &Parts, listen: &HostPort, upstream: &HostPort) -> Part {
    Part {
        name: "complete",
        file: "nginx.conf".to_owned(),
        notes: vec![
            "A whole configuration: `nginx -p DIR -c FILE`. It stays in the foreground, errors go to stderr; access.log, the pid file \
             and temporary files lie in DIR."
                .to_owned(),
            "Preflights and refusals are answered by nginx. No CORS headers are on what it answers before it has a request: 400, 408, \
             414, 494."
                .to_owned(),
        ],
        text: complete::text(names, parts, listen, upstream),
    }
}

/// What the user of the parts must take care of.
fn notes() -> Vec<String> {
    [
        "Preflights and refusals are answered before auth_request, auth_basic, limit_req, allow and deny: on purpose, and uncounted.",
        "Remove every other `add_header Access-Control-*` and every `if ($request_method = OPTIONS)`: they would double or shadow \
         this.",
        "For fastcgi_pass, uwsgi_pass, scgi_pass or grpc_pass generate with `--family fastcgi` and so on (`--family proxy,fastcgi` \
         for both), or the application's own CORS headers get through.",
        "A regex `server_name` needs named captures, `~^(?<tenant>.+)\\.example$`: its `$1` may be empty behind the server part. (`$1` \
         of a location is not touched.)",
        "No CORS headers are on what nginx answers before it has a request: 400, 408, 414, 494.",
        "Leave `underscores_in_headers` off: where it is on, nginx takes `Sec_Fetch_Site` for `Sec-Fetch-Site`.",
        "From about 500 origins nginx warns that it `could not build optimal map_hash`: harmless, and silent with \
         `map_hash_max_size 65536; map_hash_bucket_size 128;` in front of the first map. nginx 1.22 may say the same of \
         `variables_hash`: `variables_hash_max_size 2048;` in http {}.",
    ]
    .map(str::to_owned)
    .to_vec()
}
