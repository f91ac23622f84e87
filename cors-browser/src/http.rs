use http::{HeaderName, HeaderValue};

use crate::{Request, Response};

/// A request to send by a client of the crate `http`'s, or to give to a service. `Host` and cookies are left to whoever sends it.
///
/// ```
/// # use cors_browser::{Browser, Call, Page, Response, UserAgent, Verdict};
/// fn service(request: http::Request<()>) -> http::Response<&'static str> {
///     let origin = request.headers()["origin"].clone();
///     http::Response::builder().header("access-control-allow-origin", origin).body("hello").unwrap()
/// }
///
/// let call = Call::new(Page::parse("https://app.example.com")?, "https://api.example.com/");
/// let outcome = UserAgent::new(Browser::Chromium).fetch(&call, |request| {
///     let request = http::Request::try_from(request).ok()?;
///     Some(Response::from(&service(request)))
/// });
/// assert_eq!(outcome.verdict, Verdict::Readable);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Request> for http::Request<()> {
    type Error = http::Error;

    fn try_from(request: &Request) -> Result<Self, http::Error> {
        let mut built = Self::builder().method(request.method.as_str()).uri(request.url.as_str());
        for (name, value) in request.headers.iter() {
            built = built.header(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_bytes(value)?);
        }
        built.body(())
    }
}

impl<B> From<&http::Response<B>> for Response {
    fn from(response: &http::Response<B>) -> Self {
        let headers = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        Self::new(response.status().as_u16(), headers)
    }
}
