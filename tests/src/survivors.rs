//! What `cargo mutants` made of the project, and what no test noticed, held to the list of what may go unnoticed.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use crate::Failure;

/// What became of each mistake, put to one stage of tests after another.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// By the mistake's name, with its line and column.
    fates: BTreeMap<String, Fate>,
    /// What building and testing took, in seconds.
    seconds: f64,
}

/// What became of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A test failed.
    Caught,
    /// Tests did not end: nobody would merge that.
    TimedOut,
    /// It does not compile.
    Unviable,
    /// Every test passed.
    Missed,
}

/// What the mistakes of a run are a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// They are all.
    Whole,
    /// All of some files.
    Files,
    /// Some.
    Sample,
}

/// A row of the list: mistakes in one function, which are told apart by nothing but their line, that no test notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// `cors-core/src/path.rs: replace == with != in is_ambiguous`
    pub mutant: String,
    /// How many of them.
    pub count: usize,
    /// Why none does.
    pub reason: String,
}

/// The least share of mistakes that tests must notice, in hundredths.
const LEAST: usize = 95;

/// `outcomes.json` of cargo-mutants, as far as it is read.
#[derive(Deserialize)]
struct Run {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: Summary,
    phase_results: Vec<Phase>,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant { name: String },
}

#[derive(Deserialize)]
enum Summary {
    Success,
    CaughtMutant,
    MissedMutant,
    Unviable,
    Failure,
    Timeout,
}

#[derive(Deserialize)]
struct Phase {
    duration: f64,
}

impl Outcomes {
    /// Reads what each stage made of the mistakes that the stage before it had not noticed.
    ///
    /// # Errors
    ///
    /// A text that is no `outcomes.json`, and a stage whose tests fail without a mistake.
    pub fn of_stages(stages: &[String]) -> Result<Self, Failure> {
        let (mut fates, mut seconds) = (BTreeMap::new(), 0.0);
        for stage in stages {
            for outcome in serde_json::from_str::<Run>(stage)?.outcomes {
                seconds += outcome.phase_results.iter().map(|phase| phase.duration).sum::<f64>();
                let fate = match (&outcome.scenario, outcome.summary) {
                    (Scenario::Baseline, Summary::Success) => continue,
                    (Scenario::Mutant { .. }, Summary::CaughtMutant) => Fate::Caught,
                    (Scenario::Mutant { .. }, Summary::Timeout) => Fate::TimedOut,
                    (Scenario::Mutant { .. }, Summary::Unviable) => Fate::Unviable,
                    (Scenario::Mutant { .. }, Summary::MissedMutant) => Fate::Missed,
                    _ => return Err("tests fail without a mistake, or a mistake was not put to them".into()),
                };
                let Scenario::Mutant { name } = outcome.scenario else { continue };
                // cargo-mutants puts some to a stage that were not chosen for it: what was noticed once is noticed.
                if fates.get(&name).is_none_or(|known| *known == Fate::Missed) {
                    fates.insert(name, fate);
                }
            }
        }
        Ok(Self { fates, seconds })
    }

    /// What is wrong: survivors that are not listed, rows that are not true, and a share that is too small.
    pub fn faults(&self, listed: &[Listed], scope: Scope) -> Vec<String> {
        let alive = self.survivors();
        let mut faults = Vec::new();
        for (mutant, count) in &alive {
            let known = listed.iter().find(|row| row.mutant == *mutant).map_or(0, |row| row.count);
            if *count > known {
                faults.push(format!("no test notices {count}, and {known} are listed: {mutant}"));
            }
        }
        let is_asked = |row: &&Listed| match scope {
            Scope::Whole => true,
            Scope::Files => self.fates.keys().any(|name| file(name) == file(&row.mutant)),
            Scope::Sample => false,
        };
        for row in listed.iter().filter(is_asked) {
            let count = alive.get(&row.mutant).copied().unwrap_or(0);
            if count < row.count {
                faults.push(format!("{} are listed, and {count} live: {}", row.count, row.mutant));
            }
        }
        let (caught, missed) = (self.caught(), self.count(Fate::Missed));
        if caught * 100 < (caught + missed) * LEAST || caught == 0 {
            faults.push(format!("of {} mistakes {caught} are noticed: less than {LEAST} %", caught + missed));
        }
        faults
    }

    /// How many live, by what tells them apart beside their line.
    fn survivors(&self) -> BTreeMap<String, usize> {
        let mut survivors = BTreeMap::new();
        for (name, _) in self.fates.iter().filter(|(_, fate)| **fate == Fate::Missed) {
            *survivors.entry(without_place(name)).or_default() += 1;
        }
        survivors
    }

    fn count(&self, wanted: Fate) -> usize {
        self.fates.values().filter(|fate| **fate == wanted).count()
    }

    fn caught(&self) -> usize {
        self.count(Fate::Caught) + self.count(Fate::TimedOut)
    }
}

impl Listed {
    /// Reads the list: a row a line, `#` begins a comment. Its columns are file, mistake, how many, and why, with tabs between.
    ///
    /// # Errors
    ///
    /// A line that is no row, and one that is there twice.
    pub fn parse(text: &str) -> Result<Vec<Self>, Failure> {
        let mut rows: Vec<Self> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let [file, mistake, count, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(format!("not four columns: {line}").into());
            };
            let row = Self {
                mutant: format!("{file}: {mistake}"),
                count: count.parse().map_err(|_| format!("no number: {line}"))?,
                reason: reason.to_owned(),
            };
            if row.count == 0 || row.reason.is_empty() || rows.iter().any(|other| other.mutant == row.mutant) {
                return Err(format!("none, without a reason or twice: {line}").into());
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// `a/b.rs: replace …` of `a/b.rs:7:9: replace …`.
fn without_place(name: &str) -> String {
    let (place, what) = name.split_once(": ").unwrap_or((name, ""));
    format!("{}: {what}", file(place))
}

/// `a/b.rs` of either.
fn file(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}

impl fmt::Display for Outcomes {
    /// A line a file, and one of all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut files: BTreeMap<&str, Vec<Fate>> = BTreeMap::new();
        for (name, fate) in &self.fates {
            files.entry(file(name)).or_default().push(*fate);
        }
        files.insert("in all", self.fates.values().copied().collect());
        for (file, fates) in files {
            let count = |wanted| fates.iter().filter(|fate| **fate == wanted).count();
            let (caught, slow, missed) = (count(Fate::Caught), count(Fate::TimedOut), count(Fate::Missed));
            writeln!(
                f,
                "{file:52} {:5} mutants, {caught:5} caught, {slow:3} timed out, {missed:3} missed, {:4} unviable",
                fates.len(),
                count(Fate::Unviable)
            )?;
        }
        writeln!(f, "{:.0} s to build and to test", self.seconds)
    }
}
