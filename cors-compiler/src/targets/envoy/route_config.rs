use serde::Serialize;

use super::virtual_host::VirtualHost;

/// `envoy.config.route.v3.RouteConfiguration`
#[derive(Serialize)]
pub(in super::super) struct RouteConfig {
    virtual_hosts: [VirtualHost; 1],
    /// INVARIANT: the last, as `Discovered` has it.
    name: String,
}

impl RouteConfig {
    /// Routes that all stand in one virtual host.
    pub(super) fn new(name: impl Into<String>, virtual_host: VirtualHost) -> Self {
        Self { virtual_hosts: [virtual_host], name: name.into() }
    }
}
