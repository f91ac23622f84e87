//! All that target `nginx` can plan to write, and that a configuration holds nothing else: a text that left its quotes would make a
//! directive of another kind, or two in a line.

use std::collections::{BTreeMap, BTreeSet};

use cors_compiler::Program;

use super::leaves::Directive;

const OWNED: [&str; 9] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Expose-Headers",
    "Access-Control-Allow-Private-Network",
    "Vary",
    "Cache-Control",
];

/// A whole configuration, as it is read.
pub(crate) fn assert_planned(program: &Program, directives: &[Directive]) {
    let http = directives
        .iter()
        .find(|directive| directive.name == "http")
        .and_then(|http| http.block.as_ref())
        .expect("http");
    let mut lines = BTreeMap::new();
    for directive in http {
        match (directive.name.as_str(), directive.args.as_slice()) {
            ("map", [_, variable]) => {
                assert!(is_ours(variable), "{directive:?}");
                assert_is_alone(&mut lines, directive);
                for line in directive.block.iter().flatten() {
                    // A key and a value. Of ours there is one word more, which takes none.
                    assert!(
                        line.block.is_none()
                            && (line.args.len() == 1 || line.name == "volatile" && line.args.is_empty()),
                        "{line:?}"
                    );
                    assert_is_alone(&mut lines, line);
                }
            }
            ("geo", [variable]) => {
                assert!(variable == "$cors_a_dollar" || is_ours(variable), "{directive:?}");
                let [Directive { name, args, .. }] = directive.block.as_deref().unwrap_or_default() else {
                    panic!("{directive:?}")
                };
                assert_eq!((name.as_str(), args.as_slice()), ("default", ["$".to_owned()].as_slice()));
            }
            ("server", []) => assert_server(directive.block.as_deref().unwrap_or_default(), &mut lines),
            ("log_format" | "server_tokens", _) => assert_is_alone(&mut lines, directive),
            (temporary, [_]) if temporary.ends_with("_temp_path") => assert_is_alone(&mut lines, directive),
            _ => panic!("nobody planned {directive:?}"),
        }
    }
    assert_holds(program, http);
}

fn assert_server(directives: &[Directive], lines: &mut BTreeMap<usize, String>) {
    for directive in directives {
        let args: Vec<&str> = directive.args.iter().map(String::as_str).collect();
        match (directive.name.as_str(), args.as_slice()) {
            ("add_header", [header, variable, "always"]) => {
                assert!(OWNED.contains(header) && is_ours(variable), "{directive:?}")
            }
            ("proxy_hide_header", [header]) => assert!(OWNED.contains(header), "{directive:?}"),
            ("set", [variable, value]) => assert!(is_ours(variable) && is_ours(value), "{directive:?}"),
            ("if", [status, "=", code]) => {
                assert!(is_ours(status) && ["200", "204", "403"].contains(code), "{directive:?}");
                let [Directive { name, args, block: None, .. }] = directive.block.as_deref().unwrap_or_default() else {
                    panic!("{directive:?}")
                };
                assert!(name == "return" && args[0] == *code, "{directive:?}");
                assert!(args.get(1).is_none_or(|answer| answer.is_empty() || is_ours(answer)), "{directive:?}");
            }
            ("listen" | "access_log" | "location", _) => {}
            _ => panic!("nobody planned {directive:?}"),
        }
        assert_is_alone(lines, directive);
    }
}

/// Everything that the policy names stands there, whole.
fn assert_holds(program: &Program, http: &[Directive]) {
    let keys: BTreeSet<String> =
        http.iter().filter_map(|map| map.block.as_ref()).flatten().map(|line| plain(&line.name)).collect();
    for origin in program.rules.iter().flat_map(|rules| &rules.origins.exact) {
        let is_whole = keys.contains(&**origin);
        let halves = origin.split_at_checked(46).filter(|_| !is_whole);
        let is_halved = halves.is_some_and(|(head, tail)| {
            keys.contains(head) && keys.iter().any(|key| key.split_once(' ').is_some_and(|(_, found)| found == tail))
        });
        assert!(is_whole || is_halved, "{origin} is no key");
    }
    for route in &program.routes {
        let path = route.path.strip_suffix("/*").unwrap_or(&route.path).trim_end_matches('/');
        assert!(keys.iter().any(|key| key.starts_with(path)), "{} is no key", route.path);
    }
    let values: BTreeSet<String> = http
        .iter()
        .filter_map(|map| map.block.as_ref())
        .flatten()
        .flat_map(|line| &line.args)
        .map(|value| plain(value))
        .collect();
    for terms in program.rules.iter().map(|rules| &rules.terms) {
        for list in [&terms.allow_methods, &terms.allow_headers, &terms.expose_headers].into_iter().flatten() {
            // A policy that no request can reach needs no answer.
            assert!(values.contains(&**list) || program.rules.len() > 1, "{list} is no value");
        }
    }
}

/// A parameter as the text that it stands for: without what only regexes have, where it is one that stands for one text.
fn plain(parameter: &str) -> String {
    let inside = parameter.strip_prefix(r"~\A").map_or(parameter, |regex| regex.strip_suffix(r"\z").unwrap_or(regex));
    super::decoded(inside)
}

fn is_ours(variable: &str) -> bool {
    let name = variable.strip_prefix("$cors_").unwrap_or("$");
    name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Every directive has a line of its own.
fn assert_is_alone(lines: &mut BTreeMap<usize, String>, directive: &Directive) {
    let other = lines.insert(directive.line, directive.name.clone());
    assert!(
        other.is_none(),
        "in line {} there are `{}` and `{}`",
        directive.line,
        other.unwrap_or_default(),
        directive.name
    );
}
