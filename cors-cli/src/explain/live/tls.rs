mod insecure;
mod refusal;

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, ValueHint};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

use super::connection::Connection;
use crate::{output, stop::Stop};
use insecure::AnyCertificate;

/// Whose signature under the certificate of a server is trusted: as `curl` is told.
#[derive(Clone, Debug, Args)]
pub(in crate::explain) struct Trust {
    /// Trust the certificates in this file (PEM), in place of those that this machine trusts
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "live")]
    cacert: Option<PathBuf>,

    /// Take any certificate, whosever it is
    #[arg(short = 'k', long, requires = "live", conflicts_with = "cacert")]
    insecure: bool,
}

/// What is to be found in the certificates of a server.
pub(super) struct Tls(Arc<ClientConfig>);

impl Trust {
    /// For a server that has no certificate.
    pub(super) fn unused(&self) -> Result<Option<Tls>, Stop> {
        if self.cacert.is_none() && !self.insecure {
            return Ok(None);
        }
        Err(Stop::failure("a server that is asked by `http` has no certificate").help("name it as `https://HOST:PORT`"))
    }

    fn roots(&self) -> Result<RootCertStore, Stop> {
        let mut roots = RootCertStore::empty();
        match &self.cacert {
            Some(path) => {
                for certificate in certificates(path)? {
                    let added = roots.add(certificate);
                    added.map_err(|error| Stop::failure(format!("`{}`: {error}", path.display())))?;
                }
            }
            None => {
                // One that cannot be read is none of those that this server needs, most often.
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        if roots.is_empty() {
            let stop = Stop::failure("nobody's signature is trusted on this machine");
            return Err(stop.help("name a file of certificates by `--cacert FILE`, or install `ca-certificates`"));
        }
        Ok(roots)
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Stop> {
    let stop = |error: String| Stop::failure(format!("`{}` holds no certificates: {error}", path.display()));
    let read = std::fs::read(path).map_err(|error| Stop::of_file(path, "read", &error))?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read).collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err(stop("there is no `-----BEGIN CERTIFICATE-----` in it".into()))
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(stop(error.to_string())),
    }
}

impl Tls {
    /// What is taken for a good certificate.
    pub(super) fn new(trust: &Trust) -> Result<Self, Stop> {
        // Named, since else it would be whichever the crates of this program agree on.
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(|error| Stop::failure(format!("TLS cannot be spoken: {error}")))?;
        let mut config = if trust.insecure {
            output::talk("taking any certificate: whoever is on the way can answer in the server's place");
            let any = Arc::new(AnyCertificate::new(provider.signature_verification_algorithms));
            builder.dangerous().with_custom_certificate_verifier(any).with_no_client_auth()
        } else {
            builder.with_root_certificates(trust.roots()?).with_no_client_auth()
        };
        // What comes back is read as HTTP/1.1.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }

    /// Speaks TLS on a connection, with a server that can show that this is its name.
    pub(super) fn stream(
        &self,
        host: &str,
        connection: Connection,
    ) -> io::Result<StreamOwned<ClientConnection, Connection>> {
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(io::Error::other)?;
        let client = ClientConnection::new(Arc::clone(&self.0), name).map_err(io::Error::other)?;
        Ok(StreamOwned::new(client, connection))
    }

    /// Tells why a server is not spoken to; `None`: that is nothing of TLS.
    pub(super) fn failed(&self, address: &str, host: &str, error: &io::Error) -> Option<Stop> {
        let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
        Some(refusal::refusal(address, host, error))
    }
}
