//! TLS in front of what has none: Chromium, and `corsgen explain --live`, call pages and servers by `https`.

use std::{
    io::Write,
    net::SocketAddr,
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{Failure, subjects::envoy::Server};

/// A certificate of every host below `example.com`, that nobody trusts but this run.
#[derive(Debug)]
pub struct Certificate {
    /// Key and certificate.
    pub pem: String,
    /// What `--ignore-certificate-errors-spki-list` knows it by.
    pub fingerprint: String,
}

const MAKE: &str = "openssl req -config /dev/stdin -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                    -keyout - -out - 2>/dev/null";
/// Of a server, not of an authority, which no client takes for a server's.
const CONFIG: &str = "[req]\ndistinguished_name = name\nx509_extensions = server\nprompt = no\n\
                      [name]\nCN = tests\n\
                      [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:*.example.com\n";
const FINGERPRINT: &str =
    "openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64";

impl Certificate {
    /// A new one.
    ///
    /// # Errors
    ///
    /// If `openssl` does not make it.
    pub fn new() -> Result<Self, Failure> {
        let pem = shell(MAKE, CONFIG)?;
        let fingerprint = shell(FINGERPRINT, &pem)?.trim().to_owned();
        if fingerprint.len() != 44 {
            return Err(format!("no fingerprint: `{fingerprint}` (is `openssl` installed?)").into());
        }
        Ok(Self { pem, fingerprint })
    }
}

fn shell(command: &str, input: &str) -> Result<String, Failure> {
    let mut process = Command::new("sh").args(["-c", command]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    process.stdin.take().ok_or("no input")?.write_all(input.as_bytes())?;
    Ok(String::from_utf8(process.wait_with_output()?.stdout)?)
}

/// Starts what ends TLS in front of each of these. It is one more Envoy, which knows of nothing but bytes: that is there, and a
/// crate for it would have to be compiled.
///
/// # Errors
///
/// What kept it from starting.
pub fn start(certificate: &Certificate, behind: &[SocketAddr]) -> Result<Server, Failure> {
    let configs: Vec<String> = behind.iter().map(|address| config(certificate, *address)).collect();
    Server::start(&configs)
}

fn config(certificate: &Certificate, behind: SocketAddr) -> String {
    let name = behind.to_string();
    let address = |address: &str, port: u16| json!({"socket_address": {"address": address, "port_value": port}});
    let pem = json!({"inline_string": certificate.pem});
    let tls = json!({"name": "envoy.transport_sockets.tls", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
        "common_tls_context": {"tls_certificates": [{"certificate_chain": pem, "private_key": pem}]},
    }});
    let proxy = json!({"name": "envoy.filters.network.tcp_proxy", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
        "stat_prefix": "tls", "cluster": name,
    }});
    let listener = json!({
        "address": address("127.0.0.1", 0), "filter_chains": [{"transport_socket": tls, "filters": [proxy]}],
    });
    let endpoint = json!({"endpoint": {"address": address(&behind.ip().to_string(), behind.port())}});
    let cluster = json!({"name": name, "type": "STATIC", "load_assignment": {
        "cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}],
    }});
    json!({"static_resources": {"listeners": [listener], "clusters": [cluster]}}).to_string()
}
