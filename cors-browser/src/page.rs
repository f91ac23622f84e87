use url::Url;

use crate::{AddressSpace, Origin, address_space::is_trustworthy};

/// Who calls: a page, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its origin.
    pub origin: Origin,
    /// Whether it is a [secure context](https://w3c.github.io/webappsec-secure-contexts/#secure-contexts).
    pub is_secure: bool,
    /// Where it was loaded from, if that is known.
    pub address_space: Option<AddressSpace>,
    /// Whether its user lets it call the local network.
    pub permission: Permission,
}

/// What the user said of the local network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permission {
    /// Not asked so far: Chromium asks, and the call waits for the answer.
    #[default]
    Unknown,
    /// It may.
    Granted,
    /// It may not.
    Denied,
}

impl Page {
    /// The page of a URL or of an origin, or `null` for one without an origin of its own, such as a sandboxed one.
    ///
    /// # Errors
    ///
    /// A text that is no URL.
    pub fn parse(text: &str) -> Result<Self, url::ParseError> {
        let origin = Origin::parse(text)?;
        let url = Url::parse(text).ok();
        Ok(Self {
            // A sandboxed page is as secure as where it came from, which is not told.
            is_secure: url.as_ref().is_none_or(|url| is_trustworthy(url) && url.scheme() != "data"),
            address_space: url.as_ref().and_then(AddressSpace::of),
            origin,
            permission: Permission::default(),
        })
    }
}
