mod change;
mod price;
mod written;

use similar::{ChangeTag, TextDiff};

use crate::{Judged, Question, Sentence, because::because, cause::Cause};
use change::Change;
pub(crate) use price::insecure;
pub(crate) use written::quoted;

/// The smallest edit of a policy that makes a call work. It was tried: applied in memory, compiled, and asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    /// What is done, step by step.
    pub steps: Vec<Sentence>,
    /// The lines that go and come, in the order of the text.
    pub diff: Vec<DiffLine>,
    /// The whole text of the edited policy.
    pub text: String,
    /// What it costs: what else is allowed by it.
    pub prices: Vec<Sentence>,
    /// What comes of it.
    pub then: Then,
}

/// A line that goes or comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    /// Counted from 1, in the text in which it stands.
    pub line: usize,
    /// Whether it comes; else it goes.
    pub is_added: bool,
    /// The line, without its end.
    pub text: String,
}

/// What comes of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// The call works.
    Works,
    /// The call fails for another reason, which no edit of the policy mends.
    Fails(Sentence),
    /// The policy is refused, by this rule, which says this. Nothing is to be done without its author.
    Refused {
        /// The rule's name.
        rule: &'static str,
        /// Its message.
        message: String,
    },
}

/// More would be no small edit.
const MOST_STEPS: usize = 8;

/// Finds it: whatever is in the way is mended, and the call is made again, until it works. `None`: nothing in the policy can be changed
/// for it.
pub(crate) fn cure(question: &Question<'_>, cause: &Cause) -> Option<Cure> {
    let first = question.policy?;
    let mut done = Done::default();
    let mut judged = first.clone();
    let mut cause = cause.clone();
    for _ in 0..MOST_STEPS {
        let edited = match done.step(&Question { policy: Some(&judged), ..*question }, &cause) {
            Step::Edited(edited) => *edited,
            Step::Refused(text, then) => return Some(done.cure(first, text, then)),
            Step::Nothing => break,
        };
        judged = edited;
        let next = Question { policy: Some(&judged), ..*question };
        match Cause::of(&next, &next.run(next.browser)) {
            None => return Some(done.cure(first, judged.source.text().to_owned(), Then::Works)),
            Some(next) => cause = next,
        }
    }
    if done.steps.is_empty() {
        return None;
    }
    let last = Question { policy: Some(&judged), ..*question };
    let why = last.run(last.browser).failed.as_ref().map(because).unwrap_or_default();
    Some(done.cure(first, judged.source.text().to_owned(), Then::Fails(why)))
}

/// The steps so far.
#[derive(Default)]
struct Done {
    steps: Vec<Sentence>,
    prices: Vec<Sentence>,
}

enum Step {
    Edited(Box<Judged>),
    Refused(String, Then),
    Nothing,
}

impl Done {
    /// Mends one cause.
    fn step(&mut self, question: &Question<'_>, cause: &Cause) -> Step {
        let outcome = question.run(question.browser);
        let (Some(judged), Some(change)) = (question.policy, Change::of(question, &outcome, cause)) else {
            return Step::Nothing;
        };
        let mut refused = None;
        for text in change.texts(judged) {
            match judged.with_text(text.clone()) {
                Ok(edited) => {
                    let next = Question { policy: Some(&edited), ..*question };
                    // An edit that was read as something else mends nothing.
                    if Cause::of(&next, &next.run(next.browser)).as_ref() != Some(cause) {
                        self.steps.push(change.words());
                        self.prices.extend(price::of(&change, judged, &edited));
                        return Step::Edited(Box::new(edited));
                    }
                }
                Err(report) => {
                    let finding = report.findings().iter().find(|finding| finding.rule.level.refuses());
                    // One that broke the document's form says nothing of what it means.
                    let of_meaning = finding.filter(|finding| finding.rule.name != "yaml-syntax");
                    let then = of_meaning
                        .map(|finding| Then::Refused { rule: finding.rule.name, message: finding.message.clone() });
                    refused = refused.or_else(|| then.map(|then| (text, then)));
                }
            }
        }
        let Some((text, then)) = refused else { return Step::Nothing };
        self.steps.push(change.words());
        Step::Refused(text, then)
    }

    fn cure(self, first: &Judged, text: String, then: Then) -> Cure {
        let mut prices = self.prices;
        prices.dedup();
        Cure { steps: self.steps, diff: diff(first.source.text(), &text), text, prices, then }
    }
}

fn diff(old: &str, new: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(old, new);
    let line = |change: similar::Change<&str>| {
        let (is_added, index) = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => (false, change.old_index()?),
            ChangeTag::Insert => (true, change.new_index()?),
        };
        Some(DiffLine { line: index + 1, is_added, text: change.value().trim_end_matches(['\n', '\r']).to_owned() })
    };
    diff.iter_all_changes().filter_map(line).collect()
}
