use std::fmt;

use actix_web::{
    Error, HttpResponse, ResponseError,
    body::BoxBody,
    http::{StatusCode, header::HeaderMap},
};

use crate::answer::Answer;

/// `error`, so that the response that it becomes has the headers: a page could not read it otherwise.
///
/// It stays an error, for the middlewares around, though not one of the type that they might look for. Not by `Error::add_response_mapper`, which younger versions have:
/// `HttpResponse::from_error` passes it by. Nor is it made a response here, which would need a copy of the request, and with one
/// actix-web's router panics.
pub(super) fn with_headers<P: 'static>(error: Error, answer: Answer<P, HeaderMap>) -> Error {
    ErrorWithHeaders { error, answer }.into()
}

struct ErrorWithHeaders<P> {
    error: Error,
    answer: Answer<P, HeaderMap>,
}

impl<P> ResponseError for ErrorWithHeaders<P> {
    fn status_code(&self) -> StatusCode {
        self.error.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = self.error.error_response();
        // It may be asked for again.
        self.answer.clone().apply(response.headers_mut());
        response
    }
}

impl<P> fmt::Display for ErrorWithHeaders<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl<P> fmt::Debug for ErrorWithHeaders<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}
