use std::{collections::BTreeSet, sync::Arc};

use cors_compiler::{
    Checker, Headers, Methods, OriginPattern, Program, ProgramRoute, ProgramRules, Span, Spanned,
    origin_set::{OriginSet, Pattern},
};
use cors_core::{OnDenied, Policy as _, Preflight, Route, Rules, Terms};

use super::denoted::denotes;
use crate::{Interpreted, policies::Random};

/// So many bytes strings are looked up, of each kind.
const QUESTIONS: usize = 24;

/// Whatever sets hold, however alike their elements are, the tables and the trees that are built of them hold just these: those of the run-time
/// checker, and those of generated code. Judges all bytes.
///
/// The sets come from no document: the elements are few letters in many shapes, which no generator of policies would hit on.
pub(super) fn look_ups(bytes: &[u8]) -> bool {
    let mut random = Random::of_bytes(bytes);
    let origins = origins(&mut random);
    let patterns: Vec<String> = origins.patterns.iter().map(|pattern| pattern.value.to_string()).collect();
    let methods = texts(&mut random, "PUTpatGE", 0);
    let headers: BTreeSet<String> =
        texts(&mut random, "xX-a", 0).iter().map(|name| name.to_ascii_lowercase()).collect();
    let routes = routes(&mut random);
    let program = program(origins, &methods, &headers, &routes);
    let (checker, generated) = (Checker::new(&program), Interpreted::of(&program));
    let [program_rules, ..] = program.rules.as_slice() else { panic!("no rules") };
    let (one, other) = (&checker.all()[0], &generated.all()[0]);
    let assert_is = |what: &str, asked: &[u8], expected: bool, answered: [bool; 3]| {
        assert_eq!(answered, [expected; 3], "{what} {}: {program:?}", asked.escape_ascii());
    };

    let all: Vec<String> = program_rules.origins.exact.iter().map(ToString::to_string).chain(patterns).collect();
    for _ in 0..QUESTIONS {
        let asked = near(&mut random, &all, "ab.:/-1");
        let expected = std::str::from_utf8(&asked).is_ok_and(|asked| all.iter().any(|own| denotes(own, asked)));
        let answered = [program_rules.allows_origin(&asked), one.allows_origin(&asked), other.allows_origin(&asked)];
        assert_is("origin", &asked, expected, answered);
    }
    let methods: Vec<String> = methods.into_iter().collect();
    let headers: Vec<String> = headers.into_iter().collect();
    for _ in 0..QUESTIONS {
        let asked = near(&mut random, &methods, "PUTpatGE");
        let expected =
            methods.iter().any(|own| own.as_bytes() == asked) || matches!(&*asked, b"GET" | b"HEAD" | b"POST");
        let answered = [program_rules.allows_method(&asked), one.allows_method(&asked), other.allows_method(&asked)];
        assert_is("method", &asked, expected, answered);
        let asked = near(&mut random, &headers, "xX-a");
        let expected = headers.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(&asked));
        let answered = [program_rules.allows_header(&asked), one.allows_header(&asked), other.allows_header(&asked)];
        assert_is("header", &asked, expected, answered);
    }
    for _ in 0..QUESTIONS {
        let asked = near(&mut random, &routes.iter().cloned().collect::<Vec<_>>(), "abA/*.");
        let expected = claim(&routes, &asked);
        let answered = [said(program.route(&asked)), said(checker.route(&asked)), said(generated.route(&asked))];
        assert_eq!(answered, [expected; 3], "path {}: {routes:?}", asked.escape_ascii());
    }
    true
}

/// What a route's pattern, or nothing, says to a path: by the words of `docs/language.md`.
fn claim<'a>(routes: &'a BTreeSet<String>, path: &[u8]) -> &'a str {
    let path = if path.is_empty() { "/" } else { std::str::from_utf8(path).unwrap_or("%") };
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let is_odd = |(place, segment): (usize, &&str)| {
        matches!(*segment, "." | "..") || (segment.is_empty() && place + 1 < segments.len())
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,=:@[]|^/".contains(&byte);
    let is_ambiguous = !path.starts_with('/') || segments.iter().enumerate().any(is_odd) || !path.bytes().all(is_plain);
    if !routes.is_empty() && is_ambiguous {
        return "ambiguous";
    }
    let most_specific = |path: &str, fold: fn(&str) -> String| -> Option<&'a str> {
        let claims = |route: &&String| {
            let own = fold(route);
            match own.strip_suffix("/*") {
                Some(prefix) => path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
                None => path == own || path == format!("{own}/"),
            }
        };
        routes.iter().filter(claims).max_by_key(|route| (!route.ends_with("/*"), route.len())).map(String::as_str)
    };
    let as_written = most_specific(path, str::to_owned);
    if as_written != most_specific(&path.to_ascii_lowercase(), str::to_ascii_lowercase) {
        return "ambiguous";
    }
    as_written.unwrap_or("document")
}

fn said<R>(route: Route<'_, R>) -> &str {
    match route {
        Route::Rules(_, name) => name,
        Route::Ambiguous => "ambiguous",
        Route::Denied => "denied",
        Route::Unclaimed => "unclaimed",
    }
}

