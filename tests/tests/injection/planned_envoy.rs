//! The whole configuration that target `envoy` plans for a program, said once more as the tree that a reader of YAML must find.

use std::collections::BTreeMap;

use cors_compiler::{
    Headers, Program, ProgramRules,
    origin_set::{HostPattern, OriginSet, Pattern, PortPattern},
};
use cors_core::OnDenied;
use serde_json::{Map, Value, json};

use super::planned_lua;

const OWNED: [&str; 7] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "access-control-allow-private-network",
];

const VARY: &str = "corsgen.vary";
const ANY_ORIGIN: &str = "corsgen.any-origin";
const REJECT: &str = "corsgen.reject";
const CORS: &str = "envoy.filters.http.cors";

/// A whole configuration, as it is read; of target `envoy-lua` too, whose script stands for `filters` and whose routes are none.
pub(crate) fn assert_configuration(program: &Program, read: &Value, is_lua: bool) {
    let mut read = read.clone();
    let filters = if is_lua {
        let filter = read.pointer_mut(&format!("{MANAGER}/http_filters/0")).expect("a filter");
        let script = filter["typed_config"]["default_source_code"]["inline_string"].take();
        planned_lua::assert_script(program, script.as_str().expect("a script"));
        let name = program.name.as_ref().map_or_else(|| "corsgen".to_owned(), |name| format!("corsgen.{name}"));
        vec![json!({
            "name": name,
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
                "default_source_code": {"inline_string": null},
            },
        })]
    } else {
        filters(program)
    };
    let host = if is_lua { host(&Program::default()) } else { host(program) };
    read_matchers(&mut read);
    assert_eq!(read, bootstrap(filters, host));
}

/// Puts what it says into the place of each matcher's script.
fn read_matchers(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(script @ Value::String(_)) = map.get_mut("inline_string") {
                *script = planned_lua::read_matcher(script.as_str().expect("a script"));
            }
            map.values_mut().for_each(read_matchers);
        }
        Value::Array(list) => list.iter_mut().for_each(read_matchers),
        _ => {}
    }
}

const MANAGER: &str = "/static_resources/listeners/0/filter_chains/0/filters/0/typed_config";

fn bootstrap(mut filters: Vec<Value>, host: Value) -> Value {
    filters.push(filter(
        "envoy.filters.http.router",
        "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router",
    ));
    let address = |port: u16| json!({"socket_address": {"address": "127.0.0.1", "port_value": port}});
    let url = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
    json!({
        "static_resources": {
            "listeners": [{
                "name": "cors",
                "address": address(8080),
                "filter_chains": [{"filters": [{
                    "name": "envoy.filters.network.http_connection_manager",
                    "typed_config": {
                        "@type": url,
                        "stat_prefix": "cors",
                        "codec_type": "HTTP1",
                        "use_remote_address": true,
                        "normalize_path": false,
                        "merge_slashes": false,
                        "delayed_close_timeout": "0s",
                        "upgrade_configs": [{"upgrade_type": "websocket"}],
                        "route_config": {"virtual_hosts": [host], "name": "cors"},
                        "http_filters": filters,
                    },
                }]}],
            }],
            "clusters": [{
                "name": "upstream",
                "type": "STATIC",
                "connect_timeout": "5s",
                "load_assignment": {
                    "cluster_name": "upstream",
                    "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address(8081)}}]}],
                },
            }],
        },
    })
}

fn filter(name: &str, url: &str) -> Value {
    json!({"name": name, "typed_config": {"@type": url}})
}

/// Those that some route or the virtual host speaks to, and the CORS filter.
fn filters(program: &Program) -> Vec<Value> {
    let host = host(program);
    let said = |name: &str| {
        let routes = host["routes"].as_array().expect("routes").iter();
        routes.chain([&host]).any(|place| place["typed_per_filter_config"].get(name).is_some())
    };
    let mutation = "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation";
    [
        (VARY, mutation),
        (ANY_ORIGIN, mutation),
        (REJECT, "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC"),
        (CORS, "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors"),
    ]
    .into_iter()
    .filter(|(name, _)| *name == CORS || said(name))
    .map(|(name, url)| filter(name, url))
    .collect()
}

fn rejects(rules: &ProgramRules) -> bool {
    rules.terms.on_denied == OnDenied::Reject
}

