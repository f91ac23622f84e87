use crate::{
    Fault, Finding, OriginItem, OriginPattern, Origins, Span, Spanned,
    edits::{splitting, unwrapping},
    name::is_set_name,
    origin_pattern::SEPARATORS,
    rules,
    yaml::{Kind, Node},
};

use super::{MOST_ORIGINS, Reader, scalar::Text};

impl Reader<'_> {
    /// `allow_origins`: `"*"` or a list.
    pub(super) fn allow_origins(&mut self, node: &Node) -> Option<Spanned<Origins>> {
        let items = match &node.kind {
            Kind::Scalar { value, .. } if value == "*" => return Some(Spanned::new(Origins::Any, node.span)),
            Kind::List(items) => items,
            _ => return self.no_list(node, "allow_origins", "`\"*\"` or a list of origins", is_surely_an_origin),
        };
        if items.is_empty() {
            self.refuse(rules::no_origins::at(node.span));
            return None;
        }
        let mut origins = Vec::new();
        for item in items {
            let Some(text) = self.text(item, "an origin") else { continue };
            if text.value == "*" {
                self.refuse(if items.len() == 1 {
                    let fix = unwrapping::of_only_element(self.source, node.span, text.span);
                    rules::any_origin_in_list::alone(text.span, fix)
                } else {
                    rules::any_origin_in_list::among_others(text.span)
                });
            } else if let Some(set) = text.value.strip_prefix('$') {
                if is_set_name(set) {
                    origins.push(Spanned::new(OriginItem::Set(set.to_owned()), text.span));
                } else {
                    self.refuse(rules::unknown_set::at(text.span, set, std::iter::empty()));
                }
            } else {
                origins.extend(self.pattern(text).map(|p| Spanned::new(OriginItem::Pattern(p.value), p.span)));
            }
        }
        Some(Spanned::new(Origins::List(origins), node.span))
    }

    /// The contents of an origin set: a list, possibly empty.
    pub(super) fn set_origins(&mut self, node: &Node, key: &str) -> Vec<Spanned<OriginPattern>> {
        let Kind::List(items) = &node.kind else {
            self.no_list::<()>(node, key, "a list of origins", is_surely_an_origin);
            return Vec::new();
        };
        let mut origins = Vec::new();
        for item in items {
            let Some(text) = self.text(item, "an origin") else { continue };
            origins.extend(self.set_origin(text));
        }
        origins
    }

    /// An element of an origin set.
    pub(super) fn set_origin(&mut self, text: Text<'_>) -> Option<Spanned<OriginPattern>> {
        if text.value == "*" {
            self.refuse(rules::any_origin_in_list::in_set(text.span));
            return None;
        }
        if text.value.starts_with('$') {
            let finding =
                Finding::new(&rules::origin_syntax::RULE, text.span, "an origin set lists origins, not other sets");
            self.refuse(finding.subject(text.value).help("name both sets in `allow_origins`"));
            return None;
        }
        self.pattern(text)
    }

    /// A value that should be a list: wrapping it is the cure where each part of it surely is an element. `none`, `all` or `null` are
    /// words about the list: in one they would be names.
    pub(super) fn no_list<T>(
        &mut self,
        node: &Node,
        key: &str,
        wanted: &str,
        is_surely_an_element: fn(&str) -> bool,
    ) -> Option<T> {
        match &node.kind {
            Kind::Scalar { value, .. } if !value.is_empty() && value != "*" => {
                let is_certain = value.split(',').map(str::trim).all(is_surely_an_element);
                let list = is_certain.then(|| splitting::of_scalar(self.source, node.span, value)).flatten();
                self.refuse(rules::scalar_for_list::at(node.span, key, list));
                None
            }
            _ => self.wrong_type(node, wanted),
        }
    }

    fn pattern(&mut self, text: Text<'_>) -> Option<Spanned<OriginPattern>> {
        self.origins += 1;
        if self.origins == MOST_ORIGINS + 1 {
            self.refuse(rules::too_large::past(text.span, MOST_ORIGINS, "origin patterns"));
        }
        if self.origins > MOST_ORIGINS {
            return None;
        }
        match OriginPattern::parse(text.value) {
            Ok(pattern) => Some(Spanned::new(pattern, text.span)),
            Err(faults) => {
                for fault in faults {
                    let finding = finding(fault, text);
                    self.refuse(if *finding.rule == rules::origin_comma_list::RULE {
                        let fix = splitting::of_element(self.source, text.span, text.value, &SEPARATORS);
                        Finding { fix, ..finding }
                    } else {
                        finding
                    });
                }
                None
            }
        }
    }
}

/// What is nothing but an origin, though perhaps a wrong one, or a set of them.
fn is_surely_an_origin(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(is_set_name) || text.contains("://")
}

/// A fault at its place in the source. Where the source holds the text in another form, its place is the whole text.
fn finding(fault: Fault, text: Text<'_>) -> Finding {
    let at = text.verbatim.map(|start| Span::new(start + fault.range.start, start + fault.range.end));
    let finding = Finding::new(fault.rule, at.unwrap_or(text.span), fault.message).subject(text.value);
    let finding = match fault.help {
        Some(help) => finding.help(help),
        None => finding,
    };
    match (at, fault.replacement) {
        (Some(at), Some(replacement)) => finding.fix(at, replacement),
        _ => finding,
    }
}
