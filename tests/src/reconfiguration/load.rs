use std::{
    net::SocketAddr,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    PATIENCE, Question, STREAK, Tally,
    client::{Asked, Connection},
};
use crate::{Answer, Failure};

/// Clients that ask without a pause to speak of: some on a connection that they keep, some on a new one each time.
pub(super) struct Load {
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

const KEEPING: usize = 3;
const FRESH: usize = 3;

/// Between two requests of a client: the servers are to be asked steadily, not to be kept from reading their configuration.
const PAUSE: Duration = Duration::from_millis(1);

/// After so many of a kind there is enough to think about.
const MOST: usize = 5;

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// The policy that is in force, or comes.
    expected: usize,
    /// Counts the switches, so that an answer is judged by what was in force when it was asked for.
    switch: usize,
    /// Whether the other one is gone.
    is_settled: bool,
    /// How many answers each client has got in a row by the expected policy.
    streaks: Vec<usize>,
    is_over: bool,
    tally: Tally,
}

/// What was in force when a request was sent.
#[derive(Clone, Copy)]
struct Sent {
    switch: usize,
    is_settled: bool,
}

impl Load {
    /// Begins to ask.
    pub(super) fn start(address: SocketAddr, questions: Vec<Question>, in_force: usize) -> Self {
        let state = State {
            expected: in_force,
            switch: 0,
            is_settled: true,
            streaks: vec![0; KEEPING + FRESH],
            is_over: false,
            tally: Tally::default(),
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let questions = Arc::new(questions);
        let client = |number| {
            let (shared, questions) = (Arc::clone(&shared), Arc::clone(&questions));
            let connection = if number < KEEPING { Connection::kept(address) } else { Connection::fresh(address) };
            thread::spawn(move || shared.ask(number, connection, &questions))
        };
        let clients = (0..KEEPING + FRESH).map(client).collect();
        Self { shared, clients }
    }

    /// From now on answers by this policy may come too, and soon are to come alone.
    pub(super) fn expect(&mut self, policy: usize) {
        let mut state = self.shared.state();
        state.expected = policy;
        state.switch += 1;
        state.is_settled = false;
        state.streaks.fill(0);
    }

    /// Waits until each client has got [`STREAK`] answers in a row by the expected policy and the server has let go of the other;
    /// then for as many again, of which none may be by the other.
    pub(super) fn until_settled(
        &mut self,
        mut has_taken: impl FnMut() -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        self.until_streaks()?;
        let since = Instant::now();
        while !has_taken()? {
            if since.elapsed() > PATIENCE {
                return Err("the server does not let go of the configuration before".into());
            }
            thread::sleep(PAUSE);
        }
        {
            let mut state = self.shared.state();
            state.is_settled = true;
            state.streaks.fill(0);
        }
        self.until_streaks()
    }

    fn until_streaks(&self) -> Result<(), Failure> {
        let waits = |state: &mut State| state.streaks.iter().any(|streak| *streak < STREAK) && !state.is_over;
        let state = self.shared.state();
        let waited = self.shared.changed.wait_timeout_while(state, PATIENCE, waits);
        let (state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if !state.is_over && !waited.timed_out() {
            return Ok(());
        }
        let Tally { failed, mixed, late, .. } = &state.tally;
        let samples = [failed, mixed, late].map(|samples| samples.join("\n")).join("\n");
        Err(format!("{}; in a row, of policy {}: {:?}\n{samples}", state.tally, state.expected, state.streaks).into())
    }

    /// Ends, and says what came of it.
    pub(super) fn stop(mut self) -> Tally {
        self.end();
        std::mem::take(&mut self.shared.state().tally)
    }

    fn end(&mut self) {
        self.shared.state().is_over = true;
        for client in self.clients.drain(..) {
            _ = client.join();
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a client does.
    fn ask(&self, client: usize, mut connection: Connection, questions: &[Question]) {
        // The switch in which this connection gave an answer by the new policy: from then on it gives no other.
        let mut turned = None;
        for question in questions.iter().cycle().skip(client * 2) {
            let sent = {
                let state = self.state();
                if state.is_over {
                    return;
                }
                Sent { switch: state.switch, is_settled: state.is_settled }
            };
            let asked = connection.ask(&question.request);
            let mut state = self.state();
            match asked {
                Ok(asked) => state.judge(client, sent, question, asked, &mut turned),
                Err(error) => state.tally.failed.push(error.to_string()),
            }
            state.is_over |= state.tally.failed.len().max(state.tally.mixed.len()).max(state.tally.late.len()) >= MOST;
            self.changed.notify_all();
            drop(state);
            thread::sleep(PAUSE);
        }
    }
}

impl State {
    fn judge(&mut self, client: usize, sent: Sent, question: &Question, asked: Asked, turned: &mut Option<usize>) {
        self.tally.requests += 1;
        self.tally.resent += usize::from(asked.is_resent);
        let text = |answer: &Answer| format!("{}: {answer:?}", question.request.bytes().escape_ascii());
        let answer = match asked.answer {
            Ok(answer) => answer,
            Err(error) => {
                return self.tally.failed.push(format!("{}: {error}", question.request.bytes().escape_ascii()));
            }
        };
        let Some(policy) = question.answers.iter().position(|of| *of == answer) else {
            return self.tally.mixed.push(text(&answer));
        };
        // The policy was changed while it was on its way: it may be of either.
        if sent.switch != self.switch {
            return;
        }
        if !asked.is_reused {
            *turned = None;
        }
        if policy == self.expected {
            self.streaks[client] += 1;
            *turned = Some(sent.switch);
            return;
        }
        self.streaks[client] = 0;
        if sent.is_settled || *turned == Some(sent.switch) {
            self.tally.late.push(text(&answer));
        }
    }
}
