use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Where an address is: what [Local Network Access] asks.
///
/// [Local Network Access]: https://wicg.github.io/local-network-access/#ip-address-space-section
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressSpace {
    /// On the web.
    Public,
    /// On the network of whoever browses.
    Local,
    /// On their own machine.
    Loopback,
}

impl AddressSpace {
    /// Where a URL's host is, as far as it can be told without looking names up.
    pub fn of(url: &Url) -> Option<Self> {
        match url.host()? {
            Host::Ipv4(address) => Some(Self::of_v4(address)),
            Host::Ipv6(address) => Some(Self::of_v6(address)),
            Host::Domain(name) if is_localhost(name) => Some(Self::Loopback),
            Host::Domain(name) if name.trim_end_matches('.').ends_with(".local") => Some(Self::Local),
            Host::Domain(_) => None,
        }
    }

    const fn of_v4(address: Ipv4Addr) -> Self {
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_private() || address.is_link_local() {
            Self::Local
        } else {
            Self::Public
        }
    }

    const fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(address) = address.to_ipv4_mapped() {
            Self::of_v4(address)
        } else if address.is_loopback() {
            Self::Loopback
        } else if address.is_unique_local() || address.is_unicast_link_local() {
            Self::Local
        } else {
            Self::Public
        }
    }

    /// Its name, as consoles have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Local => "local",
            Self::Loopback => "loopback",
        }
    }
}

/// Reports whether a URL is [potentially trustworthy]: by `https`, or of one's own machine.
///
/// [potentially trustworthy]: https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
pub(crate) fn is_trustworthy(url: &Url) -> bool {
    match url.scheme() {
        "https" | "wss" | "file" | "data" => true,
        _ => AddressSpace::of(url) == Some(AddressSpace::Loopback),
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}
