//! A config that is there before a policy comes, and that its parts are merged into.

use cors_compiler::target::Artifact;
use serde_yaml::Value;

use crate::Failure;

/// Filters of its own, a virtual host with a route of its own, and an upstream.
const OWN: &str = r#"
static_resources:
  listeners:
  - name: own
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: own
          delayed_close_timeout: 0s
          upgrade_configs: [{upgrade_type: websocket}]
          route_config:
            virtual_hosts:
            - name: own
              domains: ["*"]
              routes:
              - match: {prefix: /}
                route: {cluster: your_cluster}
          http_filters:
          - name: own.authentication
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
              rules:
                action: DENY
                policies:
                  strangers:
                    permissions: [{header: {name: x-stranger, present_match: true}}]
                    principals: [{any: true}]
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - name: your_cluster
    connect_timeout: 1s
    load_assignment:
      cluster_name: your_cluster
      endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: HOST, port_value: 0}}}}]}]
"#;

/// The config with a policy's parts in it, as their comments say.
///
/// # Errors
///
/// Parts that are not what they should be.
pub(super) fn with_parts(parts: &Artifact, upstream: std::net::SocketAddr) -> Result<String, Failure> {
    let part = |name: &str| -> Result<Option<Value>, Failure> {
        let part = parts.parts.iter().find(|part| part.name == name);
        Ok(part.map(|part| serde_yaml::from_str(&part.text)).transpose()?)
    };
    let mut config: Value = serde_yaml::from_str(OWN)?;
    let resources = &mut config["static_resources"];
    let endpoint = &mut resources["clusters"][0]["load_assignment"]["endpoints"][0]["lb_endpoints"][0]["endpoint"];
    endpoint["address"]["socket_address"]["address"] = upstream.ip().to_string().into();
    endpoint["address"]["socket_address"]["port_value"] = upstream.port().into();
    let manager = &mut resources["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"];
    prepend(&mut manager["http_filters"], part("http_filters")?.ok_or("no filters")?["http_filters"].clone());
    let host = &mut manager["route_config"]["virtual_hosts"][0];
    // The filter in Lua leaves routes as they are.
    if let Some(Value::Mapping(part)) = part("virtual_host")? {
        for (key, value) in part {
            match host.get_mut(&key) {
                Some(own) => prepend(own, value),
                None => host[key] = value,
            }
        }
    }
    Ok(serde_yaml::to_string(&config)?)
}

fn prepend(list: &mut Value, mut first: Value) {
    if let (Value::Sequence(list), Value::Sequence(first)) = (list, &mut first) {
        first.append(list);
        std::mem::swap(list, first);
    }
}
