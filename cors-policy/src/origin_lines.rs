use cors_core::{Field, Line, Request};

/// The lines of a request's `Origin`, looked up once: what is decided by is also what is echoed.
pub(crate) struct OriginLines<'a, Value> {
    pub(crate) first: Option<&'a Value>,
    pub(crate) several: bool,
}

/// A request whose `Origin` has been looked up.
pub(crate) struct WithOrigin<'a, R> {
    pub(crate) request: R,
    pub(crate) origin: Line<'a>,
}

impl<'a, Value: AsRef<[u8]>> OriginLines<'a, Value> {
    /// What a decision sees of them.
    pub(crate) fn line(&self) -> Line<'a> {
        match self.first {
            _ if self.several => Line::Several,
            Some(value) => match value.as_ref() {
                [] => Line::Absent,
                line => Line::One(line),
            },
            None => Line::Absent,
        }
    }
}

impl<R: Request> Request for WithOrigin<'_, R> {
    fn method(&self) -> &[u8] {
        self.request.method()
    }

    fn path(&self) -> &[u8] {
        self.request.path()
    }

    fn authority(&self) -> Option<&[u8]> {
        self.request.authority()
    }

    fn line(&self, field: Field) -> Line<'_> {
        match field {
            Field::Origin => self.origin,
            Field::RequestMethod | Field::SecFetchSite => self.request.line(field),
        }
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        self.request.request_list()
    }
}