fn host(program: &Program) -> Value {
    let document = program.document.map(|index| &program.rules[index]);
    let mut host = json!({"name": "all", "domains": ["*"]});
    if let Some(rules) = document {
        host["response_headers_to_remove"] = json!(OWNED);
        let mut said = BTreeMap::from([(VARY, vary()), (CORS, cors(rules))]);
        said.extend(rejects(rules).then(|| (REJECT, denied(rules))));
        host["typed_per_filter_config"] = json!(said);
    }
    let mut routes = Vec::new();
    let ambiguous = || ambiguous(program, document);
    if !program.routes.is_empty() {
        for regex in [PLAIN, SEGMENTS] {
            let header = json!({"name": ":path", "string_match": matching(regex), "invert_match": true});
            routes.push(route("cors: ambiguous", json!({"prefix": "/", "headers": [header]}), ambiguous(), document));
        }
    }
    for claimed in &program.routes {
        let said = claimed.rules.map_or_else(|| nobody(document), |index| of_route(&program.rules[index], document));
        for paths in paths(&claimed.path) {
            routes.push(route(&format!("cors: {}", claimed.path), paths, said.clone(), document));
        }
        if claimed.path.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            for mut paths in paths(&claimed.path) {
                paths["case_sensitive"] = json!(false);
                routes.push(route(&format!("cors: ambiguous {}", claimed.path), paths, ambiguous(), document));
            }
        }
    }
    let all = json!({"prefix": "/"});
    routes.push(match document {
        None => json!({"name": "cors: unclaimed", "match": all, "route": {"cluster": "upstream", "timeout": "0s"}}),
        Some(rules) if rules.terms.any_origin => {
            route("cors: document", all, BTreeMap::from([(VARY, off()), (ANY_ORIGIN, any_origin(rules))]), document)
        }
        Some(_) => route("cors: document", all, BTreeMap::new(), document),
    });
    host["routes"] = json!(routes);
    host
}

type Said = BTreeMap<&'static str, Value>;

fn route(name: &str, paths: Value, said: Said, document: Option<&ProgramRules>) -> Value {
    let mut route = json!({"name": name, "match": paths, "route": {"cluster": "upstream", "timeout": "0s"}});
    if document.is_none() {
        route["response_headers_to_remove"] = json!(OWNED);
    }
    if !said.is_empty() {
        route["typed_per_filter_config"] = json!(said);
    }
    route
}

/// What a route's own rules say beneath the document's.
fn of_route(rules: &ProgramRules, document: Option<&ProgramRules>) -> Said {
    let mut said = BTreeMap::from([(CORS, cors(rules))]);
    if rules.terms.any_origin {
        said.insert(ANY_ORIGIN, any_origin(rules));
        said.extend(document.map(|_| (VARY, off())));
    } else if document.is_none() {
        said.insert(VARY, vary());
    }
    if rejects(rules) {
        said.insert(REJECT, denied(rules));
    } else if document.is_some_and(rejects) {
        said.insert(REJECT, off());
    }
    said
}

fn nobody(document: Option<&ProgramRules>) -> Said {
    let mut said = Said::new();
    if let Some(document) = document {
        said.extend([(VARY, off()), (CORS, off())]);
        said.extend(rejects(document).then(|| (REJECT, off())));
    }
    said
}

fn ambiguous(program: &Program, document: Option<&ProgramRules>) -> Said {
    if !program.rules.iter().any(rejects) {
        return nobody(document);
    }
    let mut said = BTreeMap::from([(REJECT, rbac(json!({"not-cors": not_cors(), "own-page": own_page()})))]);
    match document {
        Some(_) => _ = said.insert(CORS, off()),
        None => _ = said.insert(VARY, vary()),
    }
    said
}

fn paths(route: &str) -> Vec<Value> {
    match route.strip_suffix("/*") {
        Some("") => vec![json!({"prefix": "/"})],
        Some(prefix) => vec![json!({"path_separated_prefix": prefix})],
        None if route == "/" => vec![json!({"path": "/"})],
        None => vec![json!({"path": route}), json!({"path": format!("{route}/")})],
    }
}

fn off() -> Value {
    json!({"@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig", "disabled": true})
}

fn mutations(all: Vec<Value>) -> Value {
    json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute",
        "mutations": {"response_mutations": all},
    })
}

fn mutation(key: &str, value: &str, action: &str) -> Value {
    json!({"append": {"header": {"key": key, "value": value}, "append_action": action}})
}

fn vary() -> Value {
    mutations(vec![mutation("vary", "Origin", "APPEND_IF_EXISTS_OR_ADD")])
}

