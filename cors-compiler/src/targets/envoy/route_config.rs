use serde::Serialize;

use super::virtual_host::VirtualHost;

/// `envoy.config.route.v3.RouteConfiguration`
#[derive(Serialize)]
pub(in super::super) struct RouteConfig {
    name: String,
    virtual_hosts: [VirtualHost; 1],
}

impl RouteConfig {
    /// Routes that all stand in one virtual host.
    pub(super) fn new(name: impl Into<String>, virtual_host: VirtualHost) -> Self {
        Self { name: name.into(), virtual_hosts: [virtual_host] }
    }
}
