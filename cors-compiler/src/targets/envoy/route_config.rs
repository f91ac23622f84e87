use serde::Serialize;

use super::{http_filter::Typed, virtual_host::VirtualHost};

/// `envoy.config.route.v3.RouteConfiguration`
#[derive(Serialize)]
pub(super) struct RouteConfig {
    name: String,
    virtual_hosts: [VirtualHost; 1],
}

/// `envoy.service.discovery.v3.DiscoveryResponse`, as Envoy reads it from a file: the part `rds`.
#[derive(Serialize)]
pub(super) struct Discovered {
    resources: [Typed<RouteConfig>; 1],
}

impl RouteConfig {
    /// Routes that all stand in one virtual host.
    pub(super) fn new(name: impl Into<String>, virtual_host: VirtualHost) -> Self {
        Self { name: name.into(), virtual_hosts: [virtual_host] }
    }
}

impl Discovered {
    /// What a file says that holds these routes and nothing else.
    pub(super) const fn new(routes: RouteConfig) -> Self {
        Self { resources: [Typed::new("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", routes)] }
    }
}
