use cors_core::{Field, Line, Request};
use http::{HeaderValue, Uri, header, uri::Authority};

use crate::request_target::RequestTarget;

/// An [`http::Request`] as a decision sees it: what an application's tests hand to [`decide`](crate::decide).
///
/// With feature `axum` the path is the one that the client asked for, also inside `Router::nest`.
// A wrapper, because neither the trait nor the type is this crate's.
#[derive(Debug)]
pub struct HttpRequest<'a, B>(pub &'a http::Request<B>);

impl<B> HttpRequest<'_, B> {
    fn target(&self) -> RequestTarget<'_> {
        let uri = self.uri();
        RequestTarget {
            has_scheme: uri.scheme().is_some(),
            authority: uri.authority().map(Authority::as_str),
            path: uri.path(),
        }
    }

    fn uri(&self) -> &Uri {
        #[cfg(feature = "axum")]
        if let Some(axum::extract::OriginalUri(uri)) = self.0.extensions().get() {
            return uri;
        }
        self.0.uri()
    }
}

impl<B> Request for HttpRequest<'_, B> {
    fn method(&self) -> &[u8] {
        self.0.method().as_str().as_bytes()
    }

    fn path(&self) -> &[u8] {
        self.target().path()
    }

    fn authority(&self) -> Option<&[u8]> {
        self.target().authority(Line::of(bytes(self.0.headers().get_all(header::HOST))))
    }

    fn line(&self, field: Field) -> Line<'_> {
        let headers = self.0.headers();
        Line::of(bytes(match field {
            Field::Origin => headers.get_all(header::ORIGIN),
            Field::RequestMethod => headers.get_all(header::ACCESS_CONTROL_REQUEST_METHOD),
            Field::SecFetchSite => headers.get_all("sec-fetch-site"),
        }))
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        bytes(self.0.headers().get_all(header::ACCESS_CONTROL_REQUEST_HEADERS))
    }
}

fn bytes<'a>(lines: header::GetAll<'a, HeaderValue>) -> impl Iterator<Item = &'a [u8]> {
    lines.into_iter().map(HeaderValue::as_bytes)
}
