use crate::{
    Departure, Mode, Origin, ReferrerPolicy,
    pending::{Pending, Tainting},
};

impl Pending {
    /// The `Origin` that the request carries, if any: [append a request `Origin` header].
    ///
    /// [append a request `Origin` header]: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    pub(crate) fn origin_header(&self) -> Option<String> {
        if self.tainting == Tainting::Cors {
            return Some(self.origin());
        }
        // Who changes something says where it comes from, at home too.
        if matches!(self.method.as_str(), "GET" | "HEAD") {
            return None;
        }
        let hides = self.call.mode != Mode::Cors && self.policy_hides_origin();
        let is_null = hides && !self.browser.departs(Departure::OriginWithoutCors);
        Some(if is_null { Origin::Opaque.to_string() } else { self.origin() })
    }

    fn policy_hides_origin(&self) -> bool {
        let is_secure = self.call.page.origin.parts().is_some_and(|(scheme, ..)| scheme == "https");
        match self.call.referrer_policy {
            ReferrerPolicy::NoReferrer => true,
            ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::StrictOrigin
            | ReferrerPolicy::StrictOriginWhenCrossOrigin => is_secure && self.url.scheme() != "https",
            ReferrerPolicy::SameOrigin => !self.is_own(),
            ReferrerPolicy::Origin | ReferrerPolicy::OriginWhenCrossOrigin | ReferrerPolicy::UnsafeUrl => false,
        }
    }
}
