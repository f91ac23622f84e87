/// What a page sends, as far as it matters: [BodyInit](https://fetch.spec.whatwg.org/#bodyinit-unions) by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A text: `JSON.stringify(…)` too.
    Text,
    /// `URLSearchParams`.
    UrlSearchParams,
    /// `FormData`.
    FormData,
    /// A `Blob` or `File` with its type, which may be empty.
    Blob(String),
    /// An `ArrayBuffer` or a view of one.
    Bytes,
    /// A `ReadableStream`.
    Stream,
}

impl Body {
    /// The `Content-Type` that comes with it where the page sets none ([extract]).
    ///
    /// [extract]: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
    pub fn content_type(&self) -> Option<&str> {
        match self {
            Self::Text => Some("text/plain;charset=UTF-8"),
            Self::UrlSearchParams => Some("application/x-www-form-urlencoded;charset=UTF-8"),
            // Each browser makes a boundary of its own, anew for each body.
            Self::FormData => Some("multipart/form-data; boundary=----boundary"),
            Self::Blob(kind) => (!kind.is_empty()).then_some(kind),
            Self::Bytes | Self::Stream => None,
        }
    }

    /// Reports whether it can be sent a second time: a stream has no [source].
    ///
    /// [source]: https://fetch.spec.whatwg.org/#concept-body-source
    pub(crate) const fn has_source(&self) -> bool {
        !matches!(self, Self::Stream)
    }
}
