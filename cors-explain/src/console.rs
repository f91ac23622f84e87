use cors_browser::{Browser, Outcome, Verdict};

use crate::{Question, Sentence, because::because};

/// What the console of a browser says of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// Whose console.
    pub browser: Browser,
    /// Whether the page reads the answer there.
    pub works: bool,
    /// Its lines, to the letter; each may be long.
    pub lines: Vec<String>,
    /// What the page's own code is told: the exception's name and message; `None`: nothing is thrown.
    pub exception: Option<String>,
    /// In what the browser comes to something else than the one that was asked for.
    pub departs: Option<Sentence>,
}

/// Of the three browsers, in this order.
pub(crate) fn of(question: &Question<'_>, asked: &Outcome) -> Vec<Console> {
    let of_one = |browser| {
        let outcome = question.run(browser);
        let works = matches!(outcome.verdict, Verdict::Readable | Verdict::Opaque);
        Console {
            browser,
            works,
            lines: outcome.console(browser),
            exception: outcome.failed.as_ref().map(|failed| failed.exception(browser)),
            departs: departs(asked, &outcome),
        }
    };
    [Browser::Chromium, Browser::Firefox, Browser::Safari].map(of_one).into()
}

fn departs(asked: &Outcome, own: &Outcome) -> Option<Sentence> {
    let is_preflighted = |outcome: &Outcome| outcome.preflight().is_some();
    match (&asked.failed, &own.failed) {
        (Some(_), None) => Some("here it works".into()),
        (None, Some(failed)) => Some(Sentence::from("here it fails: ").then(because(failed))),
        (Some(one), Some(other)) if one.reason != other.reason => {
            Some(Sentence::from("what fails first here: ").then(because(other)))
        }
        _ if is_preflighted(asked) && !is_preflighted(own) => Some("here there is no preflight".into()),
        _ if !is_preflighted(asked) && is_preflighted(own) => Some("here there is a preflight".into()),
        _ => None,
    }
}