fn any_origin(rules: &ProgramRules) -> Value {
    let mut all = vec![mutation("access-control-allow-origin", "*", "OVERWRITE_IF_EXISTS_OR_ADD")];
    if let Some(names) = &rules.terms.expose_headers {
        let names = listed(names).replace('%', "%%");
        all.push(mutation("access-control-expose-headers", &names, "OVERWRITE_IF_EXISTS_OR_ADD"));
    }
    mutations(all)
}

/// A lone name that a reader of YAML 1.1 takes for no text stands there twice.
fn listed(names: &str) -> String {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    let is_word = words.contains(&names.to_ascii_lowercase().as_str());
    let is_number = names.starts_with(['+', '-']) || names.as_bytes()[0].is_ascii_digit();
    if !names.contains(", ") && (is_word || is_number) { format!("{names}, {names}") } else { names.to_owned() }
}

fn cors(rules: &ProgramRules) -> Value {
    let terms = &rules.terms;
    let asked = |names: Option<&str>, neutral: &str| match names {
        None => neutral.to_owned(),
        Some("*") => "*, *".to_owned(),
        Some(names) => listed(names),
    };
    let origins = match origins(&rules.origins) {
        _ if terms.any_origin => vec![json!({"exact": "*"})],
        none if none.is_empty() => vec![matching(r"[^\s\S]")],
        some => some,
    };
    json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": origins,
        "allow_methods": asked(terms.allow_methods.as_deref(), "GET, HEAD, POST"),
        "allow_headers": asked(terms.allow_headers.as_deref(), "host"),
        "expose_headers": terms.expose_headers.as_deref().map_or_else(|| "content-type".to_owned(), listed),
        "max_age": terms.max_age.as_deref().unwrap_or("5"),
        "allow_credentials": terms.credentials,
        "forward_not_matching_preflights": false,
    })
}

fn matching(regex: &str) -> Value {
    json!({"safe_regex": {"regex": regex}})
}

/// A list of origins and expressions; or, of what is long, a script: that one is planned by [`planned_lua`].
fn origins(set: &OriginSet) -> Vec<Value> {
    let expressions: Vec<(String, usize)> = set.patterns.iter().map(|pattern| expression(&pattern.value)).collect();
    let is_long = set.exact.len() + 20 * set.patterns.len() > 500;
    if is_long || expressions.iter().any(|(_, size)| *size > 90) {
        let script = planned_lua::matcher(set);
        let lua = "type.googleapis.com/envoy.extensions.string_matcher.lua.v3.Lua";
        let config = json!({"@type": lua, "source_code": {"inline_string": script}});
        return vec![json!({"custom": {"name": "envoy.string_matcher.lua", "typed_config": config}})];
    }
    let exact = set.exact.iter().map(|origin| json!({"exact": **origin}));
    exact.chain(expressions.iter().map(|(regex, _)| matching(regex))).collect()
}

/// A pattern as an expression of RE2, and how large Envoy takes it for.
fn expression(pattern: &Pattern) -> (String, usize) {
    let escaped = |text: &str| -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_:/".contains(c);
        text.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{c}") }).collect()
    };
    let (host, literal, size) = match &pattern.host {
        HostPattern::Exact(host) => (escaped(host), host.len(), 0),
        HostPattern::Subdomains { suffix } => {
            (format!(r"([a-z0-9_-]+\.)+{}", escaped(&suffix[1..])), suffix.len() - 1, 9)
        }
        HostPattern::Label { before, after, rest } => (
            format!("{}[a-z0-9_-]+{}{}", escaped(before), escaped(after), escaped(rest)),
            before.len() + after.len() + rest.len(),
            5,
        ),
    };
    let (port, port_size) = match pattern.port {
        PortPattern::Elided => (String::new(), 0),
        PortPattern::Fixed(port) => (format!(":{port}"), 1 + port.to_string().len()),
        PortPattern::Any => ("(:[1-9][0-9]{0,4})?".to_owned(), 13),
    };
    let size = 4 + pattern.scheme.len() + 3 + literal + size + port_size;
    (format!("{}://{host}{port}", escaped(&pattern.scheme)), size)
}

const PLAIN: &str = concat!(
    r"(/|[A-Za-z0-9._~!$&'()*+,=:@\[\]|^-]",
    r"|%([189A-Fa-f][0-9A-Fa-f]|0[1-9A-Fa-f]|2[0-9A-Ca-c]|3[AaC-Fc-f]|[46]0|5[BDEbde]|7[B-DFb-df])",
    r")*(\?\C*)?",
);
const SEGMENTS: &str = r"(/(\.?\.?[!-\-0->@-~]|\.\.\.)[!-.0->@-~]*)*/?(\?\C*)?";

