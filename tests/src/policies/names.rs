use super::{Names, Random};

/// Methods that somebody might name, and tokens that mean something in some server's configuration.
const METHODS: [&str; 21] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "LINK",
    "QUERY",
    "PROPFIND",
    "default",
    "include",
    "hostnames",
    "volatile",
    "~GET",
    "~*put",
    "X-$a",
    "M!#%&'+-.^_`|~",
    "$",
    "~",
    "#PUT",
];

/// As [`METHODS`], of request headers.
const HEADERS: [&str; 25] = [
    "Authorization",
    "Content-Type",
    "X-Request-Id",
    "x-request-id",
    "X-A",
    "X-A-B",
    "x-a-b-c",
    "DPoP",
    "If-Match",
    "Default",
    "include",
    "hostnames",
    "volatile",
    "~x",
    "~*x",
    "X-$a",
    "$http_origin",
    "x.y",
    "x_y",
    "X!#%&'*+^_`|~",
    "'",
    "#x",
    "*a",
    "0",
    "null",
];

/// As [`METHODS`], of response headers.
const EXPOSED: [&str; 13] = [
    "ETag",
    "X-Request-Id",
    "Link",
    "Content-Type",
    "etag",
    "$x",
    "X-$host-$",
    "default",
    "#",
    "'",
    "!#$%&'*+-.^_`|~",
    "Server-Timing",
    "no",
];

/// The bytes of a token.
const TOKEN: &str = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `allow_methods`
pub(super) fn methods(random: &mut Random, credentials: bool) -> Names {
    names(random, &METHODS, credentials)
}

/// `allow_headers`
pub(super) fn headers(random: &mut Random, credentials: bool) -> Names {
    if !credentials && random.one_in(8) {
        let authorization = random.pick(&["Authorization", "authorization", "AUTHORIZATION"]);
        let both = if random.one_in(2) { [authorization, "*"] } else { ["*", authorization] };
        return Names::Listed(both.map(str::to_owned).to_vec());
    }
    names(random, &HEADERS, credentials)
}

/// `expose_headers`
pub(super) fn exposed(random: &mut Random, credentials: bool) -> Names {
    names(random, &EXPOSED, credentials)
}

fn names(random: &mut Random, known: &[&str], credentials: bool) -> Names {
    if random.one_in(4) {
        return Names::Absent;
    }
    if !credentials && random.one_in(5) {
        return Names::Any;
    }
    let mut listed: Vec<String> = random.some(known, 6).into_iter().map(str::to_owned).collect();
    for _ in 0..random.pick(&[0, 0, 0, 1, 2, 40]) {
        let length = random.pick(&[1, 2, 5, 13, 30, 70]);
        listed.push(token(random, length));
    }
    if random.one_in(10) {
        // Twice, in a spelling of its own: the author's list goes out as it is.
        listed.extend(listed.first().cloned());
    }
    if listed.is_empty() { Names::Absent } else { Names::Listed(listed) }
}

/// Never one that the standards know: some of those are refused. The letter in front keeps it from that, and from `*`s alone.
fn token(random: &mut Random, length: usize) -> String {
    format!("q{}", random.text(TOKEN, length))
}
