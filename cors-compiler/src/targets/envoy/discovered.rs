use serde::Serialize;

use super::{
    http_filter::{HttpFilter, Typed},
    route_config::RouteConfig,
};

/// `envoy.service.discovery.v3.DiscoveryResponse`, as Envoy reads it from a file: the parts `rds` and `ecds`.
#[derive(Serialize)]
pub(in super::super) struct Discovered<T> {
    resources: [Typed<T>; 1],
}

impl Discovered<RouteConfig> {
    /// What a file says that holds these routes and nothing else.
    pub(super) const fn routes(routes: RouteConfig) -> Self {
        Self { resources: [Typed::new("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", routes)] }
    }
}

impl Discovered<HttpFilter> {
    /// What a file says that holds this filter and nothing else. `TypedExtensionConfig` has the fields of an entry in
    /// `http_filters`.
    pub(in super::super) const fn filter(filter: HttpFilter) -> Self {
        Self { resources: [Typed::new("type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig", filter)] }
    }
}
