//! A small API behind a CORS policy: see `cors.yaml` and the README.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, put},
};
use cors_policy::{cors_policy, tower::CorsLayer};

cors_policy!(pub struct Api = "cors.yaml");
cors_policy!(pub struct DevelopmentApi = "cors.yaml", profile = "development");

const GOODS: [&str; 3] = ["mug", "poster", "shirt"];

/// The one cart of this shop.
#[derive(Clone, Default)]
struct Cart(Arc<Mutex<BTreeSet<&'static str>>>);

/// The API, for the frontends.
pub fn api() -> Router {
    // Outermost: preflights carry no credentials, and are answered before `authenticate` asks for some.
    routes().layer(CorsLayer::new(Api))
}

/// The API, for pages on one's own machine too.
pub fn development_api() -> Router {
    routes().layer(CorsLayer::new(DevelopmentApi))
}

fn routes() -> Router {
    let cart = Router::new()
        .route("/cart", get(contents))
        .route("/cart/{item}", put(add).delete(remove))
        .layer(middleware::from_fn(authenticate))
        .with_state(Cart::default());
    Router::new()
        .route("/status", get(async || "open\n"))
        .route("/catalog", get(async || Json(GOODS)))
        .route("/catalog/{item}", get(price))
        .merge(cart)
}

async fn price(Path(item): Path<String>) -> Response {
    let Some(item) = known(&item) else { return StatusCode::NOT_FOUND.into_response() };
    ([(header::ETAG, "\"1\"")], format!("{item}: 12 EUR\n")).into_response()
}

async fn contents(State(cart): State<Cart>) -> Json<Vec<&'static str>> {
    Json(cart.items().iter().copied().collect())
}

async fn add(State(cart): State<Cart>, Path(item): Path<String>) -> StatusCode {
    let Some(item) = known(&item) else { return StatusCode::NOT_FOUND };
    cart.items().insert(item);
    StatusCode::NO_CONTENT
}

async fn remove(State(cart): State<Cart>, Path(item): Path<String>) -> StatusCode {
    if cart.items().remove(item.as_str()) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

/// Stands in for real authentication.
async fn authenticate(request: Request, next: Next) -> Response {
    match request.headers().get(header::AUTHORIZATION) {
        Some(token) if token == "Bearer demo" => next.run(request).await,
        _ => (StatusCode::UNAUTHORIZED, "who are you?\n").into_response(),
    }
}

fn known(item: &str) -> Option<&'static str> {
    GOODS.into_iter().find(|known| *known == item)
}

impl Cart {
    fn items(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
