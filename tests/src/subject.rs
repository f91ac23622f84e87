use std::net::SocketAddr;

use cors_compiler::Exactness;

use crate::{Answer, Group, Request, socket};

/// Something that a policy is compiled to, or that reads one, and that answers requests.
pub trait Subject {
    /// What the corpus calls it, in `differs` and `cannot_hold` too; of a target, its name.
    fn name(&self) -> &'static str;

    /// How exactly it answers as the decision does, and which differences it declares.
    fn exactness(&self) -> Exactness;

    /// Whether a parser of HTTP stands before it.
    fn has_parser(&self) -> bool {
        false
    }

    /// Makes ready for what will be asked about next, for a subject that one start serves for many policies.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    fn prepare(&mut self, _: &[Group]) -> Result<(), Failure> {
        Ok(())
    }

    /// Answers all requests to one policy, in their order. Behind it stands [`crate::application`], or what mirrors it.
    ///
    /// # Errors
    ///
    /// What kept it from answering. A policy that the target refuses is no error: [`Reply::CannotHold`].
    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure>;
}

/// What a subject says to a policy.
#[derive(Clone, Debug)]
pub enum Reply {
    /// An answer to each request.
    Answers(Vec<Answer>),
    /// Its target refuses the policy, with findings on these lines, counted from 1.
    CannotHold(Vec<usize>),
}

/// What becomes of an artifact's text before a server reads it: how a test sees that a wrong artifact is found.
pub type Edit = Box<dyn Fn(&str) -> String>;

/// Why a subject could not answer.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Reply {
    /// What a server answers.
    ///
    /// # Errors
    ///
    /// What the socket reports, and an answer that is neither the layer's nor the application's.
    pub fn over_socket(address: SocketAddr, requests: &[Request]) -> Result<Self, Failure> {
        let answer = |request| {
            let response = socket::exchange(address, request)?;
            Answer::of_response(&response).ok_or_else(|| format!("neither layer nor application: {response:?}").into())
        };
        requests.iter().map(answer).collect::<Result<_, Failure>>().map(Self::Answers)
    }
}
