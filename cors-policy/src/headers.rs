//! Header maps: that of `http`, and that of actix-web, which is of an older `http`.

use std::fmt::Debug;

use crate::{HeaderText, header_values::HeaderValues, snapshot::Snapshot};

/// The headers of a response, as far as CORS has to do with them.
pub(crate) trait Headers: Sized {
    type Name;
    type Value: Clone + Debug;

    const ALLOW_ORIGIN: Self::Name;
    const ALLOW_CREDENTIALS: Self::Name;
    const ALLOW_METHODS: Self::Name;
    const ALLOW_HEADERS: Self::Name;
    const MAX_AGE: Self::Name;
    const EXPOSE_HEADERS: Self::Name;
    const VARY: Self::Name;
    const CACHE_CONTROL: Self::Name;

    const ANY: Self::Value;
    const TRUE: Self::Value;
    const NO_STORE: Self::Value;
    const VARY_ORIGIN: Self::Value;
    const VARY_PREFLIGHT: Self::Value;

    /// The value; `None` if the text is none, which no accepted policy holds (the header then stays away: deny when in doubt).
    fn value(text: &impl HeaderText) -> Option<Self::Value>;
    /// The values that a snapshot keeps for these headers.
    fn values<P>(snapshot: &Snapshot<P>) -> &[HeaderValues<Self>];
    /// Sets a header, whatever it was.
    fn set(&mut self, name: Self::Name, value: Self::Value);
    /// Adds a line.
    fn add(&mut self, name: Self::Name, value: Self::Value);
    /// Removes the response headers of the [CORS protocol], and of Private Network Access, which browsers have withdrawn.
    ///
    /// [CORS protocol]: https://fetch.spec.whatwg.org/#http-responses
    fn strip(&mut self);
}

/// Both versions of `http` have the same names for the same things, and no trait for them.
macro_rules! headers {
    ($map:ty, $header:path, $kept:ident) => {
        const _: () = {
            use $header as header;

            impl Headers for $map {
                type Name = header::HeaderName;
                type Value = header::HeaderValue;

                const ALLOW_ORIGIN: Self::Name = header::ACCESS_CONTROL_ALLOW_ORIGIN;
                const ALLOW_CREDENTIALS: Self::Name = header::ACCESS_CONTROL_ALLOW_CREDENTIALS;
                const ALLOW_METHODS: Self::Name = header::ACCESS_CONTROL_ALLOW_METHODS;
                const ALLOW_HEADERS: Self::Name = header::ACCESS_CONTROL_ALLOW_HEADERS;
                const MAX_AGE: Self::Name = header::ACCESS_CONTROL_MAX_AGE;
                const EXPOSE_HEADERS: Self::Name = header::ACCESS_CONTROL_EXPOSE_HEADERS;
                const VARY: Self::Name = header::VARY;
                const CACHE_CONTROL: Self::Name = header::CACHE_CONTROL;

                const ANY: Self::Value = Self::Value::from_static("*");
                const TRUE: Self::Value = Self::Value::from_static("true");
                const NO_STORE: Self::Value = Self::Value::from_static("no-store");
                const VARY_ORIGIN: Self::Value = Self::Value::from_static("Origin");
                const VARY_PREFLIGHT: Self::Value =
                    Self::Value::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

                fn value(text: &impl HeaderText) -> Option<Self::Value> {
                    let value = Self::Value::from_str(text.text()).ok()?;
                    if let Some(text) = text.fixed() {
                        return Some(Self::Value::from_static(text)); // It copies nothing, but panics where `from_str` errs.
                    }
                    drop(value.clone()); // `Bytes` allocates its counter at the first clone: now, and not in a request.
                    Some(value)
                }

                fn values<P>(snapshot: &Snapshot<P>) -> &[HeaderValues<Self>] {
                    &snapshot.$kept
                }

                fn set(&mut self, name: Self::Name, value: Self::Value) {
                    self.insert(name, value);
                }

                fn add(&mut self, name: Self::Name, value: Self::Value) {
                    self.append(name, value);
                }

                fn strip(&mut self) {
                    // One pass over the few that are there costs less than seven look-ups, and mostly finds none.
                    if self.keys().any(|name| name.as_str().starts_with("access-control-")) {
                        self.remove(Self::ALLOW_ORIGIN);
                        self.remove(Self::ALLOW_CREDENTIALS);
                        self.remove(Self::ALLOW_METHODS);
                        self.remove(Self::ALLOW_HEADERS);
                        self.remove(Self::MAX_AGE);
                        self.remove(Self::EXPOSE_HEADERS);
                        self.remove("access-control-allow-private-network");
                    }
                }
            }
        };
    };
}

#[cfg(feature = "tower")]
headers!(http::HeaderMap, http::header, tower);
#[cfg(feature = "actix")]
headers!(actix_web::http::header::HeaderMap, actix_web::http::header, actix);
