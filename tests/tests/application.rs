//! The application behind the servers: what comes over the socket is what subjects without one expect of it.

use corsgen_tests::{Request, application, socket};

fn request(method: &str, headers: &[(&str, &str)]) -> Request {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
    Request::new(method, "/", headers)
}

#[test]
fn answers_as_it_is_asked_to() {
    let address = application::start().unwrap();
    for asked in [
        request("GET", &[]),
        request("HEAD", &[]),
        request("POST", &[("content-length", "0"), ("x-status", "500")]),
        request("GET", &[("x-status", "304"), ("x-vary", "*"), ("x-vary", "Origin")]),
        request("OPTIONS", &[("x-status", "204")]),
        request("GET", &[("connection", "Upgrade"), ("upgrade", "websocket")]),
    ] {
        let response = socket::exchange(address, &asked).unwrap();
        assert_eq!(response.status, application::status(&asked));
        for (name, value) in application::headers(&asked) {
            assert!(response.values(name).any(|own| own == value), "{name}: {response:?}");
        }
        let body = if asked.method == b"HEAD" { b"".as_slice() } else { application::body(&asked) };
        assert_eq!(response.body, body);
    }
}
