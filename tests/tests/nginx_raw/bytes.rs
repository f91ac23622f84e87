//! Whatever the bytes: what is answered is what the decision says.

use cors_compiler::targets;
use corsgen_tests::{Answer, Failure, Request};

use crate::world::{APP, EVIL, LONG, Line, PUT, World, request};

pub(crate) fn origins(world: &World) -> Result<(), Failure> {
    let origins: [&[u8]; 27] = [
        b"https://app.example.com",
        LONG.1,
        b"https://a-longer-name-than-a-key-may-have.customers.example.org",
        b"https://a-longer-name-than-a-key-may-have.customers.example.comx",
        b"https://APP.example.com",
        b"HTTPS://app.example.com",
        b"https://app.example.com/",
        b"https://app.example.com:443",
        b"https://app.example.com.evil.com",
        b"https://a.app.example.com.evil.com",
        b"https://appxexample.com",
        b"https://a.appxexample.com",
        b"https://.app.example.com",
        b"https://a..app.example.com",
        b"https://a.app.example.com",
        b"https://a.b.app.example.com",
        b"https://A.app.example.com",
        b"https://a.app.example.com\xff",
        b"\xff\xfe",
        b"null",
        b"NULL",
        b"*",
        b"",
        b"http://localhost",
        b"http://localhost:65535",
        b"http://localhost:65536",
        b"$http_host",
    ];
    for site in world.sites() {
        for origin in origins {
            for target in ["/", "/admin/x", "/public/x"] {
                site.compare(&request("GET", target, &[("origin", origin)]));
                site.compare(&request("OPTIONS", target, &[("origin", origin), PUT]));
                site.compare(&request("OPTIONS", target, &[("origin", origin)]));
            }
        }
    }
    // A `$` of a header's name is one, and opens no variable.
    let response = world.shop.compare(&request("OPTIONS", "/", &[APP, ("access-control-request-method", b"X-$a")]));
    assert_eq!(response.values("access-control-allow-headers").collect::<Vec<_>>(), [b"X-A, X-$host"]);
    Ok(())
}

pub(crate) fn paths(world: &World) -> Result<(), Failure> {
    for target in [
        "/admin",
        "/admin/",
        "/admin/x?y",
        "/ADMIN/x",
        "/Admin",
        "/%61dmin",
        "/%61dmin/x",
        "/adm%69n",
        "/x%2fy",
        "/x%5Cy",
        "/x%3by",
        "/x%20y",
        "/x%C3%A9",
        "/x;y",
        "/x\\y",
        "//admin",
        "/x//y",
        "/x/",
        "/./admin",
        "/x/../admin",
        "/x/..",
        "/.",
        "/...",
        "/x/.y",
        "/[x]|^",
        "/x{y}",
        "/x\"y",
        "/?/../%61",
        "/public",
        "/PUBLIC/x",
        "/public/%2e%2e/admin",
        "/x%7Ey",
        "/x%7by",
        "/x#y",
    ] {
        for site in world.sites() {
            site.compare(&request("GET", target, &[APP]));
            site.compare(&request("GET", target, &[EVIL]));
            site.compare(&request("OPTIONS", target, &[APP, PUT]));
        }
    }
    Ok(())
}

