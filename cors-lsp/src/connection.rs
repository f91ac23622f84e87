use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::Message;

/// What a client sends, and what is sent to it.
///
/// Not `lsp_server::Connection`: there what is sent is a tree of JSON. To build one of ten thousand findings, and to let go of it, costs
/// several times what it costs to write them.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Messages from the client.
    pub receiver: Receiver<Message>,
    /// Messages to the client, each a text of JSON.
    pub sender: Sender<String>,
}

/// The other end of a connection.
#[derive(Clone, Debug)]
pub struct ClientEnd {
    /// Messages from the server, each a text of JSON.
    pub receiver: Receiver<String>,
    /// Messages to the server.
    pub sender: Sender<Message>,
}

impl Connection {
    /// A connection within this process.
    ///
    /// Neither end waits for the other: a client may write much before it reads anything.
    pub fn memory() -> (Self, ClientEnd) {
        let (to_server, from_client) = unbounded();
        let (to_client, from_server) = unbounded();
        let server = Self { receiver: from_client, sender: to_client };
        (server, ClientEnd { receiver: from_server, sender: to_server })
    }
}