fn rbac(policies: Value) -> Value {
    json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
        "rbac": {"rules": {"action": "ALLOW", "policies": policies}},
    })
}

fn policy(permission: Value, condition: Option<Value>) -> Value {
    let mut policy = json!({"permissions": [permission], "principals": [{"any": true}]});
    if let Some(condition) = condition {
        policy["condition"] = condition;
    }
    policy
}

fn header(name: &str, matched: Value) -> Value {
    json!({"header": {"name": name, "string_match": matched}})
}

fn not_cors() -> Value {
    policy(json!({"not_rule": header("origin", matching(r"\C+"))}), None)
}

fn preflight() -> Vec<Value> {
    let method = header("access-control-request-method", matching(r"\C+"));
    vec![header(":method", json!({"exact": "OPTIONS"})), method]
}

fn denied(rules: &ProgramRules) -> Value {
    let mut origin = match origins(&rules.origins) {
        _ if rules.terms.any_origin => json!({"any": true}),
        none if none.is_empty() => json!({"not_rule": {"any": true}}),
        some => {
            let some: Vec<Value> = some.into_iter().map(|matched| header("origin", matched)).collect();
            json!({"or_rules": {"rules": some}})
        }
    };
    if rules.headers == (Headers::Any { authorization: false }) {
        let asks = matching(r"(?i)(\C*[, \t])?authorization([, \t]\C*)?");
        let mut all = preflight();
        all.push(header("access-control-request-headers", asks));
        let asks = json!({"not_rule": {"and_rules": {"rules": all}}});
        origin = json!({"and_rules": {"rules": [origin, asks]}});
    }
    let mut policies = Map::new();
    policies.insert("not-cors".into(), not_cors());
    policies.insert("origin-allowed".into(), policy(origin, Some(is_within(rules.terms.request_list_limit))));
    if !rules.terms.any_origin {
        policies.insert("own-page".into(), own_page());
    }
    rbac(Value::Object(policies))
}

fn own_page() -> Value {
    let not_preflight = json!({"not_rule": {"and_rules": {"rules": preflight()}}});
    policy(not_preflight, Some(is_own_page()))
}

fn call(function: &str, args: &[Value]) -> Value {
    json!({"call_expr": {"function": function, "args": args}})
}

fn text(text: &str) -> Value {
    json!({"const_expr": {"string_value": text}})
}

fn number(number: usize) -> Value {
    json!({"const_expr": {"int64_value": number}})
}

fn request(field: &str) -> Value {
    json!({"select_expr": {"operand": {"ident_expr": {"name": "request"}}, "field": field}})
}

fn sent(name: &str) -> Value {
    call("_[_]", &[request("headers"), text(name)])
}

fn is_sent(name: &str) -> Value {
    call("@in", &[text(name), request("headers")])
}

fn and(one: Value, other: Value) -> Value {
    call("_&&_", &[one, other])
}

fn or(one: Value, other: Value) -> Value {
    call("_||_", &[one, other])
}

fn is_within(limit: usize) -> Value {
    let (list, method) = ("access-control-request-headers", "access-control-request-method");
    let is_other = call("_!=_", &[request("method"), text("OPTIONS")]);
    let is_none = or(is_other, call("!_", &[is_sent(method)]));
    let is_short = call("_<=_", &[call("size", &[sent(list)]), number(limit)]);
    or(is_none, or(call("!_", &[is_sent(list)]), is_short))
}

fn is_own_page() -> Value {
    let site = |value: &str| call("_==_", &[sent("sec-fetch-site"), text(value)]);
    let method = |function: &str, arg: Value| json!({"call_expr": {"target": sent("origin"), "function": function, "args": [arg]}});
    let begins = |scheme: &str| {
        let length = call("_+_", &[call("size", &[request("host")]), number(scheme.len())]);
        and(method("startsWith", text(scheme)), call("_==_", &[call("size", &[sent("origin")]), length]))
    };
    let has_host = call("_!=_", &[request("host"), text("")]);
    let ends = method("endsWith", request("host"));
    let is_own_host = and(has_host, and(ends, or(begins("http://"), begins("https://"))));
    let is_untold = or(call("!_", &[is_sent("sec-fetch-site")]), site(""));
    or(or(site("same-origin"), site("none")), and(is_untold, is_own_host))
}
