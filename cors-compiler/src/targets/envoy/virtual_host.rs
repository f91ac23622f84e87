use std::collections::BTreeSet;

use cors_core::{OnDenied, path};
use serde::Serialize;

use crate::{Program, ProgramRules, target::ClusterName};

use super::{
    cors_policy::cors_policy,
    header_mutation,
    http_filter::{Filter, HttpFilter, PerFilter, PerRoute},
    path_match::PathMatch,
    reject,
};

/// `envoy.config.route.v3.VirtualHost`, or what a policy adds to one.
#[derive(Serialize)]
pub(in super::super) struct VirtualHost {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    domains: Vec<&'static str>,
    #[serde(flatten)]
    own: Extras,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routes: Vec<Route>,
}

/// What a virtual host or a route says beside its paths.
#[derive(Clone, Default, Serialize)]
struct Extras {
    /// What the application wrote. Envoy removes it before the filters add theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    response_headers_to_remove: Vec<&'static str>,
    #[serde(skip_serializing_if = "PerFilter::is_empty")]
    typed_per_filter_config: PerFilter,
}

/// `envoy.config.route.v3.Route`
#[derive(Serialize)]
struct Route {
    name: String,
    #[serde(rename = "match")]
    paths: PathMatch,
    route: Action,
    #[serde(flatten)]
    extras: Extras,
}

#[derive(Clone, Serialize)]
struct Action {
    cluster: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<&'static str>,
}

/// What holds for the paths of a route.
#[derive(Clone, Copy)]
enum Stance<'p> {
    /// The document's own rules, which stand on the virtual host.
    Document(&'p ProgramRules),
    /// These rules.
    Rules(&'p ProgramRules),
    /// No CORS: `cors: false`, or an ambiguous path.
    Denied,
    /// An ambiguous path in a document that rejects.
    Rejected,
    /// Not the policy's affair.
    Unclaimed,
}

/// The headers that the layer owns.
const OWNED: [&str; 7] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "access-control-allow-private-network",
];

impl VirtualHost {
    /// What a policy adds to a virtual host.
    pub(super) fn part(program: &Program, cluster: Option<&ClusterName>) -> Self {
        let mut host = Self::new(program, Action::of_parts(cluster));
        // A route that says nothing beside a virtual host without others is only noise.
        host.routes.retain(|route| !program.routes.is_empty() || !route.extras.typed_per_filter_config.is_empty());
        host
    }

    /// A virtual host for everything, with the cluster of a config that is there.
    pub(super) fn discovered(program: &Program, cluster: Option<&ClusterName>) -> Self {
        Self::for_every_domain(Self::new(program, Action::of_parts(cluster)))
    }

    /// A virtual host for everything. Its upstream may take its time, as a stream of events does.
    pub(in super::super) fn complete(program: &Program) -> Self {
        let action = Action { cluster: super::complete::UPSTREAM.to_owned(), timeout: Some("0s") };
        Self::for_every_domain(Self::new(program, action))
    }

    fn for_every_domain(host: Self) -> Self {
        Self { name: Some("all"), domains: vec!["*"], ..host }
    }

    /// The filters that it speaks to, in the order in which they stand. The CORS filter is always there.
    pub(super) fn filters(&self) -> Vec<HttpFilter> {
        let all = self.routes.iter().map(|route| &route.extras).chain([&self.own]);
        let names: BTreeSet<&str> = all.flat_map(|extras| extras.typed_per_filter_config.keys().copied()).collect();
        let speaks_to = |filter: &Filter| *filter == Filter::Cors || names.contains(filter.name());
        Filter::ALL.into_iter().filter(speaks_to).map(Filter::entry).collect()
    }

    fn new(program: &Program, action: Action) -> Self {
        let document = program.document();
        let own = document.map_or_else(Extras::default, Extras::of_document);
        let route = |name: String, paths, stance| {
            let extras = Extras::of_route(stance, document);
            Route { name, paths, route: action.clone(), extras }
        };
        let ambiguous = if program.rejects() { Stance::Rejected } else { Stance::Denied };
        let mut routes = Vec::new();
        if !program.routes.is_empty() {
            routes.extend(PathMatch::ambiguous().map(|paths| route("cors: ambiguous".to_owned(), paths, ambiguous)));
        }
        for claimed in &program.routes {
            let pattern = path::Pattern::new(&claimed.path);
            let stance = program.rules_of(claimed).map_or(Stance::Denied, Stance::Rules);
            let paths = PathMatch::claimed(pattern).into_iter();
            routes.extend(paths.map(|paths| route(format!("cors: {}", claimed.path), paths, stance)));
            // What reaches these differs from the route above in case alone, and no route before claims it.
            let paths = PathMatch::folded(pattern).into_iter();
            routes.extend(paths.map(|paths| route(format!("cors: ambiguous {}", claimed.path), paths, ambiguous)));
        }
        let (name, rest) =
            document.map_or(("unclaimed", Stance::Unclaimed), |rules| ("document", Stance::Document(rules)));
        routes.push(route(format!("cors: {name}"), PathMatch::all(), rest));
        Self { name: None, domains: Vec::new(), own, routes }
    }
}

