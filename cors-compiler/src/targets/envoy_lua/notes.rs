//! Where the parts go, and what their user must take care of.

use crate::Program;

/// Of the part `http_filters`.
pub(super) fn http_filters(program: &Program, name: &str, ecds: &str) -> Vec<String> {
    let mut notes = vec![
        "This stands in `http_filters` of the connection manager, before every other filter. Routes stay as they are, and it covers \
         each of them, redirects and direct responses too, requests that no route matches, and upstreams that do not answer."
            .to_owned(),
        format!("To see changes without a restart, take the part ecds, {ecds}, in its place."),
    ];
    notes.extend(both(program, name));
    notes
}

/// Of the part `ecds`.
pub(super) fn ecds(program: &Program, name: &str, file: &str) -> Vec<String> {
    let mut notes = vec![
        "A file that Envoy watches: write a new one beside it and rename it over it, as `corsgen -o` does. Each request is then \
         answered wholly by the one policy or wholly by the other; a file that Envoy refuses leaves the one before in force, and so \
         does one that is cut off, since its last line is missing."
            .to_owned(),
        format!("Those are counted: `extension_config_discovery.http_filter.{name}.update_rejected`."),
        "Envoy wants a `node` with `id` and `cluster`, and the file before it starts. Its entry in `http_filters`, before every \
         other filter, with the file's own folder:"
            .to_owned(),
        format!("  - name: {name}"),
        "    config_discovery:".to_owned(),
        "      config_source:".to_owned(),
        "        resource_api_version: V3".to_owned(),
        "        path_config_source:".to_owned(),
        format!("          path: /etc/envoy/cors/{file}"),
        "          watched_directory: { path: /etc/envoy/cors }".to_owned(),
        "      type_urls: [type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua]".to_owned(),
        "Not a `filename` in `default_source_code`: Envoy takes a `watched_directory` beside it and never reads the file again."
            .to_owned(),
    ];
    notes.extend(both(program, name));
    notes
}

/// Of a whole config.
pub(super) fn complete(program: &Program, name: &str) -> Vec<String> {
    let mut notes =
        vec!["A whole config: `envoy -c FILE`. Every path goes to the upstream. Tested with Envoy 1.40.".to_owned()];
    notes.push(verdict(name));
    notes.extend(program.rejects().then(|| OWN_PAGES.to_owned()));
    notes
}

fn both(program: &Program, name: &str) -> Vec<String> {
    let mut notes = vec![
        "So preflights are answered before authentication and rate limits, and the refusals of those filters carry the headers that \
         let a page read them. Nothing else may set CORS headers: no `cors` policy of a route, and no other filter. Tested with \
         Envoy 1.40."
            .to_owned(),
        verdict(name),
        format!(
            "A route that is to take no part: `typed_per_filter_config: {{{name}: {{\"@type\": \
             type.googleapis.com/envoy.extensions.filters.http.lua.v3.LuaPerRoute, disabled: true}}}}`."
        ),
    ];
    let mut add = |holds: bool, note: &str| notes.extend(holds.then(|| note.to_owned()));
    add(
        program.rejects(),
        "An entry of `upgrade_configs` that has `filters` of its own needs this among them, else WebSockets are not rejected.",
    );
    add(program.rejects(), OWN_PAGES);
    add(
        !program.routes.is_empty(),
        "With `normalize_path` or `merge_slashes` a path is judged as Envoy has rewritten it, and goes on so: less is then \
         ambiguous.",
    );
    add(
        true,
        "Not covered: what Envoy answers before it has a request (400, 408, 426, 431) or seeks a path in it (404 to `GET \
         http://h.example?x`, which has none, and 403 to `GET https://h.example/` where there is no TLS), and `OPTIONS *`.",
    );
    notes
}

fn verdict(name: &str) -> String {
    format!("To see what was refused, and why: `%DYNAMIC_METADATA({name}:verdict)%` in the format of an access log.")
}

const OWN_PAGES: &str = "Under `on_denied: reject` a page of one's own is known by Sec-Fetch-Site, else by an Origin that names \
                         the Host: behind a proxy that rewrites Host, list your own origin.";
