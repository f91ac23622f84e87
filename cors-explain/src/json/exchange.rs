use cors_browser::{Exchange, HeaderList, Kind, Response};
use serde::Serialize;

/// Header lines: name and value, in order.
type Lines = Vec<(String, String)>;

#[derive(Serialize)]
pub(super) struct JsonPreflight<'a> {
    request: JsonRequest<'a>,
    response: Option<JsonResponse>,
    cached_for: u64,
    cached: bool,
}

#[derive(Serialize)]
pub(super) struct JsonExchange<'a> {
    request: JsonRequest<'a>,
    response: Option<JsonResponse>,
}

#[derive(Serialize)]
struct JsonRequest<'a> {
    method: &'a str,
    url: &'a str,
    headers: Lines,
    credentials: bool,
}

#[derive(Serialize)]
pub(super) struct JsonResponse {
    status: u16,
    headers: Lines,
}

impl<'a> JsonExchange<'a> {
    pub(super) fn new(exchange: &'a Exchange) -> Self {
        let request = &exchange.request;
        let response = exchange.response.as_ref();
        Self {
            request: JsonRequest {
                method: &request.method,
                url: request.url.as_str(),
                headers: lines(&request.headers),
                credentials: request.credentials,
            },
            response: response.map(JsonResponse::new),
        }
    }
}

impl<'a> JsonPreflight<'a> {
    pub(super) fn new(exchange: &'a Exchange) -> Self {
        let JsonExchange { request, response } = JsonExchange::new(exchange);
        let (cached_for, cached) = match exchange.kind {
            Kind::Preflight { kept_for } => (kept_for, false),
            Kind::KeptPreflight { left } => (left, true),
            Kind::Actual => (0, false),
        };
        Self { request, response, cached_for, cached }
    }
}

impl JsonResponse {
    pub(super) fn new(response: &Response) -> Self {
        Self { status: response.status, headers: lines(&response.headers) }
    }
}

fn lines(headers: &HeaderList) -> Lines {
    headers.iter().map(|(name, value)| (name.to_owned(), characters(value))).collect()
}

/// Bytes as characters, U+0000 to U+00FF.
fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
