//! What is told to the client: messages as JSON.

use lsp_server::{ErrorCode, RequestId, ResponseError};
use serde::Serialize;

use crate::requests::Refusal;

#[derive(Serialize)]
struct Note<'m, P> {
    jsonrpc: &'static str,
    method: &'m str,
    params: P,
}

#[derive(Serialize)]
struct Answer<'m, R> {
    jsonrpc: &'static str,
    id: &'m RequestId,
    result: R,
}

#[derive(Serialize)]
struct Refused<'m> {
    jsonrpc: &'static str,
    id: &'m RequestId,
    error: ResponseError,
}

const JSONRPC: &str = "2.0";

/// A notification. `None` where it cannot be JSON.
pub(crate) fn note(method: &str, params: impl Serialize) -> Option<String> {
    serde_json::to_string(&Note { jsonrpc: JSONRPC, method, params }).ok()
}

/// The answer to a request.
pub(crate) fn answer(id: &RequestId, result: Result<impl Serialize, Refusal>) -> String {
    let answer = result.and_then(|result| {
        serde_json::to_string(&Answer { jsonrpc: JSONRPC, id, result })
            .map_err(|error| Refusal { code: ErrorCode::InternalError, message: error.to_string() })
    });
    answer.unwrap_or_else(|refusal| refused(id, refusal))
}

/// The answer to a request that cannot be answered.
pub(crate) fn refused(id: &RequestId, Refusal { code, message }: Refusal) -> String {
    let error = ResponseError { code: code as i32, message, data: None };
    // An id, a number and a text are JSON.
    serde_json::to_string(&Refused { jsonrpc: JSONRPC, id, error }).unwrap_or_default()
}
