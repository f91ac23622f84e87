//! Locations such as people have: they do what they did before, and what they answer has the policy's headers.

use std::{collections::BTreeMap, thread, time::Duration};

use cors_compiler::targets;
use corsgen_tests::Failure;

use crate::world::{APP, EVIL, FILLED, LONG, Line, OWN, PUT, World, cors, request};

/// What a location's regex captured is what it was without us: above all, no byte of a header.
pub(crate) fn captures(world: &World) -> Result<(), Failure> {
    for site in world.sites() {
        for origin in [&[APP] as &[Line], &[FILLED], &[OWN], &[LONG], &[]] {
            let got = site.send(&request("GET", "/cap/mine", origin));
            let (status, got) = (got.status, got.values("x-got").collect::<Vec<_>>());
            assert!(status == 403 || got == [b"/got-mine"], "{got:?}");
            // `$1` where no regex of a location captured anything.
            let got = site.send(&request("GET", "/nocap", origin));
            let (status, got) = (got.status, got.values("x-got").collect::<Vec<_>>());
            assert!(status == 403 || got == [b"/got-"], "{got:?}");
        }
    }
    Ok(())
}

/// A preflight is answered before authentication, and nothing else passes it.
pub(crate) fn authentication(world: &World) -> Result<(), Failure> {
    for site in world.sites() {
        let preflight = site.compare(&request("OPTIONS", "/secret/x", &[APP, PUT]));
        assert_eq!(preflight.status, 204);
        for (method, headers) in [
            ("OPTIONS", &[APP] as &[Line]),
            ("OPTIONS", &[PUT]),
            ("OPTIONS", &[]),
            ("GET", &[APP]),
            ("GET", &[APP, PUT]),
        ] {
            let response = site.compare_headers(&request(method, "/secret/x", headers));
            assert_eq!(response.status, 401, "{method} {headers:?}");
        }
        let let_in = [APP, ("x-key", b"1")];
        site.compare(&request("GET", "/secret/x", &let_in));
    }
    assert_eq!(world.bank.send(&request("GET", "/secret/x", &[EVIL])).status, 403);
    Ok(())
}

/// The application's statuses, and nginx's own.
pub(crate) fn statuses(world: &World) -> Result<(), Failure> {
    for site in world.sites() {
        for status in [b"200".as_slice(), b"204", b"206", b"301", b"304", b"401", b"404", b"500", b"503"] {
            for origin in [APP, EVIL] {
                let sent: [Line; 3] = [origin, ("x-status", status), ("x-vary", b"Cookie")];
                site.compare(&request("GET", "/account/x", &sent));
            }
        }
    }
    for (target, status) in
        [("/down", 502), ("/moved", 301), ("/missing", 404), ("/closed", 403), ("/teapot", 418), ("/oops", 404)]
    {
        for origin in [&[APP] as &[Line], &[EVIL], &[]] {
            let response = world.shop.compare_headers(&request("GET", target, origin));
            assert_eq!(response.status, status, "{target}");
            assert_eq!(
                response.values("cache-control").count(),
                0,
                "{target}: only what the policy refuses is not to be stored"
            );
        }
    }
    let too_large = request("POST", "/", &[APP, ("content-length", b"9999999")]);
    assert_eq!(world.shop.compare_headers(&too_large).status, 413);
    Ok(())
}

/// A location with an `add_header` of its own needs the part `headers`; without it, it loses the policy's headers and widens nothing.
pub(crate) fn locations_with_headers(world: &World) -> Result<(), Failure> {
    let with = world.shop.compare(&request("GET", "/framed/x", &[APP]));
    assert_eq!(with.values("x-frame-options").count(), 1);
    let without = world.shop.send(&request("GET", "/forgot/x", &[APP]));
    assert_eq!(without.values("x-frame-options").count(), 1);
    assert_eq!(cors(&without), BTreeMap::new());
    Ok(())
}

/// What an application wrote on a path that no policy claims reaches the client.
pub(crate) fn unclaimed_paths(world: &World) -> Result<(), Failure> {
    for headers in [&[APP] as &[Line], &[EVIL], &[APP, PUT], &[]] {
        for method in ["GET", "OPTIONS", "POST"] {
            world.bank.compare(&request(method, "/open/x", headers));
            // Where a configuration asks for our variables before the application has answered.
            world.bank.compare(&request(method, "/open-early", headers));
        }
    }
    let repeated = world.bank.send(&request("GET", "/repeats/x", &[APP]));
    let lines: Vec<&[u8]> = repeated.values("access-control-expose-headers").collect();
    let expected: &[u8] = if world.is_old { b"A" } else { b"A, B" };
    assert_eq!(lines, [expected]);
    let down = world.bank.send(&request("GET", "/open-down", &[APP]));
    assert_eq!((down.status, cors(&down)), (502, BTreeMap::new()));
    Ok(())
}

/// What the header comment says of such paths beside: of headers that only look like CORS headers, and of an answer that is dropped.
pub(crate) fn declared_of_unclaimed_paths(world: &World) -> Result<(), Failure> {
    let target = targets::find("nginx").ok_or("no target `nginx`")?;
    for id in ["underscored-names", "discarded-answer"] {
        assert!(target.exactness().differences().iter().any(|difference| difference.id == id), "{id}");
    }
    let underscored = world.bank.send(&request("GET", "/repeats/x", &[APP]));
    for name in ["access-control-max-age", "access_control_max_age"] {
        assert_eq!(underscored.values(name).collect::<Vec<_>>(), [b"1"], "{name}");
    }
    // Its head has the path twice: the first time it fits, behind it stand the CORS headers, and the second time it does not.
    let discarded = world.bank.send(&request("GET", &format!("/cut/{}", "x".repeat(400)), &[APP]));
    assert_eq!((discarded.status, discarded.values("x-got").count()), (502, 0), "{discarded:?}");
    assert_eq!(discarded.values("access-control-expose-headers").count(), 1, "{discarded:?}");
    Ok(())
}

pub(crate) fn verdicts_in_the_log(world: &World) -> Result<(), Failure> {
    let put = |name| request("OPTIONS", "/", &[APP, ("access-control-request-method", name)]);
    let list: Line = ("access-control-request-headers", b"x-a, x-b");
    let asked = [
        request("GET", "/x;y", &[APP]),
        request("GET", "/open/x", &[APP]),
        request("GET", "/", &[]),
        request("GET", "/", &[EVIL]),
        put(b"PATCH"),
        request("OPTIONS", "/", &[APP, PUT, list]),
        put(b"PUT"),
    ];
    let mut words = Vec::new();
    for request in &asked {
        world.bank.send(request);
        words.push(cors_core::decide(&world.bank.program, request).word());
        let lines = logged(world)?;
        assert_eq!(lines.last().and_then(|line| line.rsplit(' ').next()), words.last().copied(), "{lines:?}");
    }
    words.dedup();
    assert_eq!(words.len(), 7, "every word: {words:?}");
    Ok(())
}

/// The lines of the log. The last is written after its response.
fn logged(world: &World) -> Result<Vec<String>, Failure> {
    thread::sleep(Duration::from_millis(50));
    Ok(world.server.read("bank.log")?.lines().map(str::to_owned).collect())
}
