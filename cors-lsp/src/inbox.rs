use std::collections::VecDeque;

use crossbeam_channel::Receiver;
use lsp_server::{ErrorCode, Message, Request, RequestId};
use lsp_types::{CancelParams, NumberOrString, notification::Cancel, notification::Notification as _};

use crate::{requests::Refusal, told};

/// What came and was not looked at yet. All that waits is taken in before the next message is handled: a request that was given up in
/// the meantime need not be answered, and edits that wait together are judged together.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    waiting: VecDeque<Message>,
}

impl Inbox {
    /// Takes in all that has come; waits for nothing. What it returns is to be sent: the answers to requests that were given up.
    pub(crate) fn take_in(&mut self, receiver: &Receiver<Message>) -> Vec<String> {
        receiver.try_iter().filter_map(|message| self.add(message)).collect()
    }

    /// Adds a message. If it gives up a request that waits, that is not handled, and this is its answer.
    pub(crate) fn add(&mut self, message: Message) -> Option<String> {
        match &message {
            Message::Notification(cancel) if cancel.method == Cancel::METHOD => {
                let CancelParams { id } = serde_json::from_value(cancel.params.clone()).ok()?;
                self.give_up(id)
            }
            _ => {
                self.waiting.push_back(message);
                None
            }
        }
    }

    /// The message that has waited longest.
    pub(crate) fn next(&mut self) -> Option<Message> {
        self.waiting.pop_front()
    }

    fn give_up(&mut self, id: NumberOrString) -> Option<String> {
        let id: RequestId = match id {
            NumberOrString::Number(id) => id.into(),
            NumberOrString::String(id) => id.into(),
        };
        let is_it = |message: &Message| matches!(message, Message::Request(Request { id: own, .. }) if *own == id);
        let at = self.waiting.iter().position(is_it)?;
        self.waiting.remove(at)?;
        let message = "the client gave this request up".to_owned();
        Some(told::refused(&id, Refusal { code: ErrorCode::RequestCanceled, message }))
    }
}
