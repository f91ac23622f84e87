//! Header maps: that of `http`, and that of actix-web, which is of an older `http`.

use std::fmt::Debug;

use crate::{HeaderText, header_values::HeaderValues, origin_lines::OriginLines, snapshot::Snapshot};

/// The headers of a response, as far as CORS has to do with them.
pub(crate) trait Headers: Sized {
    type Name: Clone + Debug;
    type Value: Clone + Debug + AsRef<[u8]>;

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
    /// The lines of `Origin`.
    fn origin(&self) -> OriginLines<'_, Self::Value>;
    /// Adds a line.
    fn add(&mut self, name: Self::Name, value: Self::Value);
    /// Removes the response headers of the [CORS protocol], and of Private Network Access, which browsers have withdrawn.
    ///
    /// [CORS protocol]: https://fetch.spec.whatwg.org/#http-responses
    fn strip(&mut self);
}

/// Both versions of `http` have the same names for the same things, and no trait for them.
macro_rules! headers {
    ($map:ty, $header:path, $kept:ident, $origin:ident) => {
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

                #[inline]
                fn origin(&self) -> OriginLines<'_, Self::Value> {
                    $origin(self)
                }

                // The map's own function would else be split in two, and be the slower for each header.
                #[inline(never)]
                fn add(&mut self, name: Self::Name, value: Self::Value) {
                    self.append(name, value);
                }

                #[inline]
                fn strip(&mut self) {
                    // One pass over the few that are there costs less than one of seven look-ups, and mostly finds none.
                    if self.keys().any(|name| OWNED.contains(name)) {
                        remove_owned(self);
                    }
                }
            }

            const OWNED: [header::HeaderName; 7] = [
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
                header::ACCESS_CONTROL_ALLOW_METHODS,
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                header::ACCESS_CONTROL_MAX_AGE,
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                header::HeaderName::from_static("access-control-allow-private-network"),
            ];

            #[cold]
            fn remove_owned(headers: &mut $map) {
                for name in OWNED {
                    headers.remove(name);
                }
            }
        };
    };
}

#[cfg(feature = "tower")]
headers!(http::HeaderMap, http::header, tower, origin_in_order);
#[cfg(feature = "actix")]
headers!(actix_web::http::header::HeaderMap, actix_web::http::header, actix, origin_by_hash);

// Most requests have no `Origin`: to compare the names of a dozen headers takes a third of the instructions of the look-up, which
// hashes.
#[cfg(feature = "tower")]
#[inline]
fn origin_in_order(headers: &http::HeaderMap) -> OriginLines<'_, http::HeaderValue> {
    if !headers.keys().any(|name| *name == http::header::ORIGIN) {
        return OriginLines { first: None, several: false };
    }
    // No name has several lines, as of browsers' requests: the cheaper look-up says all.
    if headers.keys_len() == headers.len() {
        return OriginLines { first: headers.get(http::header::ORIGIN), several: false };
    }
    let mut lines = headers.get_all(http::header::ORIGIN).into_iter();
    OriginLines { first: lines.next(), several: lines.next().is_some() }
}

// Here the names are in no order that could be passed over as fast.
#[cfg(feature = "actix")]
#[inline]
fn origin_by_hash(
    headers: &actix_web::http::header::HeaderMap,
) -> OriginLines<'_, actix_web::http::header::HeaderValue> {
    let mut lines = headers.get_all(actix_web::http::header::ORIGIN);
    OriginLines { first: lines.next(), several: lines.next().is_some() }
}