fn origins(random: &mut Random) -> OriginSet {
    let mut exact = BTreeSet::new();
    let mut patterns: BTreeSet<Pattern> = BTreeSet::new();
    for _ in 0..random.pick(&[0, 1, 3, 6, 20, 60]) {
        let host = host(random);
        let text = match random.below(8) {
            0 => host,
            1 => format!("a://{host}"),
            _ => format!("https://{host}{}", random.pick(&["", ":1", ":8443"])),
        };
        exact.insert(Arc::from(text));
    }
    for _ in 0..random.pick(&[0, 0, 1, 2, 4, 20]) {
        let (scheme, host) = (random.pick(&["https", "https", "http", "a"]), host(random));
        let label = random.pick(&["*.", "*.", "a*.", "*b.", "a*b.", ""]);
        let port = random.pick(&["", "", ":1", ":*", ":*"]);
        let parsed = OriginPattern::parse(&format!("{scheme}://{label}{host}{port}"));
        patterns.extend(parsed.ok().and_then(|pattern| pattern.wildcard()));
    }
    let patterns = patterns.into_iter().map(|pattern| Spanned::new(pattern, Span::empty(0))).collect();
    let set = OriginSet { exact: exact.into_iter().collect(), patterns };
    // As a program has it, and as nothing that is told of sets forbids it.
    if random.one_in(2) { set.minimal() } else { set }
}

/// Hosts that are alike: in their ends, in their middles, in their lengths.
fn host(random: &mut Random) -> String {
    let middle = random.pick(&[0, 0, 1, 2, 7, 8, 9, 20, 40]);
    let (front, back) = (random.between(1, 3), random.between(0, 2));
    format!(
        "{}{}{}.{}",
        random.text("ab", front),
        "m".repeat(middle),
        random.text("ab", back),
        random.pick(&["a", "b.a", "ab"])
    )
}

fn texts(random: &mut Random, letters: &str, least: usize) -> BTreeSet<String> {
    let count = random.pick(&[least, 1, 2, 5, 12, 40]);
    let text = |random: &mut Random| {
        let length = random.between(1, 6);
        random.text(letters, length)
    };
    let is_listed = |text: &String| !matches!(text.as_str(), "GET" | "HEAD" | "POST");
    (0..count).map(|_| text(random)).filter(is_listed).collect()
}

fn routes(random: &mut Random) -> BTreeSet<String> {
    let mut routes: BTreeSet<String> = BTreeSet::new();
    for _ in 0..random.pick(&[0, 1, 2, 6, 30]) {
        let segments: String =
            (0..random.below(4)).map(|_| format!("/{}", random.pick(&["a", "b", "A", "ab", "..."]))).collect();
        let path = match (segments.as_str(), random.one_in(2)) {
            ("", false) => "/".to_owned(),
            (_, true) => segments + "/*",
            (_, false) => segments,
        };
        if routes.iter().all(|own| !own.eq_ignore_ascii_case(&path)) {
            routes.insert(path);
        }
    }
    routes
}

fn program(
    origins: OriginSet,
    methods: &BTreeSet<String>,
    headers: &BTreeSet<String>,
    routes: &BTreeSet<String>,
) -> Program {
    let terms = Terms {
        any_origin: false,
        credentials: false,
        allow_methods: None,
        allow_headers: None,
        expose_headers: None,
        max_age: None,
        request_list_limit: 64,
        preflight: Preflight::Answer(204),
        on_denied: OnDenied::Pass,
    };
    let shared = |texts: &BTreeSet<String>| texts.iter().map(|text| Arc::from(text.as_str())).collect();
    let rules = ProgramRules {
        index: 0,
        span: Span::empty(0),
        preflight_span: None,
        terms,
        origins,
        methods: Methods::Listed(shared(methods)),
        headers: Headers::Listed(shared(headers)),
    };
    let mut paths: Vec<&String> = routes.iter().collect();
    paths.sort_by_key(|path| {
        let own = path.strip_suffix("/*");
        (own.is_some(), std::cmp::Reverse(own.unwrap_or(path).len()))
    });
    let route = |path: &&String| ProgramRoute { path: Arc::from(path.as_str()), rules: Some(0), span: Span::empty(0) };
    Program {
        name: None,
        profile: None,
        rules: vec![rules],
        document: Some(0),
        routes: paths.iter().map(route).collect(),
    }
}

/// One of the texts, with what a wildcard may stand for, and mostly with a byte changed, added or left out.
fn near(random: &mut Random, texts: &[String], letters: &str) -> Vec<u8> {
    let own = if texts.is_empty() { "" } else { texts[random.below(texts.len())].as_str() };
    let port = random.pick(&["", ":1", ":443", ":65535", ":65536", ":01"]);
    let filling = random.pick(&["a", "b", "ab", "a.b", "", "aa.bb.m"]);
    let mut bytes = own.replace(":*", port).replacen('*', filling, 1).into_bytes();
    let letter = random.pick(letters.as_bytes());
    let at = random.below(bytes.len() + 1);
    match random.below(7) {
        0 => bytes.insert(at, letter),
        1 if at < bytes.len() => bytes[at] = letter,
        2 if at < bytes.len() => _ = bytes.remove(at),
        3 => bytes.make_ascii_uppercase(),
        4 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        5 => bytes.truncate(at),
        _ => {}
    }
    bytes
}
