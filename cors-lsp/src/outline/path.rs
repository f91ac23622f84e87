use std::borrow::Cow;

use super::{Entry, Kind, Node, Outline};

/// A step from a value into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step<'t> {
    /// To the value of this key.
    Key(Cow<'t, str>),
    /// To this element, counted from 0.
    Item(usize),
}

/// What stands at a place.
#[derive(Clone, Debug)]
pub(crate) struct At<'o, 't> {
    /// The way from the root to the value; to a key it is the way to its mapping, and the key.
    pub(crate) path: Vec<Step<'t>>,
    /// The value or the key.
    pub(crate) node: &'o Node,
    /// Whether it is a key.
    pub(crate) is_key: bool,
    /// What it stands in, the root first.
    pub(crate) around: Vec<&'o Node>,
}

impl Outline {
    /// The innermost key or value at a byte, or just before it.
    pub(crate) fn at<'o, 't>(&'o self, text: &'t str, byte: usize) -> Option<At<'o, 't>> {
        let mut at = At { path: Vec::new(), node: &self.root, is_key: false, around: Vec::new() };
        loop {
            let node = at.node;
            if !touches(node, byte) {
                return None;
            }
            match &node.kind {
                Kind::Mapping(entries) => {
                    at.around.push(node);
                    let Some(entry) = entry_at(entries, byte) else { return Some(at) };
                    at.path.push(Step::Key(entry.key.value(text)));
                    at.is_key = touches(&entry.key, byte);
                    at.node = if at.is_key { &entry.key } else { &entry.value };
                    if at.is_key {
                        return Some(at);
                    }
                }
                Kind::List(items) => {
                    let index = items.partition_point(|item| item.span.start <= byte).checked_sub(1);
                    let item = index.and_then(|index| Some((index, items.get(index)?)));
                    let Some((index, item)) = item.filter(|(_, item)| touches(item, byte)) else { return Some(at) };
                    at.around.push(node);
                    at.path.push(Step::Item(index));
                    at.node = item;
                }
                Kind::Scalar(_) | Kind::Nothing => return Some(at),
            }
        }
    }
}

impl At<'_, '_> {
    /// The path in words that a pattern can match: the keys, and `#` for any element.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.path.iter().map(Step::word).collect()
    }
}

impl Step<'_> {
    /// The key, or `#`.
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Key(key) => key,
            Self::Item(_) => "#",
        }
    }
}

fn touches(node: &Node, byte: usize) -> bool {
    node.span.start <= byte && byte <= node.span.end
}

/// The entry whose key or value stands at a byte.
fn entry_at(entries: &[Entry], byte: usize) -> Option<&Entry> {
    let index = entries.partition_point(|entry| entry.key.span.start <= byte).checked_sub(1)?;
    entries.get(index).filter(|entry| touches(&entry.key, byte) || touches(&entry.value, byte))
}
