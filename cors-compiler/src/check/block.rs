use cors_core::OnDenied;

use crate::{Names, Origins, PolicyBlock, PreflightMode, Span, Spanned, rules};

use super::Run;

/// What keys of one policy say together.
impl Run<'_> {
    pub(super) fn block(&mut self, block: &PolicyBlock) {
        match block.credentials() {
            Some(credentials) => self.stars_with_credentials(block, credentials),
            None => self.star_without_authorization(block),
        }
        let any = block.allow_origins.as_ref().filter(|origins| matches!(origins.value, Origins::Any));
        if let (Some(any), Some(Spanned { value: OnDenied::Reject, span })) = (any, block.on_denied) {
            self.verdicts.report.add(rules::reject_with_any_origin::at(span, any.span));
        }
        if let (Some(status), Some(Spanned { value: PreflightMode::Forward, span })) =
            (block.preflight_status, block.preflight)
        {
            self.verdicts.report.add(rules::status_with_forward::at(status.span, span));
        }
        if let Some(capped) = block.max_age.and_then(|max_age| rules::max_age_capped::at(max_age.span, max_age.value)) {
            self.verdicts.report.add(capped);
        }
    }

    /// With credentials, a `*` is a literal to browsers, in each of the four places.
    fn stars_with_credentials(&mut self, block: &PolicyBlock, credentials: Span) {
        if let Some(Spanned { value: Origins::Any, span }) = &block.allow_origins {
            self.verdicts.report.add(rules::credentials_with_any_origin::at(*span, credentials));
        }
        if let Some(span) = star(&block.allow_methods) {
            self.verdicts.report.add(rules::any_method_with_credentials::at(span, credentials));
        }
        if let Some(span) = star(&block.allow_headers) {
            self.verdicts.report.add(rules::any_header_with_credentials::at(span, credentials));
        }
        if let Some(span) = star(&block.expose_headers) {
            self.verdicts.report.add(rules::expose_any_with_credentials::at(span, credentials));
        }
    }

    fn star_without_authorization(&mut self, block: &PolicyBlock) {
        let alone = block.allow_headers.as_ref().filter(|names| names.value.any && names.value.names.is_empty());
        if let Some(alone) = alone {
            self.verdicts.report.add(rules::authorization_not_covered::at(alone.span));
        }
    }
}

fn star(names: &Option<Spanned<Names>>) -> Option<Span> {
    names.as_ref().filter(|names| names.value.any).map(|names| names.span)
}
