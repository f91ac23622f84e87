use std::fmt;

use url::Url;

use crate::{AddressSpace, Api, Browser};

/// What a page's author should know although nothing fails by it, or beside what fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A header that the page sets and the browser drops, by its name as typed.
    HeaderDropped(String),
    /// A method that is not in upper case, and that browsers leave so.
    MethodCase(String),
    /// An `https` page asks for an `http` URL, which is not sent.
    MixedContent(String),
    /// The URL is nearer to the user than the page: Chromium asks the user first.
    LocalNetwork(AddressSpace),
    /// A preflight's answer is kept for less than it asks.
    MaxAge {
        /// What it asks, in seconds as sent.
        asked: String,
        /// For how many seconds it is kept.
        kept: u64,
    },
    /// `*` stands for `Authorization` in this browser, and not in the standard.
    AuthorizationByWildcard,
}

impl Warning {
    /// What the console of a browser says of it.
    pub(crate) fn console(&self, browser: Browser, api: Api, url: Option<&Url>) -> Option<String> {
        match (self, browser) {
            (Self::AuthorizationByWildcard, Browser::Firefox) => url.map(crate::console::warning),
            (Self::HeaderDropped(name), Browser::Chromium | Browser::Safari) if api != Api::Fetch => {
                Some(format!("Refused to set unsafe header \"{name}\""))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeaderDropped(name) => write!(f, "pages cannot set `{name}`: it is dropped"),
            Self::MethodCase(method) => {
                write!(f, "browsers send `{method}` as it is written, and compare it byte for byte with what is allowed")
            }
            Self::MixedContent(url) => write!(f, "`{url}` is not secure: no page from `https` may call it"),
            Self::LocalNetwork(space) => {
                write!(f, "the address is in the {} space: Chromium asks the user before it sends anything", space.name())
            }
            Self::MaxAge { asked, kept } => {
                write!(f, "the answer to the preflight says `Access-Control-Max-Age: {asked}`, and is kept for {kept} s")
            }
            Self::AuthorizationByWildcard => f.write_str(
                "`*` in `Access-Control-Allow-Headers` stands for `Authorization` here, and not by the standard: list it",
            ),
        }
    }
}