pub(crate) fn own_pages(world: &World) -> Result<(), Failure> {
    let host: Line = ("host", b"bank.example");
    let upgrade: [Line; 2] = [("upgrade", b"websocket"), ("connection", b"Upgrade")];
    let sites: [&[Line]; 6] = [
        &[],
        &[("sec-fetch-site", b"same-origin")],
        &[("sec-fetch-site", b"none")],
        &[("sec-fetch-site", b"cross-site")],
        &[("sec-fetch-site", b"same-site")],
        &[("sec-fetch-site", b"SAME-ORIGIN")],
    ];
    for origin in [
        b"https://bank.example".as_slice(),
        b"http://bank.example",
        b"https://bank.example:8443",
        b"https://bank.exampl",
        b"https://evil.example",
    ] {
        for site in sites {
            let headers = [&[host, ("origin", origin)], site].concat();
            world.bank.compare(&request(
                "POST",
                "/account/",
                &[headers.as_slice(), &[("content-length", b"0")]].concat(),
            ));
            world.bank.compare(&request("POST", "/x;y", &[headers.as_slice(), &[("content-length", b"0")]].concat()));
            world.bank.compare(&request("GET", "/account/socket", &[headers.as_slice(), &upgrade].concat()));
        }
    }
    let upgraded = world.bank.compare(&request(
        "GET",
        "/",
        &[&[host, ("origin", b"https://bank.example")], upgrade.as_slice()].concat(),
    ));
    assert_eq!(upgraded.status, 101);
    let refused = world.bank.compare(&request("GET", "/", &[&[host, EVIL], upgrade.as_slice()].concat()));
    assert_eq!((refused.status, refused.body.as_slice()), (403, b"".as_slice()));
    Ok(())
}

/// `GET http://host/path`: the path is what follows the authority, and the authority is the one that counts.
pub(crate) fn absolute_targets(world: &World) -> Result<(), Failure> {
    for (target, path) in [
        ("http://bank.example/account/x", "/account/x"),
        ("http://bank.example", "/"),
        ("http://bank.example?x", "/?x"),
        ("HTTP://bank.example/x;y", "/x;y"),
    ] {
        for origin in [
            b"https://bank.example".as_slice(),
            b"https://bank",
            b"https://b",
            b"https://other.example",
            b"https://app.example.com",
        ] {
            let headers: [Line; 2] = [("host", b"other.example"), ("origin", origin)];
            let response = world.bank.send(&request("GET", target, &headers));
            let origin_form = request("GET", path, &[("host", b"bank.example"), ("origin", origin)]);
            let expected = world.bank.expected(&origin_form);
            assert_eq!(Answer::of_response(&response), Some(expected), "{target} {}", origin.escape_ascii());
        }
    }
    Ok(())
}

/// What the header comment says that nginx does otherwise, it does.
pub(crate) fn declared_differences(world: &World) -> Result<(), Failure> {
    let differs = |id: &str, asked: &Request| {
        let target = targets::find("nginx").unwrap();
        assert!(target.exactness().differences().iter().any(|difference| difference.id == id), "{id}");
        let answer = Answer::of_response(&world.bank.send(asked));
        assert_ne!(answer, Some(world.bank.expected(asked)), "{id}: {}", asked.bytes().escape_ascii());
    };
    let list = "access-control-request-headers";
    let long = ",".repeat(66);
    let joined = request("OPTIONS", "/", &[APP, PUT, (list, b"x-a"), (list, long.as_bytes())]);
    let two = [
        request("GET", "/", &[APP, EVIL]),
        request("GET", "/", &[APP, APP]),
        request("OPTIONS", "/", &[APP, PUT, PUT]),
    ];
    let second = request("OPTIONS", "/", &[APP, PUT, (list, b"x-a"), (list, b"x-b")]);
    if world.is_old {
        two.iter().for_each(|two| differs("first-line-only", two));
        differs("first-line-only", &second);
        world.bank.compare(&joined);
    } else {
        two.iter().for_each(|two| _ = world.bank.compare(two));
        world.bank.compare(&second);
        differs("joined-list", &joined);
    }
    for path in ["/%", "/%zz", "/%00"] {
        differs("malformed-path", &request("GET", path, &[APP]));
    }
    differs("unknown-method", &request("patch", "/", &[APP]));
    // What a parser that trims it would make of the value.
    let tab = world.bank.send(&request("GET", "/", &[("origin", b"\thttps://app.example.com")]));
    assert_eq!(tab.status, 403, "tab-around-value");
    let blank = world.bank.send(&request("GET", "/", &[("origin", b"  https://app.example.com  ")]));
    assert_eq!(Answer::of_response(&blank), Some(world.bank.expected(&request("GET", "/", &[APP]))));
    Ok(())
}
