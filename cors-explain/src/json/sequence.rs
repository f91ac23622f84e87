use serde::Serialize;

use crate::{Event, HeaderLine, Note};

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum JsonEvent<'a> {
    Message {
        message: &'static str,
        title: &'a str,
        headers: Vec<(&'a str, Option<&'a str>)>,
        deciding: Vec<&'a str>,
        refused: bool,
    },
    Note {
        note: String,
    },
}

impl<'a> JsonEvent<'a> {
    pub(super) fn new(event: &'a Event) -> Self {
        match event {
            Event::Message(message) => {
                let decides = |line: &&HeaderLine| matches!(line.part, crate::Part::Allows | crate::Part::Refuses);
                Self::Message {
                    message: message.what.name(),
                    title: &message.title,
                    headers: message.lines.iter().map(|line| (line.name.as_str(), line.value.as_deref())).collect(),
                    deciding: message.lines.iter().filter(decides).map(|line| line.name.as_str()).collect(),
                    refused: message.is_refused,
                }
            }
            Event::Note(Note { words, .. }) => Self::Note { note: words.to_string() },
        }
    }
}
