use std::sync::Arc;

/// Text that becomes a header value once, when a layer is made or a policy is read, and never again for a request.
pub trait HeaderText {
    /// The text.
    fn text(&self) -> &str;
    /// The same, where it lives as long as the program does: it need not be copied then.
    fn fixed(&self) -> Option<&'static str>;
}

impl HeaderText for &'static str {
    fn text(&self) -> &str {
        self
    }

    fn fixed(&self) -> Option<&'static str> {
        Some(self)
    }
}

impl HeaderText for Arc<str> {
    fn text(&self) -> &str {
        self
    }

    fn fixed(&self) -> Option<&'static str> {
        None
    }
}
