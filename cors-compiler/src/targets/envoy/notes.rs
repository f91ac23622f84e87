//! Where the parts go, and what their user must take care of.

use crate::{Program, target::ClusterName};

/// Of the part `http_filters`.
pub(super) fn http_filters(program: &Program) -> Vec<&'static str> {
    let mut notes = vec![
        "These stand in `http_filters` of the connection manager, before every other filter, in this order; each name once, \
         however many policies share them. Do not rename them: routes speak to them by name, and to a name that is not there \
         Envoy lets them speak in vain. They are the same for every policy, so that routes can be replaced while Envoy runs.",
        "So preflights are answered before authentication and rate limits, and the refusals of those filters carry the headers \
         that let a page read them.",
        "The virtual host needs no other `cors` policy, and its routes none. Tested with Envoy 1.40.",
    ];
    if program.rejects() {
        notes.push(
            "An entry of `upgrade_configs` that has `filters` of its own needs these among them, else WebSockets are not \
             rejected.",
        );
    }
    if !program.routes.is_empty() {
        notes.push(
            "With `normalize_path` or `merge_slashes` a path is judged as Envoy has rewritten it, and goes on so: less is then \
             ambiguous.",
        );
    }
    notes
}

/// Of the part `virtual_host`.
pub(super) fn virtual_host(program: &Program, cluster: Option<&ClusterName>) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if let Some(document) = program.document() {
        notes.push(
            "What stands above `routes`, if they are here, goes to your virtual host: the document's own policy, which holds for \
             each of its routes that says nothing else.",
        );
        if document.terms.any_origin {
            notes.push(
                "Routes of your own answer with the request's origin and `Vary: Origin`, which to browsers is the same. Give \
                 them the `typed_per_filter_config` of the last route here, and they answer `*`.",
            );
        }
    }
    if !program.routes.is_empty() {
        notes.push(
            "`routes` come before yours, in this order. Where yours are finer, put them in the place of the one here that they \
             divide, each with its `match` as a further condition and with all that it says below `route`: a policy that leaves \
             out a field takes it from the virtual host.",
        );
        notes.extend(cluster.is_none().then_some(YOUR_CLUSTER));
        notes.push(
            "Those called `cors: ambiguous` catch what two servers could read as two paths. Each stands behind the routes that \
             it stands behind here, and in front of the others.",
        );
    }
    notes.push(NOT_COVERED);
    notes.extend(program.rejects().then_some(OWN_PAGES));
    notes
}

/// Of the part `rds`.
pub(super) fn rds(program: &Program, cluster: Option<&ClusterName>) -> Vec<&'static str> {
    let mut notes = vec![
        "In place of the part `virtual_host`, where routes change while Envoy runs: a file for `rds` of the connection manager, \
         which takes the place of its `route_config`: `route_config_name` is the `name` in the last line, `config_source` is \
         `path_config_source: {path: FILE}`. Envoy then wants a `node` with `id` and `cluster`. One virtual host for every domain.",
        "Write a new file beside the old and rename it over it: each request is then answered wholly by the one policy or wholly \
         by the other, and no connection is closed. In a mounted ConfigMap, `watched_directory` names the folder. A file that \
         Envoy refuses leaves the one before in force, and so does one that is cut off, since its last line is missing. Both are \
         counted: `http.<stat_prefix>.rds.<name>.update_rejected`, or `update_failure` if it cannot be read.",
        NOT_COVERED,
    ];
    notes.extend(cluster.is_none().then_some(YOUR_CLUSTER));
    notes.extend(program.rejects().then_some(OWN_PAGES));
    notes
}

/// Of a whole config.
pub(super) fn complete(program: &Program) -> Vec<&'static str> {
    let mut notes = vec!["A whole config: `envoy -c FILE`. Every path goes to the upstream. Tested with Envoy 1.40."];
    notes.extend(program.rejects().then_some(OWN_PAGES));
    notes
}

const YOUR_CLUSTER: &str = "Each route sends requests to `your_cluster`: `--cluster NAME` writes your own there.";

const NOT_COVERED: &str = "Not covered: routes that answer by `direct_response` or `redirect`, requests that no route matches, \
                           and what Envoy answers before it seeks a route: 400, 408, 426, 431, and where the target is a whole \
                           URL, 404 to one without a path (`GET http://h.example?x`) and 403 to one of `https` where there is no \
                           TLS.";

const OWN_PAGES: &str = "Under `on_denied: reject` a page of one's own is known by Sec-Fetch-Site, else by an Origin that names \
                         the Host: behind a proxy that rewrites Host, list your own origin.";
