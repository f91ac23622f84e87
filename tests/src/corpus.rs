//! The written cases, and what it means that a subject answers them as it should.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use cors_compiler::Exactness;

use crate::{Answer, BrowserView, By, Case, Failure, File, Group, OWNED, Observed, Reply, Request, Subject};

/// What came of the corpus on one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Policies that were asked.
    pub policies: usize,
    /// Cases that ran.
    pub cases: usize,
    /// Cases that were answered otherwise, as the target declares.
    pub declared: usize,
    /// Requests that no browser can send, and that the server's parser refused.
    pub unsendable: usize,
    /// Policies that the target refuses, as it should.
    pub cannot_hold: usize,
    /// What was answered otherwise and should not have been, or the other way round.
    pub differences: Vec<String>,
}

/// The folder of a kind of written rows: `cases`, `refused`.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every file of the corpus with its stem, in the order of their names.
///
/// # Errors
///
/// A file that cannot be read, or is none of cases.
pub fn files() -> Result<Vec<(String, File)>, Failure> {
    yaml_files(&folder("cases"))?.into_iter().map(|path| Ok((stem(&path), File::read(&path)?))).collect()
}

/// Every policy of the corpus.
///
/// # Errors
///
/// As [`files`].
pub fn groups() -> Result<Vec<Group>, Failure> {
    Ok(files()?.into_iter().flat_map(|(_, file)| file.groups).collect())
}

/// The YAML files of a folder, in the order of their names.
///
/// # Errors
///
/// A folder that cannot be read.
pub fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths: Vec<PathBuf> = folder.read_dir()?.map(|entry| Ok(entry?.path())).collect::<Result<_, Failure>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    Ok(paths)
}

pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs the whole corpus on a subject.
///
/// # Errors
///
/// What kept the subject from answering.
pub fn run(subject: &mut dyn Subject) -> Result<Tally, Failure> {
    run_groups(subject, groups()?)
}

/// Runs other rows of the same form on a subject.
///
/// # Errors
///
/// As [`run`].
pub fn run_groups(subject: &mut dyn Subject, groups: Vec<Group>) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    subject.prepare(&groups)?;
    for group in &groups {
        tally.count_group(subject, group)?;
    }
    Ok(tally)
}

/// Runs one group of cases on a subject.
///
/// # Errors
///
/// What kept the subject from answering.
pub fn run_group(subject: &mut dyn Subject, group: &Group) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    tally.count_group(subject, group)?;
    Ok(tally)
}

impl Tally {
    fn count_group(&mut self, subject: &mut dyn Subject, group: &Group) -> Result<(), Failure> {
        let mut requests = group.requests();
        if !subject.has_parser() {
            // What one would hand on.
            requests = requests.iter().map(Request::parsed).collect();
        }
        match subject.answers(group, &requests).map_err(|error| format!("{error}\n{}", group.policy))? {
            Reply::CannotHold(lines) => self.count_refusal(subject, group, &lines),
            Reply::Answers(answers) => self.count_answers(subject, group, &requests, &answers),
        }
        Ok(())
    }

    fn count_refusal(&mut self, subject: &dyn Subject, group: &Group, lines: &[usize]) {
        if group.cannot_hold.get(subject.name()).is_some_and(|line| lines.contains(line)) {
            self.cannot_hold += 1;
        } else {
            self.differences.push(format!("{}: refuses, at {lines:?}\n{}", subject.name(), group.policy));
        }
    }

    fn count_answers(&mut self, subject: &dyn Subject, group: &Group, requests: &[Request], answers: &[Answer]) {
        if group.cannot_hold.contains_key(subject.name()) {
            self.differences.push(format!("{}: holds what it should refuse\n{}", subject.name(), group.policy));
        }
        if answers.len() != requests.len() {
            self.differences.push(format!("{}: {} answers\n{}", subject.name(), answers.len(), group.policy));
        }
        self.policies += 1;
        for ((case, request), answer) in group.cases.iter().zip(requests).zip(answers) {
            self.cases += 1;
            self.count(subject, case, request, answer);
        }
    }

    fn count(&mut self, subject: &dyn Subject, case: &Case, request: &Request, answer: &Answer) {
        let expected = Answer::expected(&case.expect, request);
        let is_same = is_same(subject.exactness(), request, &expected, answer);
        let declared = case.differs.get(subject.name());
        let is_declared = |id: &String| subject.exactness().differences().iter().any(|difference| difference.id == id);
        match (answer, declared) {
            (Answer::Unsendable(_), _) if case.raw => self.unsendable += 1,
            (_, Some(id)) if !is_declared(id) => {
                self.differences.push(format!("{}: {}: declares no difference `{id}`", subject.name(), case.id));
            }
            (_, Some(id)) if is_same => {
                self.differences.push(format!("{}: {}: does not differ by `{id}`", subject.name(), case.id));
            }
            (_, Some(_)) => self.declared += 1,
            (_, None) if is_same => {}
            (_, None) => self.differences.push(format!(
                "{}: {}: {}\n  expected {expected:?}\n  answered {answer:?}",
                subject.name(),
                case.id,
                request.bytes().escape_ascii()
            )),
        }
    }
}

/// Reports whether an answer is the expected one, as far as the subject is exact. Of one that cannot tell why, no reason is asked.
pub(crate) fn is_same(exactness: Exactness, request: &Request, expected: &Answer, answer: &Answer) -> bool {
    match exactness {
        Exactness::BrowserExact(_) => looks_same(request, expected, answer),
        Exactness::HeaderExact(_) => expected.agrees(answer),
    }
}

/// Reports whether a page sees the expected answer; and whether nothing passes the layer that it should stop, which a page need not
/// see: a request on its way to the application, and what opens a private network on its way back.
fn looks_same(request: &Request, expected: &Answer, answer: &Answer) -> bool {
    match (expected, answer) {
        (Answer::Observed(expected), Answer::Observed(answer)) => {
            let is_stopped = expected.by == By::Application || answer.by == By::Layer;
            let opens = |observed: &Observed| observed.cors.contains_key(OWNED[6]);
            is_stopped
                && opens(expected) >= opens(answer)
                && BrowserView::of(request, expected) == BrowserView::of(request, answer)
        }
        _ => expected == answer,
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} policies, {} cases, {} declared differences, {} policies that it cannot hold, {} requests that its parser \
             refuses, {} differences",
            self.policies,
            self.cases,
            self.declared,
            self.cannot_hold,
            self.unsendable,
            self.differences.len()
        )
    }
}
