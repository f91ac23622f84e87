use serde::Serialize;

use crate::target::HostPort;

use super::{
    http_filter::{HttpFilter, Typed},
    route_config::RouteConfig,
    virtual_host::VirtualHost,
};

/// The name of the cluster behind a complete config.
pub(super) const UPSTREAM: &str = "upstream";

/// `envoy.config.bootstrap.v3.Bootstrap`: a config that starts by itself.
#[derive(Serialize)]
pub(in super::super) struct Bootstrap {
    static_resources: Resources,
}

#[derive(Serialize)]
struct Resources {
    listeners: [Listener; 1],
    clusters: [Cluster; 1],
}

#[derive(Serialize)]
struct Listener {
    name: &'static str,
    address: Address,
    filter_chains: [FilterChain; 1],
}

#[derive(Serialize)]
struct FilterChain {
    filters: [NetworkFilter; 1],
}

#[derive(Serialize)]
struct NetworkFilter {
    name: &'static str,
    typed_config: Typed<ConnectionManager>,
}

/// `envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`
#[derive(Serialize)]
struct ConnectionManager {
    stat_prefix: &'static str,
    codec_type: &'static str,
    use_remote_address: bool,
    /// Paths are judged, and go on, as they come.
    normalize_path: bool,
    merge_slashes: bool,
    delayed_close_timeout: &'static str,
    upgrade_configs: [Upgrade; 1],
    route_config: RouteConfig,
    http_filters: Vec<HttpFilter>,
}

#[derive(Serialize)]
struct Upgrade {
    upgrade_type: &'static str,
}

#[derive(Serialize)]
struct Cluster {
    name: &'static str,
    #[serde(rename = "type")]
    discovery: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dns_lookup_family: Option<&'static str>,
    connect_timeout: &'static str,
    load_assignment: LoadAssignment,
}

#[derive(Serialize)]
struct LoadAssignment {
    cluster_name: &'static str,
    endpoints: [Locality; 1],
}

#[derive(Serialize)]
struct Locality {
    lb_endpoints: [LbEndpoint; 1],
}

#[derive(Serialize)]
struct LbEndpoint {
    endpoint: Endpoint,
}

#[derive(Serialize)]
struct Endpoint {
    address: Address,
}

#[derive(Serialize)]
struct Address {
    socket_address: SocketAddress,
}

#[derive(Serialize)]
struct SocketAddress {
    address: String,
    port_value: u16,
}

impl Bootstrap {
    /// A server that listens at `listen` and sends all that filters and `virtual_host` let through to `upstream`.
    pub(in super::super) fn new(
        filters: Vec<HttpFilter>,
        virtual_host: VirtualHost,
        listen: &HostPort,
        upstream: &HostPort,
    ) -> Self {
        let manager = ConnectionManager::new(filters, virtual_host);
        let url =
            "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
        let filter = NetworkFilter {
            name: "envoy.filters.network.http_connection_manager",
            typed_config: Typed::new(url, manager),
        };
        // Envoy looks up no name to listen at.
        let own = if listen.host() == "localhost" { "127.0.0.1" } else { listen.host() };
        let listener = Listener {
            name: "cors",
            address: Address::new(own, listen.port()),
            filter_chains: [FilterChain { filters: [filter] }],
        };
        Self { static_resources: Resources { listeners: [listener], clusters: [Cluster::new(upstream)] } }
    }
}

impl ConnectionManager {
    fn new(mut http_filters: Vec<HttpFilter>, virtual_host: VirtualHost) -> Self {
        http_filters.push(HttpFilter::router());
        Self {
            stat_prefix: "cors",
            codec_type: "HTTP1",
            use_remote_address: true,
            normalize_path: false,
            merge_slashes: false,
            // Else a refusal that leaves a body unread keeps its connection for a second.
            delayed_close_timeout: "0s",
            upgrade_configs: [Upgrade { upgrade_type: "websocket" }],
            route_config: RouteConfig::new("cors", virtual_host),
            http_filters,
        }
    }
}

impl Cluster {
    fn new(upstream: &HostPort) -> Self {
        let is_address = upstream.host().parse::<std::net::IpAddr>().is_ok();
        let endpoint = Endpoint { address: Address::new(upstream.host(), upstream.port()) };
        Self {
            name: UPSTREAM,
            // Not `STRICT_DNS`, which sends every other request to the address of the family that nobody listens at.
            discovery: if is_address { "STATIC" } else { "LOGICAL_DNS" },
            dns_lookup_family: (!is_address).then_some("ALL"),
            connect_timeout: "5s",
            load_assignment: LoadAssignment {
                cluster_name: UPSTREAM,
                endpoints: [Locality { lb_endpoints: [LbEndpoint { endpoint }] }],
            },
        }
    }
}

impl Address {
    fn new(address: &str, port_value: u16) -> Self {
        Self { socket_address: SocketAddress { address: address.to_owned(), port_value } }
    }
}
