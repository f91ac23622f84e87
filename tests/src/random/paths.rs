//! Route paths, and request paths that look like them.

use super::Random;

const ROUTES: [&str; 14] = [
    "/", "/*", "/a", "/a/*", "/a/b", "/a/b/*", "/A/c", "/a/b/c", "/admin/*", "/Admin/x", "/v1.0/*", "/x-y_z~",
    "/1/2/*", "/1",
];

/// The paths of some routes: no path twice.
pub(super) fn routes(random: &mut Random) -> Vec<Vec<&'static str>> {
    let mut paths = random.some(&ROUTES, 7);
    if paths.is_empty() {
        paths.push(random.pick(&ROUTES));
    }
    let mut routes: Vec<Vec<&str>> = vec![Vec::new()];
    for path in paths {
        if random.one_in(2) && routes.last().is_some_and(|paths| !paths.is_empty()) {
            routes.push(Vec::new());
        }
        if let Some(last) = routes.last_mut() {
            last.push(path);
        }
    }
    routes
}

/// What a request asks for, query included.
pub(super) fn sent(random: &mut Random) -> Vec<u8> {
    let mut path =
        random.pick(&ROUTES).replace('*', random.pick(&["", "x", "b/c", "B", "..", "a//b", "%61", "é"])).into_bytes();
    let at = 1 + random.below(path.len());
    let odd: [&[u8]; 24] = [
        b"/",
        b"//",
        b"/.",
        b"/..",
        b"/./",
        b"%61",
        b"%2f",
        b"%2F",
        b"%5c",
        b"%3B",
        b"%20",
        b"%C3%a9",
        b"%7E",
        b"%7b",
        b";",
        b"\\",
        b"[",
        b"|",
        b"^",
        b"{",
        b"\xff",
        b"\"",
        b"<",
        b"!$&'()*+,=:@",
    ];
    match random.below(8) {
        0 => path.make_ascii_uppercase(),
        1 | 2 => _ = path.splice(at..at, random.pick(&odd).iter().copied()),
        3 => path.extend(random.pick(&odd)),
        4 => path.push(b'/'),
        _ => {}
    }
    if random.one_in(5) {
        let queries: [&[u8]; 5] = [b"?", b"?a=/b/../c", b"?%", b"?//", b"??\xff"];
        path.extend(random.pick(&queries));
    }
    path
}
