use cors_core::Line;

/// A request's target, in whichever version of the crate `http` it was parsed.
pub(crate) struct RequestTarget<'a> {
    pub(crate) has_scheme: bool,
    pub(crate) authority: Option<&'a str>,
    pub(crate) path: &'a str,
}

impl<'a> RequestTarget<'a> {
    /// The raw path.
    pub(crate) fn path(&self) -> &'a [u8] {
        match self.authority {
            // `GET admin`: to `http` that is an authority whose path is empty, so it would be taken for `/`.
            Some(authority) if !self.has_scheme => authority.as_bytes(),
            _ => self.path.as_bytes(),
        }
    }

    /// The authority that the request was sent to. HTTP/2 has `:authority`, which servers put into the URI, and mostly no `Host`.
    pub(crate) fn authority(&self, host: Line<'a>) -> Option<&'a [u8]> {
        match (self.authority, host) {
            (Some(authority), _) => Some(authority.as_bytes()),
            (None, Line::One(host)) => Some(host),
            (None, Line::Absent | Line::Several) => None,
        }
    }
}
