use std::fmt;

use url::Url;

/// An [origin](https://html.spec.whatwg.org/multipage/browsers.html#concept-origin): who calls, and who is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Of a page that has none of its own: sandboxed, `data:`, a file. It is the same as no other, itself included, and it is sent as
    /// `null`.
    Opaque,
    /// Scheme, host and port, [serialised]: `https://app.example.com`, `http://localhost:3000`.
    ///
    /// [serialised]: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
    Tuple(String),
}

impl Origin {
    /// Reads an origin or a URL that has one, or `null`. Whatever browsers make the same of a URL is the same here: host names in
    /// lower case and in punycode, ports that are the scheme's own elided.
    ///
    /// # Errors
    ///
    /// A text that is no URL.
    pub fn parse(text: &str) -> Result<Self, url::ParseError> {
        if text == "null" { Ok(Self::Opaque) } else { Url::parse(text).map(|url| Self::of(&url)) }
    }

    /// The [origin of a URL](https://url.spec.whatwg.org/#concept-url-origin). Schemes of apps and extensions have one too, which the URL
    /// standard leaves to the browser: `capacitor://localhost`.
    pub fn of(url: &Url) -> Self {
        let origin = url.origin();
        match (url.scheme(), url.host_str()) {
            _ if origin.is_tuple() => Self::Tuple(origin.ascii_serialization()),
            ("file" | "data" | "blob" | "about" | "javascript", _) | (_, None | Some("")) => Self::Opaque,
            (scheme, Some(host)) => {
                let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
                Self::Tuple(format!("{scheme}://{host}{port}"))
            }
        }
    }

    /// Reports whether this and that are the [same](https://html.spec.whatwg.org/multipage/browsers.html#same-origin).
    pub fn is_same(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Tuple(one), Self::Tuple(other)) if one == other)
    }

    /// The scheme, host and port of a tuple.
    pub fn parts(&self) -> Option<(&str, &str, Option<&str>)> {
        let Self::Tuple(text) = self else { return None };
        let (scheme, authority) = text.split_once("://")?;
        match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => Some((scheme, host, Some(port))),
            _ => Some((scheme, authority, None)),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Opaque => "null",
            Self::Tuple(text) => text,
        })
    }
}