impl Action {
    /// To the cluster that was named, or one whose name is to be replaced.
    fn of_parts(cluster: Option<&ClusterName>) -> Self {
        Self { cluster: cluster.map_or("your_cluster", ClusterName::as_str).to_owned(), timeout: None }
    }
}

impl Extras {
    /// What the virtual host says, where the document has rules. Never that any origin may read: that would reach every route.
    /// The CORS filter then repeats the origin, which `Vary` tells.
    fn of_document(rules: &ProgramRules) -> Self {
        let mut config = PerFilter::new();
        config.insert(Filter::Vary.name(), header_mutation::vary());
        config.insert(Filter::Cors.name(), cors_policy(rules));
        if rejects(rules) {
            config.insert(Filter::Reject.name(), reject::denied(rules));
        }
        Self { response_headers_to_remove: OWNED.to_vec(), typed_per_filter_config: config }
    }

    /// What a route says, beneath what the virtual host says by the document's rules.
    fn of_route(stance: Stance<'_>, document: Option<&ProgramRules>) -> Self {
        let off = |inherited: bool| inherited.then(PerRoute::off);
        let inherits = document.is_some();
        let inherits_reject = document.is_some_and(rejects);
        let vary = || (!inherits).then(header_mutation::vary);
        let (vary, any_origin, reject, cors) = match stance {
            Stance::Unclaimed => return Self::default(),
            Stance::Document(rules) if rules.terms.any_origin => {
                (off(inherits), Some(header_mutation::any_origin(rules)), None, None)
            }
            Stance::Document(_) => (None, None, None, None),
            Stance::Rules(rules) => {
                let any = rules.terms.any_origin;
                let reject = if rejects(rules) { Some(reject::denied(rules)) } else { off(inherits_reject) };
                (
                    if any { off(inherits) } else { vary() },
                    any.then(|| header_mutation::any_origin(rules)),
                    reject,
                    Some(cors_policy(rules)),
                )
            }
            Stance::Denied => (off(inherits), None, off(inherits_reject), off(inherits)),
            Stance::Rejected => (vary(), None, Some(reject::ambiguous()), off(inherits)),
        };
        let said =
            [(Filter::Vary, vary), (Filter::AnyOrigin, any_origin), (Filter::Reject, reject), (Filter::Cors, cors)];
        Self {
            response_headers_to_remove: if inherits { Vec::new() } else { OWNED.to_vec() },
            typed_per_filter_config: said.into_iter().filter_map(|(f, said)| Some((f.name(), said?))).collect(),
        }
    }
}

fn rejects(rules: &ProgramRules) -> bool {
    rules.terms.on_denied == OnDenied::Reject
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Source, compile};

    const VARY: &str = Filter::Vary.name();
    const ANY_ORIGIN: &str = Filter::AnyOrigin.name();
    const REJECT: &str = Filter::Reject.name();
    const CORS: &str = Filter::Cors.name();

    /// What is spoken to is in the chain, and nothing else but the CORS filter: another would be work for each request.
    #[test]
    fn filters_and_routes_of_a_part() {
        let some = "allow_origins: [\"https://a.example\"]\n";
        let any = "allow_origins: \"*\"\n";
        let reject = "on_denied: reject\n";
        let route = |rules: &str| format!("routes:\n  - path: /a\n    {rules}");
        let off = route("cors: false\n");
        for (policy, filters, routes) in [
            (some.to_owned(), &[VARY, CORS][..], vec![]),
            (format!("{some}{reject}"), &[VARY, REJECT, CORS], vec![]),
            (any.to_owned(), &[VARY, ANY_ORIGIN, CORS], vec!["cors: document"]),
            (off.clone(), &[CORS], vec!["cors: /a", "cors: unclaimed"]),
            (format!("{some}{off}"), &[VARY, CORS], vec!["cors: /a", "cors: document"]),
            (route(some), &[VARY, CORS], vec!["cors: /a", "cors: unclaimed"]),
            (route(any), &[ANY_ORIGIN, CORS], vec!["cors: /a", "cors: unclaimed"]),
            (format!("{some}{}", route(any)), &[VARY, ANY_ORIGIN, CORS], vec!["cors: /a", "cors: document"]),
        ] {
            let (program, _) = compile(&Source::new("cors.yaml", policy.as_str()), &Options::default())
                .unwrap_or_else(|report| panic!("{policy}: {report:?}"));
            let part = VirtualHost::part(&program, None);
            let names: Vec<_> = part.filters().into_iter().map(|filter| filter.name).collect();
            assert_eq!(names, filters, "{policy}");
            let is_plain = |name: &&str| !name.starts_with("cors: ambiguous");
            let mut names: Vec<_> = part.routes.iter().map(|route| &*route.name).filter(is_plain).collect();
            names.dedup();
            assert_eq!(names, routes, "{policy}");
        }
    }
}
