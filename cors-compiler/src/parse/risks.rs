use crate::{
    Acceptance, Date, Level, Spanned, rules,
    yaml::{Kind, Node},
};

use super::{Reader, keys::Place};

impl Reader<'_> {
    pub(super) fn acceptances(&mut self, node: &Node) -> Vec<Acceptance> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type::<()>(node, "a list of accepted risks");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.acceptance(item)).collect()
    }

    fn acceptance(&mut self, node: &Node) -> Option<Acceptance> {
        if !matches!(node.kind, Kind::Mapping(_)) {
            return self.wrong_type(node, "an accepted risk, a mapping of `risk`, `origin` and `reason`");
        }
        let (mut risk, mut origin, mut reason, mut until) = (None, None, None, None);
        let (mut has_risk, mut has_origin, mut has_reason) = (false, false, false);
        for (key, node) in self.entries(node, Place::Acceptance).known {
            match key.value {
                "risk" => (has_risk, risk) = (true, self.risk(node)),
                "origin" => {
                    (has_origin, origin) = (true, self.owned_text(node, "an origin as it is written in the list"))
                }
                "reason" => (has_reason, reason) = (true, self.reason(node)),
                _ => until = self.until(node),
            }
        }
        for (key, is_there) in [("risk", has_risk), ("origin", has_origin)] {
            if !is_there {
                self.refuse(rules::missing_key::at(node.head(), key, "an acceptance"));
            }
        }
        if !has_reason {
            self.refuse(rules::risk_without_reason::at(node.head()));
        }
        Some(Acceptance { span: node.head(), risk: risk?, origin: origin?, reason: reason?, until })
    }

    fn risk(&mut self, node: &Node) -> Option<Spanned<String>> {
        let name = self.owned_text(node, "the name of a risk")?;
        if rules::find(&name.value).is_some_and(|rule| rule.level == Level::Risk) {
            return Some(name);
        }
        self.refuse(rules::risk_unknown::at(name.span, &name.value));
        None
    }

    fn reason(&mut self, node: &Node) -> Option<Spanned<String>> {
        // `~` and `null` say nothing, and in quotes would be a reason.
        let is_nothing = |value: &str, plain| plain && (value == "~" || value.eq_ignore_ascii_case("null"));
        let is_blank = matches!(
            &node.kind,
            Kind::Scalar { value, plain, .. } if value.trim().is_empty() || is_nothing(value, *plain)
        );
        if is_blank {
            self.refuse(rules::risk_without_reason::at(node.span));
            return None;
        }
        self.owned_text(node, "a reason")
    }

    /// A day. YAML 1.1 reads one as a date and YAML 1.2 as a text, and both print it the same, so it needs no quotes.
    fn until(&mut self, node: &Node) -> Option<Spanned<Date>> {
        let date = match &node.kind {
            Kind::Scalar { value, .. } => Date::parse(value),
            _ => None,
        };
        match date {
            Some(date) => Some(Spanned::new(date, node.span)),
            None => self.wrong_type(node, "a day such as `2027-01-31`"),
        }
    }

    fn owned_text(&mut self, node: &Node, wanted: &str) -> Option<Spanned<String>> {
        let text = self.text(node, wanted)?;
        Some(Spanned::new(text.value.to_owned(), text.span))
    }
}
