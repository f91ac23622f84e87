use cors_compiler::{Checker, Exactness};

use crate::{Answer, Failure, Group, Interpreted, Reply, Request, Subject};

/// The decision of `cors-core` over the compiler's own `Program`.
#[derive(Clone, Copy, Debug)]
pub struct Reference;

impl Subject for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let program = group.program()?;
        let answer = |request| Answer::of_decision(&cors_core::decide(&program, request), request);
        Ok(Reply::Answers(requests.iter().map(answer).collect()))
    }
}

/// The decision over the tables of a [`Checker`], which a policy that is read at run time is asked through.
#[derive(Clone, Copy, Debug)]
pub struct Checked;

impl Subject for Checked {
    fn name(&self) -> &'static str {
        "checker"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let checker = Checker::new(&group.program()?);
        let answer = |request| Answer::of_decision(&cors_core::decide(&checker, request), request);
        Ok(Reply::Answers(requests.iter().map(answer).collect()))
    }
}

/// What `cors_policy!` expands to, read and evaluated: of policies that no build script knows.
#[derive(Clone, Copy, Debug)]
pub struct Expanded;

impl Subject for Expanded {
    fn name(&self) -> &'static str {
        "expanded"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let checker = Interpreted::of(&group.program()?);
        let answer = |request| Answer::of_decision(&cors_core::decide(&checker, request), request);
        Ok(Reply::Answers(requests.iter().map(answer).collect()))
    }
}
