use cors_core::{Field, Line, Request};
use http::{HeaderValue, Uri, header};

/// An [`http::Request`] as a decision sees it: what an application's tests hand to [`decide`](crate::decide).
///
/// With feature `axum` the path is the one that the client asked for, also inside `Router::nest`.
// A wrapper, because neither the trait nor the type is this crate's.
#[derive(Debug)]
pub struct HttpRequest<'a, B>(pub &'a http::Request<B>);

impl<B> HttpRequest<'_, B> {
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
        let uri = self.uri();
        match uri.authority() {
            // `GET admin`: to `http` that is an authority whose path is empty, so it would be taken for `/`.
            Some(authority) if uri.scheme().is_none() => authority.as_str().as_bytes(),
            _ => uri.path().as_bytes(),
        }
    }

    fn authority(&self) -> Option<&[u8]> {
        // HTTP/2 has `:authority`, which hyper puts into the URI, and mostly no `Host`.
        if let Some(authority) = self.uri().authority() {
            return Some(authority.as_str().as_bytes());
        }
        match Line::of(bytes(self.0.headers().get_all(header::HOST))) {
            Line::One(host) => Some(host),
            Line::Absent | Line::Several => None,
        }
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
