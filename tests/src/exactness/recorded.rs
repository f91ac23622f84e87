use std::{collections::BTreeMap, fmt, fs, path::Path};

use super::ALL;
use crate::Failure;

/// A run as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// `2026-11-23`
    pub date: String,
    /// `CORSGEN_SEED`
    pub seed: String,
    /// In the order of [`ALL`].
    pub rows: Vec<Row>,
}

/// What came of a run on one subject, written cases and random requests together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As in [`ALL`].
    pub subject: String,
    /// Of the server or the library; `-`: there is none.
    pub version: String,
    /// Policies that were asked.
    pub policies: usize,
    /// Requests whose answers were compared.
    pub requests: usize,
    /// Requests that were answered otherwise, as is declared.
    pub declared: usize,
    /// Requests that were answered otherwise.
    pub differences: usize,
}

const COLUMNS: &str = "date\tseed\tsubject\tversion\tpolicies\trequests\tas-declared\tdifferences";

impl Recorded {
    /// What tests left in `folder`, under the headings `corpus` and `random`, see [`crate::summary`].
    ///
    /// # Errors
    ///
    /// A subject that is missing, one that differs, and what the system reports.
    pub fn of_run(folder: &Path, date: String, seed: String) -> Result<Self, Failure> {
        let mut rows = Vec::new();
        for subject in ALL {
            let mut counts = BTreeMap::new();
            for heading in subject.headings {
                let line = fs::read_to_string(folder.join(heading).join(subject.name))
                    .map_err(|error| format!("{heading}: {}: {error}: run `tests/run` first", subject.name))?;
                add(&mut counts, &line)?;
            }
            let count = |what: &str| counts.get(what).copied().unwrap_or_default();
            let row = Row {
                subject: subject.name.to_owned(),
                version: (subject.version)()?,
                policies: count("policies"),
                requests: count("requests") + count("cases"),
                declared: count("declared differences"),
                differences: count("differences"),
            };
            if row.differences > 0 || !counts.contains_key("differences") {
                return Err(format!("a run that differs is not recorded: {row:?}").into());
            }
            rows.push(row);
        }
        Ok(Self { date, seed, rows })
    }

    /// Reads what is recorded.
    ///
    /// # Errors
    ///
    /// A line that is none.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let mut lines = text.lines();
        if lines.next() != Some(COLUMNS) {
            return Err(format!("the first line is not `{COLUMNS}`").into());
        }
        let mut recorded = Self { date: String::new(), seed: String::new(), rows: Vec::new() };
        for line in lines {
            let [date, seed, subject, version, policies, requests, declared, differences] =
                line.split('\t').collect::<Vec<_>>()[..]
            else {
                return Err(format!("no row: `{line}`").into());
            };
            (recorded.date, recorded.seed) = (date.to_owned(), seed.to_owned());
            recorded.rows.push(Row {
                subject: subject.to_owned(),
                version: version.to_owned(),
                policies: policies.parse()?,
                requests: requests.parse()?,
                declared: declared.parse()?,
                differences: differences.parse()?,
            });
        }
        Ok(recorded)
    }
}

/// Adds the counts of a line: `100 policies, 20000 requests`.
fn add(counts: &mut BTreeMap<String, usize>, line: &str) -> Result<(), Failure> {
    for part in line.trim().split(", ") {
        let (count, what) = part.split_once(' ').ok_or_else(|| format!("no count: `{part}`"))?;
        *counts.entry(what.to_owned()).or_default() += count.parse::<usize>()?;
    }
    Ok(())
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{COLUMNS}")?;
        for row in &self.rows {
            let Row { subject, version, policies, requests, declared, differences } = row;
            let (date, seed) = (&self.date, &self.seed);
            writeln!(f, "{date}\t{seed}\t{subject}\t{version}\t{policies}\t{requests}\t{declared}\t{differences}")?;
        }
        Ok(())
    }
}
