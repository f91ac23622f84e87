//! Names that policies often list. Any others may stand there too.

/// Methods that need to be allowed.
pub(super) const METHODS: [&str; 4] = ["PUT", "PATCH", "DELETE", "OPTIONS"];

/// Headers that pages of APIs send.
pub(super) const REQUEST_HEADERS: [&str; 14] = [
    "Authorization",
    "Content-Type",
    "X-Requested-With",
    "X-Request-Id",
    "X-CSRF-Token",
    "X-API-Key",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "Range",
    "Cache-Control",
    "traceparent",
    "tracestate",
];

/// Headers of answers that pages read.
pub(super) const RESPONSE_HEADERS: [&str; 12] = [
    "ETag",
    "Location",
    "Link",
    "Retry-After",
    "X-Request-Id",
    "X-Total-Count",
    "Content-Disposition",
    "Content-Range",
    "Content-Encoding",
    "Date",
    "Server-Timing",
    "WWW-Authenticate",
];
