//! A server whose policy is changed while it answers: every answer is wholly by the one policy or wholly by the other, and no
//! request fails.

mod client;
mod envoy;
mod load;
mod nginx;
mod policies;
mod reloading;

use std::{
    fmt, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{Answer, Failure, Group, Request, corpus::is_same};
use client::Connection;
use load::Load;

pub use envoy::Envoy;
pub use nginx::Nginx;
pub use reloading::Reloading;

/// A server that takes another policy while it runs.
pub trait Reconfigured {
    /// What the closing lines of a run call it.
    fn name(&self) -> &'static str;

    /// The target whose differences it declares; `None`: it answers exactly as the decision does.
    fn target(&self) -> Option<&'static str>;

    /// Where it listens.
    fn address(&self) -> SocketAddr;

    /// Whether it may close a connection between two requests because its policy changed.
    fn closes_connections(&self) -> bool {
        false
    }

    /// Puts what is generated for a policy where the server finds it, as who runs it would. It may return before that is in force.
    ///
    /// # Errors
    ///
    /// What kept it from doing so.
    fn put(&mut self, policy: &Group) -> Result<(), Failure>;

    /// Whether nothing answers any more by what was there before the last [`Reconfigured::put`], as far as the server tells. Where
    /// it cannot tell, `true`: the answers will.
    ///
    /// # Errors
    ///
    /// What the server says against it.
    fn has_taken(&mut self) -> Result<bool, Failure>;

    /// Puts there what the server must refuse, and returns when it has: how often.
    ///
    /// # Errors
    ///
    /// If it did not.
    fn put_broken(&mut self) -> Result<usize, Failure>;
}

/// What came of a server.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Requests that were answered.
    pub requests: usize,
    /// How many times the one policy took the place of the other.
    pub switches: usize,
    /// Configurations that were refused.
    pub refused: usize,
    /// Requests that were sent again: on a connection that had carried one before, and that was closed before any byte of an
    /// answer came. That is for the client to mend ([RFC 9112, 9.3.1](https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1)), and
    /// browsers do.
    pub resent: usize,
    /// Requests without an answer, or with half of one.
    pub failed: Vec<String>,
    /// Answers that are of neither policy.
    pub mixed: Vec<String>,
    /// Answers of the policy before, to requests that were sent when it was no longer in force.
    pub late: Vec<String>,
}

/// How often the policy is changed.
pub const SWITCHES: usize = 40;

/// So many answers in a row each client must have got, by the new policy alone, before a switch counts as done; and so many again
/// before the next.
const STREAK: usize = 12;

/// How long one switch may take on a machine that has other work. Nothing waits for it that goes well.
const PATIENCE: Duration = Duration::from_secs(60);

/// Changes the policy of a server [`SWITCHES`] times under load, and in the middle gives it what it must refuse.
///
/// # Errors
///
/// What kept it from being changed.
pub fn run(server: &mut dyn Reconfigured) -> Result<Tally, Failure> {
    let policies = [policies::one(), policies::two()];
    let mut questions = policies::requests().into_iter().map(Question::new).collect::<Vec<_>>();
    for (number, policy) in policies.iter().enumerate() {
        server.put(policy)?;
        learn(server, policy, number, &mut questions)?;
    }
    policies::assert_all_tells(&questions);
    let mut in_force = policies.len() - 1;
    let mut load = Load::start(server.address(), questions, in_force);
    load.until_settled(|| Ok(true))?;
    let mut refused = 0;
    for switch in 0..SWITCHES {
        if switch == SWITCHES / 2 {
            refused = server.put_broken()?;
            load.until_settled(|| Ok(true))?;
        }
        in_force = 1 - in_force;
        load.expect(in_force);
        server.put(&policies[in_force])?;
        load.until_settled(|| server.has_taken())?;
    }
    Ok(Tally { refused, switches: SWITCHES, ..load.stop() })
}

/// A request, and what each policy answers.
#[derive(Clone, Debug)]
struct Question {
    request: Request,
    answers: Vec<Answer>,
}

impl Question {
    const fn new(request: Request) -> Self {
        Self { request, answers: Vec::new() }
    }
}

/// Waits until a server at rest answers as the decision does, and keeps what it answers: in its own words, since under load they are
/// to be these to the byte, also where a page could not tell the difference.
fn learn(
    server: &mut dyn Reconfigured,
    policy: &Group,
    number: usize,
    questions: &mut [Question],
) -> Result<(), Failure> {
    let exactness = server.target().and_then(cors_compiler::targets::find).map(cors_compiler::Target::exactness);
    let exactness = exactness.unwrap_or(cors_compiler::Exactness::HeaderExact(&[]));
    let program = policy.program()?;
    let since = Instant::now();
    for question in questions {
        let request = &question.request;
        let expected = Answer::of_decision(&cors_core::decide(&program, request), request);
        question.answers.push(loop {
            let answer = Connection::fresh(server.address()).ask(request)?.answer?;
            if server.has_taken()? && is_same(exactness, request, &expected, &answer) {
                break answer;
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("policy {number}: expected {expected:?}, answered {answer:?}").into());
            }
            thread::sleep(Duration::from_millis(5));
        });
    }
    Ok(())
}

impl Tally {
    /// Whether all went well.
    pub const fn is_clean(&self) -> bool {
        self.failed.is_empty() && self.mixed.is_empty() && self.late.is_empty()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} requests, {} switches, {} refused configurations, {} sent again, {} failed, {} mixed, {} late",
            self.requests,
            self.switches,
            self.refused,
            self.resent,
            self.failed.len(),
            self.mixed.len(),
            self.late.len()
        )
    }
}

/// A new folder.
fn folder(name: &str) -> Result<PathBuf, Failure> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("corsgen-{name}-{}-{number}", std::process::id()));
    fs::create_dir(&folder)?;
    Ok(folder)
}

/// Replaces a file as those must who want it read whole.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let beside = path.with_extension("new");
    fs::write(&beside, text)?;
    Ok(fs::rename(beside, path)?)
}
