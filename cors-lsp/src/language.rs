//! What the JSON Schema says of a place: its words are written once, for every editor.

use std::{borrow::Cow, sync::LazyLock};

use serde_json::Value;

use crate::outline::Step;

static SCHEMA: LazyLock<Value> = LazyLock::new(cors_compiler::schema::schema);

/// How deep a schema's own conditions are followed.
const DEEPEST: usize = 8;

/// What the schema says of a value.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// The schema itself and everything that it refers to or that may hold beside it.
    views: Vec<&'static Value>,
}

/// A word that may stand somewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// As a value of JSON.
    pub(crate) value: &'static Value,
    /// What it means, in Markdown.
    pub(crate) meaning: Option<&'static str>,
}

impl Word {
    /// As people read it.
    pub(crate) fn as_text(&self) -> Cow<'static, str> {
        self.value.as_str().map_or_else(|| Cow::Owned(self.value.to_string()), Cow::Borrowed)
    }
}

impl Described {
    /// What is said of the value at the end of a path.
    pub(crate) fn at(path: &[Step<'_>]) -> Option<Self> {
        path.iter().try_fold(Self::of(&SCHEMA), |described, step| {
            Some(Self::of(match step {
                Step::Key(key) => described.property(key)?,
                Step::Item(_) => described.find("items")?,
            }))
        })
    }

    fn of(schema: &'static Value) -> Self {
        let mut views = Vec::new();
        gather(schema, DEEPEST, &mut views);
        Self { views }
    }

    /// What it is for, in Markdown.
    pub(crate) fn meaning(&self) -> Option<&'static str> {
        self.find("markdownDescription").and_then(Value::as_str)
    }

    /// The keys of a mapping, each with what is said of it, in the order in which they are usually written.
    pub(crate) fn keys(&self) -> Vec<(&'static str, Self)> {
        let properties = self.find("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(|(key, schema)| (key.as_str(), Self::of(schema))).collect()
    }

    /// The words that may stand there.
    pub(crate) fn words(&self) -> Vec<Word> {
        let words = self.views.iter().flat_map(|view| {
            let values = view.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let meanings = view.get("markdownEnumDescriptions").and_then(Value::as_array);
            let meaning = move |at: usize| meanings.and_then(|all: &Vec<Value>| all.get(at)?.as_str());
            values.iter().enumerate().map(move |(at, value)| Word { value, meaning: meaning(at) })
        });
        words.collect()
    }

    /// Examples of what may stand there.
    pub(crate) fn examples(&self) -> &'static [Value] {
        self.find("examples").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// Reports whether a value of this type may stand there.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.find("type").is_some_and(|of| match of {
            Value::Array(types) => types.iter().any(|of| of == name),
            of => of == name,
        })
    }

    fn property(&self, key: &str) -> Option<&'static Value> {
        let named = self.views.iter().find_map(|view| view.get("properties")?.get(key));
        named.or_else(|| self.find("additionalProperties").filter(|schema| schema.is_object()))
    }

    fn find(&self, keyword: &str) -> Option<&'static Value> {
        self.views.iter().find_map(|view| view.get(keyword))
    }
}

fn gather(schema: &'static Value, depth: usize, views: &mut Vec<&'static Value>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    views.push(schema);
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(|to| SCHEMA.pointer(to.strip_prefix('#')?));
    let beside = ["then", "else"].into_iter().filter_map(|keyword| schema.get(keyword));
    let all = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|keyword| schema.get(keyword)?.as_array()).flatten();
    for view in reference.into_iter().chain(beside).chain(all) {
        gather(view, depth, views);
    }
}
