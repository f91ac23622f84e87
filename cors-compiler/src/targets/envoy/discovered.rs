use std::borrow::Cow;

use serde::Serialize;

use super::{
    http_filter::{Config, HttpFilter, Typed},
    route_config::RouteConfig,
};

/// `envoy.service.discovery.v3.DiscoveryResponse`, as Envoy reads it from a file: the parts `rds` and `ecds`.
///
/// INVARIANT: what it holds ends with its name. Envoy refuses what has another name than it asked for, and so a file that is cut
/// off. Else it would take fewer routes for all of them, and a filter without its script for one that lets everything through.
#[derive(Serialize)]
pub(in super::super) struct Discovered<T> {
    resources: [Typed<T>; 1],
}

/// `envoy.config.core.v3.TypedExtensionConfig`: a filter.
#[derive(Serialize)]
pub(in super::super) struct Extension {
    typed_config: Typed<Config>,
    name: Cow<'static, str>,
}

impl Discovered<RouteConfig> {
    /// What a file says that holds these routes and nothing else.
    pub(super) const fn routes(routes: RouteConfig) -> Self {
        Self { resources: [Typed::new("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", routes)] }
    }
}

impl Discovered<Extension> {
    /// What a file says that holds this filter and nothing else.
    pub(in super::super) fn filter(filter: HttpFilter) -> Self {
        let HttpFilter { name, typed_config } = filter;
        let url = "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig";
        Self { resources: [Typed::new(url, Extension { typed_config, name })] }
    }
}
