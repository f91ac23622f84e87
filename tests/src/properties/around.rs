use std::collections::BTreeSet;

use cors_compiler::{Source, judge};

use super::denoted::{denotes, instances};
use crate::policies::Random;

/// Some that hold each other, and some that do not.
const ORIGINS: [&str; 5] = [
    "https://a.x.example",
    "https://b.x.example",
    "https://*.x.example",
    "https://a*.x.example",
    "https://a.x.example:*",
];
const FILLINGS: [&str; 5] = ["a", "b", "c", "ac", "c.c"];

/// Who may read somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Readers {
    Any,
    /// These patterns.
    Some(Vec<&'static str>),
    /// `cors: false`
    Nobody,
}

/// Which routes claim a path twice, and which are narrower than what holds around them: as brute force says, over paths of few letters.
/// Judges what claims no path twice.
pub(super) fn routes_around(bytes: &[u8]) -> bool {
    let mut random = Random::of_bytes(bytes);
    let document = (!random.one_in(3)).then(|| readers(&mut random, false));
    let mut routes: Vec<(Vec<String>, Readers)> = Vec::new();
    for _ in 0..random.between(1, 4) {
        let paths = (0..random.between(1, 2)).map(|_| path(&mut random)).collect();
        routes.push((paths, readers(&mut random, true)));
    }
    let text = text(document.as_ref(), &routes);
    let source = Source::new("cors.yaml", text.as_str());
    let found = |rule: &str| -> Vec<usize> {
        let report = judge(&source, None);
        let findings = report.findings().iter().filter(|finding| finding.rule.name == rule);
        findings.map(|finding| source.position(finding.span.start).line).collect()
    };
    // Each path has a line of its own.
    let first_line = 1 + text.lines().take_while(|line| !line.starts_with("    - /")).count();
    let mut places: Vec<(usize, usize, &str)> = Vec::new();
    let mut line = first_line;
    for (route, (paths, _)) in routes.iter().enumerate() {
        for path in paths {
            places.push((line, route, path));
            line += 1;
        }
        // `allow_origins` or `cors`, and the next route's `path:`.
        line += 2;
    }
    let mut known = BTreeSet::new();
    let twice: Vec<usize> =
        places.iter().filter(|(.., path)| !known.insert(path.to_ascii_lowercase())).map(|(line, ..)| *line).collect();
    assert_eq!(found("route-duplicate"), twice, "{text}");
    if !twice.is_empty() {
        return false;
    }
    let expected: Vec<usize> = places
        .iter()
        .filter(|(_, route, path)| is_narrower(path, *route, &routes, &places, document.as_ref()))
        .map(|(line, ..)| *line)
        .collect();
    assert_eq!(found("route-narrows"), expected, "{text}");
    true
}

/// Whether a path allows fewer origins than what holds around it: what would claim all that it claims, were it not there.
fn is_narrower(
    path: &str,
    route: usize,
    routes: &[(Vec<String>, Readers)],
    places: &[(usize, usize, &str)],
    document: Option<&Readers>,
) -> bool {
    let own = claimed(path);
    let others = places.iter().filter(|(.., other)| *other != path && claimed(other).is_superset(&own));
    let around = others.min_by_key(|(.., other)| claimed(other).len());
    let outer = match around {
        Some((_, other, _)) if *other == route => return false,
        Some((_, other, _)) => Some(&routes[*other].1),
        None => document,
    };
    match (&routes[route].1, outer) {
        (_, None | Some(Readers::Nobody)) | (Readers::Any, _) => false,
        (Readers::Nobody, Some(_)) | (Readers::Some(_), Some(Readers::Any)) => true,
        (Readers::Some(inner), Some(Readers::Some(outer))) => {
            let all: BTreeSet<String> =
                inner.iter().chain(outer).flat_map(|pattern| instances(pattern, &FILLINGS)).collect();
            let held =
                |by: &[&str]| all.iter().map(|origin| by.iter().any(|own| denotes(own, origin))).collect::<Vec<_>>();
            let (inner, outer) = (held(inner), held(outer));
            inner != outer && inner.iter().zip(&outer).all(|(inner, outer)| inner <= outer)
        }
    }
}

/// Of all paths of few letters, those that a pattern claims, ignoring case.
fn claimed(pattern: &str) -> BTreeSet<String> {
    let pattern = pattern.to_ascii_lowercase();
    let is_claimed = |path: &String| match pattern.strip_suffix("/*") {
        Some(prefix) => path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        None => *path == pattern || *path == format!("{pattern}/"),
    };
    paths().into_iter().filter(is_claimed).collect()
}

/// Of up to four segments.
fn paths() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..4 {
        last = last.iter().flat_map(|path| ["a", "b", "ab"].map(|segment| format!("{path}/{segment}"))).collect();
        all.extend(last.iter().cloned());
    }
    let with_slashes: Vec<String> = all.iter().map(|path| format!("{path}/")).collect();
    all.into_iter().filter(|path| !path.is_empty()).chain(with_slashes).collect()
}

fn path(random: &mut Random) -> String {
    let segments: String =
        (0..random.below(4)).map(|_| format!("/{}", random.pick(&["a", "a", "b", "A", "ab"]))).collect();
    match (segments.as_str(), random.one_in(2)) {
        ("", false) => "/".to_owned(),
        (_, true) => segments + "/*",
        (_, false) => segments,
    }
}

fn readers(random: &mut Random, is_route: bool) -> Readers {
    match random.below(6) {
        0 => Readers::Any,
        1 if is_route => Readers::Nobody,
        _ => {
            let mut some: Vec<&str> = random.some(&ORIGINS, 3);
            if some.is_empty() {
                some.push(ORIGINS[0]);
            }
            Readers::Some(some)
        }
    }
}

fn text(document: Option<&Readers>, routes: &[(Vec<String>, Readers)]) -> String {
    let said = |readers: &Readers| match readers {
        Readers::Any => "allow_origins: '*'\n".to_owned(),
        Readers::Some(patterns) => {
            let quoted: Vec<String> = patterns.iter().map(|pattern| format!("'{pattern}'")).collect();
            format!("allow_origins: [{}]\n", quoted.join(", "))
        }
        Readers::Nobody => "cors: false\n".to_owned(),
    };
    let mut text = document.map_or_else(String::new, said) + "routes:\n";
    for (paths, readers) in routes {
        text += "  - path:\n";
        text.extend(paths.iter().map(|path| format!("    - {path}\n")));
        text += &format!("    {}", said(readers));
    }
    text
}
