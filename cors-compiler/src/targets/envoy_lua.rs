//! Envoy, by a filter in Lua that makes the whole decision: header-exact.

mod notes;
mod routes;
mod rules;

use crate::{
    Artifact, Exactness, Program, Target,
    target::{Difference, Features, Part, Shape},
};

use super::{
    envoy::{self, Bootstrap, Discovered, HttpFilter, HttpFilters, VirtualHost},
    lua::{self, Quoted},
};

/// See the module.
pub(super) struct EnvoyLua;

impl Target for EnvoyLua {
    fn name(&self) -> &'static str {
        "envoy-lua"
    }

    fn about(&self) -> &'static str {
        "Envoy, by a filter in Lua: one entry in http_filters, or a file that Envoy reads again when it changes"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&DIFFERENCES)
    }

    fn supports(&self) -> Features {
        Features::ALL
    }

    fn comment(&self) -> &'static str {
        "# "
    }

    fn render(&self, program: &Program, shape: &Shape) -> Artifact {
        let (name, stem) = match program.name.as_deref() {
            Some(name) => (format!("corsgen.{name}"), format!("cors-{name}")),
            // No document can have this one's name.
            None => ("corsgen".to_owned(), "cors".to_owned()),
        };
        let filter = HttpFilter::lua(name.clone(), script(program, &name));
        let parts = match shape {
            Shape::Parts { .. } => {
                let ecds = format!("{stem}-lua-ecds.yaml");
                vec![
                    Part {
                        name: "http_filters",
                        file: format!("{stem}-lua-http-filters.yaml"),
                        notes: notes::http_filters(program, &name, &ecds),
                        text: envoy::yaml(&HttpFilters { http_filters: vec![filter.clone()] }),
                    },
                    Part {
                        name: "ecds",
                        notes: notes::ecds(program, &name, &ecds),
                        file: ecds,
                        text: envoy::yaml(&Discovered::filter(filter)),
                    },
                ]
            }
            Shape::Complete { listen, upstream } => {
                // Whatever a policy says, it says to the filter: to routes it is empty.
                let host = VirtualHost::complete(&Program::default());
                vec![Part {
                    name: "complete",
                    file: format!("{stem}-lua-envoy.yaml"),
                    notes: notes::complete(program, &name),
                    text: envoy::yaml(&Bootstrap::new(vec![filter], host, listen, upstream)),
                }]
            }
        };
        Artifact { parts }
    }
}

/// The filter: what the policy says, and then what depends on no policy.
fn script(program: &Program, name: &str) -> String {
    let mut script = format!("-- The policy, by corsgen: not to be edited.\nlocal NAME = {}\n", Quoted(name));
    script += &format!("local REJECTS = {}\n", program.rejects());
    script += &rules::rules(program);
    script += &routes::routes(program);
    script += "-- What follows is the same for every policy.\n";
    script + lua::MATCHING + PATHS + FILTER
}

/// Which rules hold for a path.
const PATHS: &str = include_str!("envoy_lua/paths.lua");

/// What becomes of a request and of its response.
const FILTER: &str = include_str!("envoy_lua/filter.lua");

static DIFFERENCES: [Difference; 3] = [
    Difference {
        id: "joined-lines",
        text: "Envoy joins the lines of one header before any filter sees them: an empty one beside another does not count",
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

#[cfg(test)]
mod tests {
    use crate::{Options, Source, compile, emit, target::Shape, targets};

    #[test]
    fn a_policy_without_a_name_has_files_and_a_filter_all_the_same() {
        // No document can have this file's name.
        for (file, stem, filter) in [("shop.yaml", "cors-shop", "corsgen.shop"), ("Policy-1.yaml", "cors", "corsgen")] {
            let source = Source::new(file, "allow_origins: [https://app.example.com]\n");
            let (program, _) = compile(&source, &Options::default()).unwrap();
            let artifact = emit(targets::find("envoy-lua").unwrap(), &source, &program, &Shape::PARTS).unwrap();
            let files: Vec<&str> = artifact.parts.iter().map(|part| part.file.as_str()).collect();
            assert_eq!(files, [format!("{stem}-lua-http-filters.yaml"), format!("{stem}-lua-ecds.yaml")]);
            let name = format!("name: {filter}\n");
            assert!(artifact.parts.iter().all(|part| part.text.contains(&name)), "{name}{artifact:?}");
        }
    }
}
