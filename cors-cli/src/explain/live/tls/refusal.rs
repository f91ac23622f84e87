use rustls::{AlertDescription, CertificateError, Error};

use crate::stop::Stop;

/// Why no request was sent to a server that does not speak TLS as it should, for whoever set it up.
pub(super) fn refusal(address: &str, host: &str, error: &Error) -> Stop {
    match error {
        Error::InvalidCertificate(error) => of_certificate(address, host, error),
        Error::InvalidMessage(_) => Stop::failure(format!("`{address}` does not speak TLS"))
            .help(format!("if it listens for plain HTTP, name it as `http://{address}`")),
        Error::AlertReceived(alert) => of_alert(address, *alert),
        other => Stop::failure(format!("`{address}` does not speak TLS as it should: {other}")),
    }
}

/// What the server itself objects to.
fn of_alert(address: &str, alert: AlertDescription) -> Stop {
    let stop = Stop::failure(format!("`{address}` ends the TLS handshake: `{}`", alert.as_str().unwrap_or("unknown")));
    match alert {
        AlertDescription::ProtocolVersion | AlertDescription::HandshakeFailure => {
            stop.help("it may know neither TLS 1.2 nor TLS 1.3, and browsers know no other")
        }
        AlertDescription::UnrecognisedName => stop.help("it does not know the host that `--fetch` calls"),
        AlertDescription::CertificateRequired | AlertDescription::BadCertificate => {
            stop.help("it asks for a certificate of the client; in a browser the user has one")
        }
        _ => stop,
    }
}

fn of_certificate(address: &str, host: &str, error: &CertificateError) -> Stop {
    let (why, shown) = match error {
        CertificateError::UnknownIssuer => {
            ("is signed by nobody who is trusted here".to_owned(), "net::ERR_CERT_AUTHORITY_INVALID")
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            (format!("is not for `{host}`, but for {}", names(presented)), "net::ERR_CERT_COMMON_NAME_INVALID")
        }
        CertificateError::NotValidForName => (format!("is not for `{host}`"), "net::ERR_CERT_COMMON_NAME_INVALID"),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            ("has expired".to_owned(), "net::ERR_CERT_DATE_INVALID")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            ("is not valid yet".to_owned(), "net::ERR_CERT_DATE_INVALID")
        }
        other if other.to_string().contains("CaUsedAsEndEntity") => {
            return Stop::failure(format!("the certificate of `{address}` is an authority's, not a server's"))
                .help("make it with `basicConstraints=CA:FALSE`, or pass `--insecure` to take any certificate");
        }
        other => (format!("is no good: {other}"), "net::ERR_CERT_INVALID"),
    };
    Stop::failure(format!("the certificate of `{address}` {why}")).help(format!(
        "where a browser does not trust it either, its console says `{shown}`, and nothing of CORS; \
         `--cacert FILE` trusts those who signed it, `--insecure` takes any"
    ))
}

/// The names of a certificate, which the library quotes as `DnsName("a.example")`.
fn names(presented: &[String]) -> String {
    let name = |name: &String| {
        let inner = name.split_once('(').map_or(name.as_str(), |(_, rest)| rest.trim_end_matches(')'));
        format!("`{}`", inner.trim_matches('"'))
    };
    let names: Vec<String> = presented.iter().map(name).collect();
    if names.is_empty() { "no name at all".to_owned() } else { names.join(", ") }
}
