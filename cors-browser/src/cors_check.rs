use url::Url;

use crate::{Check, HeaderList, Reason, Response, Rung};

/// The [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check): one rung for `Access-Control-Allow-Origin`, and one for
/// `Access-Control-Allow-Credentials` where it is asked for. `origin`: as it was sent; `include`: whether the page wants credentials
/// sent, wherever it goes.
///
/// It goes on after what fails, so that it is known what would fail next.
pub fn cors_check(origin: impl AsRef<[u8]>, include: bool, response: &Response) -> Vec<Rung> {
    let mut rungs = vec![allow_origin(origin.as_ref(), include, &response.headers)];
    if include {
        let found = response.headers.get("access-control-allow-credentials");
        rungs.push(match found.as_deref() {
            Some(b"true") => Rung::yes(Check::AllowCredentials, "true", found),
            _ => Rung::no(Reason::AllowCredentials, "true", found),
        });
    }
    rungs
}

fn allow_origin(sent: &[u8], include: bool, headers: &HeaderList) -> Rung {
    const NAME: &str = "access-control-allow-origin";
    let origin = String::from_utf8_lossy(sent);
    let Some(found) = headers.get(NAME) else { return Rung::no(Reason::AllowOriginMissing, origin, None) };
    let reason = match found.as_slice() {
        b"*" if !include => return Rung::yes(Check::AllowOrigin, origin, Some(found)),
        // Byte for byte: no letter case, slash or default port is forgiven.
        value if value == sent => return Rung::yes(Check::AllowOrigin, origin, Some(found)),
        b"*" => Reason::AllowOriginWildcard,
        _ if headers.lines(NAME).nth(1).is_some() => Reason::AllowOriginLines,
        value => unlike(value),
    };
    Rung::no(reason, origin, Some(found))
}

/// How a value differs. To the standard it is all the same; consoles tell it apart.
fn unlike(value: &[u8]) -> Reason {
    let text = String::from_utf8_lossy(value);
    if value.contains(&b' ') || value.contains(&b',') {
        Reason::AllowOriginList
    } else if text == "null" || Url::parse(&text).is_ok() {
        Reason::AllowOriginMismatch
    } else {
        Reason::AllowOriginInvalid
    }
}
