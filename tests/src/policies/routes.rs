use std::collections::BTreeSet;

use super::Random;

/// Few, so that routes come to overlap; some differ by case alone (as parts of paths that do not), and some in what a regular expression makes of them.
const SEGMENTS: [&str; 16] =
    ["a", "b", "A", "api", "v1", "v1.0", "v1x0", "admin", "Admin", "public", "x-y_z~", "~", "...", ".a", "0", "-"];

/// The paths of some routes: for each route one or more, and no path twice, in another letter case either.
pub(super) fn routes(random: &mut Random) -> Vec<Vec<String>> {
    let count = random.pick(&[1, 1, 2, 3, 4, 6, 10, 40]);
    let mut known = BTreeSet::new();
    let mut routes = Vec::new();
    for _ in 0..count {
        let mut paths = Vec::new();
        for _ in 0..random.pick(&[1, 1, 1, 2, 3]) {
            let path = path(random, &known);
            if known.iter().all(|other| !other.eq_ignore_ascii_case(&path)) {
                known.insert(path.clone());
                paths.push(path);
            }
        }
        if !paths.is_empty() {
            routes.push(paths);
        }
    }
    routes
}

fn path(random: &mut Random, known: &BTreeSet<String>) -> String {
    let mut segments: Vec<String> = Vec::new();
    if let (Some(other), true) = (known.iter().nth(random.below(known.len() + 1)), random.one_in(2)) {
        // Below another, or beside it.
        segments.extend(other.split('/').skip(1).filter(|segment| !matches!(*segment, "" | "*")).map(str::to_owned));
        segments.truncate(random.between(0, segments.len()));
    }
    for _ in 0..random.pick(&[0, 1, 1, 2, 3]) {
        segments.push(random.pick(&SEGMENTS).to_owned());
    }
    if random.one_in(60) {
        segments.push(random.text("abc.-_~", 200) + "x");
    }
    let path: String = segments.iter().map(|segment| format!("/{segment}")).collect();
    match path.as_str() {
        "" => random.pick(&["/", "/*", "/*"]).to_owned(),
        _ if random.one_in(2) => path + "/*",
        _ => path,
    }
}
