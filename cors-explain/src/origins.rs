use cors_browser::{Call, Origin};
use url::Url;

/// Who calls whom, cut into their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// The page's origin, as it is sent.
    pub page: String,
    /// The URL's origin.
    pub server: String,
    /// Whether they are the same.
    pub is_same: bool,
    /// Whether they are of one site: it decides on cookies, not on CORS.
    pub is_same_site: bool,
    /// Scheme, host and port, in this order.
    pub rows: Vec<OriginRow>,
}

/// A part of both origins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginRow {
    /// `scheme`, `host` or `port`.
    pub name: &'static str,
    /// The page's; `None`: its origin has no parts.
    pub page: Option<String>,
    /// The URL's; `None`: it cannot be read, or has none.
    pub server: Option<String>,
    /// Whether they differ.
    pub differs: bool,
}

pub(crate) fn of(call: &Call) -> Origins {
    let (page, server) = (&call.page.origin, Url::parse(&call.url).ok().map(|url| Origin::of(&url)));
    let (of_page, of_server) = (parts(Some(page)), parts(server.as_ref()));
    let row = |(name, (page, server)): (&'static str, (Option<String>, Option<String>))| {
        let differs = page != server || page.is_none();
        OriginRow { name, page, server, differs }
    };
    Origins {
        page: page.to_string(),
        server: server.as_ref().map_or_else(|| call.url.clone(), Origin::to_string),
        is_same: server.as_ref().is_some_and(|server| page.is_same(server)),
        is_same_site: call.same_site,
        rows: ["scheme", "host", "port"].into_iter().zip(of_page.into_iter().zip(of_server)).map(row).collect(),
    }
}

fn parts(origin: Option<&Origin>) -> [Option<String>; 3] {
    let Some((scheme, host, port)) = origin.and_then(Origin::parts) else { return [None, None, None] };
    let elided = match scheme {
        "http" => "80",
        "https" => "443",
        _ => "none",
    };
    [scheme, host, port.unwrap_or(elided)].map(|part| Some(part.to_owned()))
}
