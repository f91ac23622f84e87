use actix_web::{
    HttpRequest,
    http::{
        header::{self, HeaderValue},
        uri::Authority,
    },
};
use cors_core::{Field, Line, Request};

use crate::request_target::RequestTarget;

/// An [`HttpRequest`] of actix-web as a decision sees it: what an application's tests hand to [`decide`](crate::decide).
///
/// The path is the one that the client asked for, in a scope too.
// A wrapper, because neither the trait nor the type is this crate's.
#[derive(Debug)]
pub struct ActixRequest<'a>(pub &'a HttpRequest);

impl ActixRequest<'_> {
    fn target(&self) -> RequestTarget<'_> {
        // Not `HttpRequest::path`, of which the router has decoded a part.
        let uri = self.0.uri();
        RequestTarget {
            has_scheme: uri.scheme().is_some(),
            authority: uri.authority().map(Authority::as_str),
            path: uri.path(),
        }
    }

    fn lines(&self, name: impl header::AsHeaderName) -> impl Iterator<Item = &[u8]> {
        self.0.headers().get_all(name).map(HeaderValue::as_bytes)
    }
}

impl Request for ActixRequest<'_> {
    fn method(&self) -> &[u8] {
        self.0.method().as_str().as_bytes()
    }

    fn path(&self) -> &[u8] {
        self.target().path()
    }

    fn authority(&self) -> Option<&[u8]> {
        self.target().authority(Line::of(self.lines(header::HOST)))
    }

    fn line(&self, field: Field) -> Line<'_> {
        match field {
            Field::Origin => Line::of(self.lines(header::ORIGIN)),
            Field::RequestMethod => Line::of(self.lines(header::ACCESS_CONTROL_REQUEST_METHOD)),
            Field::SecFetchSite => Line::of(self.lines("sec-fetch-site")),
        }
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        self.lines(header::ACCESS_CONTROL_REQUEST_HEADERS)
    }
}
