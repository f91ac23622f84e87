//! A whole configuration, that starts by itself.

use super::{parts::Parts, variable::Names};
use crate::target::HostPort;

/// The configuration that listens on `listen` and sends every path to `upstream`. Everything it writes lies under the folder that
/// `nginx -p` names, so that any user can start it.
pub(super) fn text(names: &Names, parts: &Parts, listen: &HostPort, upstream: &HostPort) -> String {
    let (http, server) = (indented(&parts.http, 4), indented(&parts.server, 8));
    let (format, connection) = (names.log_format(), names.variable("connection"));
    format!(
        r#"
daemon off;
worker_processes auto;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    client_body_temp_path client_body_temp;
    proxy_temp_path proxy_temp;
    fastcgi_temp_path fastcgi_temp;
    uwsgi_temp_path uwsgi_temp;
    scgi_temp_path scgi_temp;
{http}
    # For WebSockets: an upgrade is passed on.
    map $http_upgrade ${connection} {{
        default upgrade;
        "" "";
    }}
    server_tokens off;
    server {{
        listen {listen};
        access_log access.log {format};
{server}
        location / {{
            proxy_pass http://{upstream};
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection ${connection};
        }}
    }}
}}
"#
    )
}

fn indented(text: &str, width: usize) -> String {
    let lines = text.trim_start().lines();
    let indented: Vec<_> =
        lines.map(|line| if line.is_empty() { String::new() } else { format!("{:width$}{line}", "") }).collect();
    indented.join("\n")
}
