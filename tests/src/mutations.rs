//! Mistakes that an emitter could make, each of which the harness is to find.
//!
//! A mistake is made in what the emitter has printed and not in the emitter: it is the same to whoever reads it, and nothing is
//! compiled again.

mod envoy;
mod lua;
mod nginx;
mod rust;

use cors_compiler::{
    Target, emit,
    target::{HostPort, Shape},
};
use regex::Regex;
use serde_yaml::Value;

use crate::{Edit, Failure, Group, Subject, corpus};

pub use envoy::ENVOY;
pub use lua::{LUA, MATCHING};
pub use nginx::NGINX;
pub use rust::{RUST, Replacement};

/// A mistake.
#[derive(Clone, Copy, Debug)]
pub struct Mutation {
    /// What is wrong, in kebab-case.
    pub name: &'static str,
    /// What an emitter that makes it prints.
    pub change: Change,
}

/// What becomes of a text.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Each of these expressions is replaced, wherever it matches.
    Text(&'static [(&'static str, &'static str)]),
    /// The lines of a text are put in another order, or are others.
    Lines(fn(Vec<&str>) -> Vec<&str>),
    /// The text is YAML.
    Tree(fn(&mut Value)),
}

impl Change {
    /// The same for a subject, which leaves as it is what cannot be changed.
    pub fn edit(self) -> Edit {
        Box::new(move |text| self.apply(text).unwrap_or_else(|| text.to_owned()))
    }

    /// The edited text; `None`: there is nothing in it that the mistake could be made in.
    ///
    /// # Panics
    ///
    /// On an expression that is none, and a text that is no YAML.
    pub fn apply(self, text: &str) -> Option<String> {
        match self {
            Self::Text(replacements) => {
                let replaced = replacements.iter().fold(text.to_owned(), |text, (find, replace)| {
                    Regex::new(find).expect("an expression").replace_all(&text, *replace).into_owned()
                });
                (replaced != text).then_some(replaced)
            }
            Self::Lines(edit) => {
                let lines: Vec<&str> = text.lines().collect();
                let edited = edit(lines.clone());
                (edited != lines).then(|| edited.join("\n") + "\n")
            }
            Self::Tree(edit) => {
                let tree: Value = serde_yaml::from_str(text).expect("YAML");
                let mut edited = tree.clone();
                edit(&mut edited);
                (edited != tree).then(|| serde_yaml::to_string(&edited).expect("YAML"))
            }
        }
    }
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This answer tells.
    Difference(String),
    /// There is no policy whose output the mistake changes: it is none.
    ChangesNothing,
    /// No answer tells: the harness has a hole.
    Nothing,
}

/// So many policies a subject is started with: most mistakes are found in the first few.
const AT_ONCE: usize = 16;

/// Seeks a mistake that a subject makes by the corpus. Only policies whose output it changes are asked.
///
/// # Errors
///
/// What kept the subject from answering; that a wrong config does not start, too. That is no answer, and finds nothing.
pub fn seek(mutation: &Mutation, target: &dyn Target, subject: &mut dyn Subject) -> Result<Found, Failure> {
    let mut groups = corpus::groups()?;
    groups.retain(|group| is_changed(target, group, mutation.change));
    let mut found = Found::ChangesNothing;
    for some in groups.chunks(AT_ONCE) {
        subject.prepare(some)?;
        found = seek_in(subject, some)?;
        if found != Found::Nothing {
            break;
        }
    }
    Ok(found)
}

/// Seeks a mistake in the answers of a subject that makes it to these groups of cases.
///
/// # Errors
///
/// What kept the subject from answering.
pub fn seek_in(subject: &mut dyn Subject, groups: &[Group]) -> Result<Found, Failure> {
    for group in groups {
        if let Some(difference) = corpus::run_group(subject, group)?.differences.into_iter().next() {
            return Ok(Found::Difference(difference));
        }
    }
    Ok(if groups.is_empty() { Found::ChangesNothing } else { Found::Nothing })
}

fn is_changed(target: &dyn Target, group: &Group, change: Change) -> bool {
    let address = || HostPort::parse("127.0.0.1:80").expect("HOST:PORT");
    let shape = Shape::Complete { listen: address(), upstream: address() };
    let Ok(program) = group.program() else { return false };
    // What the target refuses is not printed.
    let Ok(artifact) = emit(target, &group.source(), &program, &shape) else { return false };
    artifact.parts.iter().any(|part| change.apply(&part.text).is_some())
}
