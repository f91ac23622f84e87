use cors_core::OnDenied;

use crate::{
    PolicyBlock, PreflightMode, Spanned, rules,
    yaml::{Kind, Node},
};

use super::{Reader, scalar::is_digits};

/// A day, in seconds: no browser keeps a preflight longer.
const LONGEST_MAX_AGE: u32 = 86_400;

impl Reader<'_> {
    /// A key that stands wherever a policy may.
    pub(super) fn policy_key(&mut self, key: Spanned<&'static str>, node: &Node, block: &mut PolicyBlock) {
        block.keys.push(key);
        match key.value {
            "allow_origins" => block.allow_origins = self.allow_origins(node),
            "allow_methods" => block.allow_methods = self.methods(node),
            "allow_headers" => block.allow_headers = self.request_headers(node),
            "expose_headers" => block.expose_headers = self.response_headers(node),
            "allow_credentials" => block.allow_credentials = self.boolean(node),
            "max_age" => block.max_age = self.max_age(node),
            "preflight" => {
                let modes = [("answer", PreflightMode::Answer), ("forward", PreflightMode::Forward)];
                block.preflight = self.word(node, &modes);
            }
            "preflight_status" => block.preflight_status = self.preflight_status(node),
            "on_denied" => {
                block.on_denied = self.word(node, &[("pass", OnDenied::Pass), ("reject", OnDenied::Reject)]);
            }
            "accept_risks" => block.accept_risks = self.acceptances(node),
            _ => {}
        }
    }

    fn preflight_status(&mut self, node: &Node) -> Option<Spanned<u16>> {
        match &node.kind {
            Kind::Scalar { value, plain: true, .. } if value == "200" => Some(Spanned::new(200, node.span)),
            Kind::Scalar { value, plain: true, .. } if value == "204" => Some(Spanned::new(204, node.span)),
            _ => self.wrong_type(node, "`200` or `204`"),
        }
    }

    /// Seconds, or a number with its unit.
    fn max_age(&mut self, node: &Node) -> Option<Spanned<u32>> {
        let wanted = "seconds, or a duration such as `90s`, `10m`, `2h` or `1d`";
        let Kind::Scalar { value, plain, .. } = &node.kind else { return self.wrong_type(node, wanted) };
        let (digits, unit) = match value.strip_suffix(['s', 'm', 'h', 'd']) {
            Some(digits) => (digits, value.get(digits.len()..).unwrap_or_default()),
            None if *plain => (value.as_str(), "s"),
            None => return self.wrong_type(node, wanted),
        };
        let magnitude = digits.strip_prefix('-').unwrap_or(digits);
        if !is_digits(magnitude) {
            return self.wrong_type(node, wanted);
        }
        let seconds_each = match unit {
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => 1,
        };
        let seconds = magnitude.parse::<u32>().ok().and_then(|number| number.checked_mul(seconds_each));
        match seconds {
            Some(seconds) if seconds <= LONGEST_MAX_AGE && !digits.starts_with('-') => {
                Some(Spanned::new(seconds, node.span))
            }
            _ => {
                self.refuse(rules::max_age_range::at(node.span, value));
                None
            }
        }
    }
}
