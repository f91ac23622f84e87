//! Judges the lines that no test ran: each library's share, and each function against a list of how many may be left, and why.

use std::{collections::BTreeMap, fmt, fs};

use crate::Failure;

/// Of a hundred lines of each library, so many must run.
const SHARE: usize = 95;

/// What ran of the lines that can, of each file by its path within the project.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lines {
    files: BTreeMap<String, Ran>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ran {
    all: usize,
    /// The numbers of those that did not, in order.
    left: Vec<usize>,
    /// How many that are of each function, by its name: what is called the same in a file counts as one.
    functions: BTreeMap<String, usize>,
}

/// How many lines may be left of each function, by its file and its name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listed(BTreeMap<(String, String), usize>);

impl Listed {
    /// Reads the list: path, function, lines, and why no test runs them, with tabs between.
    ///
    /// # Errors
    ///
    /// The line that is not such a row, and one for a function that has one.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let mut rows = BTreeMap::new();
        for line in text.lines() {
            let [path, function, lines, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(format!("no path, function, lines and reason: `{line}`").into());
            };
            let lines = lines.parse().map_err(|_| format!("no number of lines: `{line}`"))?;
            if lines == 0 || reason.is_empty() || rows.insert((path.to_owned(), function.to_owned()), lines).is_some() {
                return Err(format!("none, without a reason or twice: `{line}`").into());
            }
        }
        Ok(Self(rows))
    }
}

impl Lines {
    /// Reads what `llvm-cov export --format=lcov` writes, of the libraries' own files below the folder `root`, and those files.
    ///
    /// # Errors
    ///
    /// The line that is none of that format, or that there is no library in it; and what keeps a file from being read.
    pub fn parse(lcov: &str, root: &str) -> Result<Self, Failure> {
        let mut files = BTreeMap::<String, Ran>::new();
        let mut current = None;
        for line in lcov.lines() {
            if let Some(path) = line.strip_prefix("SF:") {
                current =
                    path.strip_prefix(root).map(|path| path.trim_start_matches('/')).filter(|path| is_of_library(path));
            } else if let (Some(counted), Some(path)) = (line.strip_prefix("DA:"), current) {
                let no_count = || format!("no line and count: `{line}`");
                let (number, count) = counted.split_once(',').ok_or_else(no_count)?;
                let ran = files.entry(path.to_owned()).or_default();
                ran.all += 1;
                if count == "0" {
                    ran.left.push(number.parse().map_err(|_| no_count())?);
                }
            }
        }
        if files.is_empty() {
            return Err("no file of a library was counted".into());
        }
        for (path, ran) in files.iter_mut().filter(|(_, ran)| !ran.left.is_empty()) {
            let names = function_names(&fs::read_to_string(format!("{root}/{path}"))?);
            for line in &ran.left {
                let name = names.get(line - 1).ok_or_else(|| format!("{path} has no line {line}"))?;
                *ran.functions.entry(name.clone()).or_default() += 1;
            }
        }
        Ok(Self { files })
    }

    /// What fails the run.
    pub fn faults(&self, listed: &Listed) -> Vec<String> {
        let mut faults = Vec::new();
        for (library, ran) in self.libraries() {
            if ran.left.len() * 100 > ran.all * (100 - SHARE) {
                faults.push(format!("{library}: less than {SHARE} % of its lines run"));
            }
        }
        for (path, ran) in &self.files {
            for (function, left) in &ran.functions {
                let may = listed.0.get(&(path.clone(), function.clone())).copied().unwrap_or(0);
                if *left > may {
                    faults.push(format!("{path}, fn {function}: {left} lines do not run, and {may} are listed"));
                }
            }
        }
        for (path, function) in listed.0.keys() {
            if self.files.get(path).is_none_or(|ran| !ran.functions.contains_key(function)) {
                faults.push(format!("{path}, fn {function}: listed, and every line of it runs or it is not there"));
            }
        }
        faults
    }

    fn libraries(&self) -> BTreeMap<&str, Ran> {
        let mut libraries = BTreeMap::<&str, Ran>::new();
        for (path, ran) in &self.files {
            let library = libraries.entry(path.split('/').next().unwrap_or_default()).or_default();
            library.all += ran.all;
            library.left.extend(&ran.left);
        }
        libraries
    }
}

/// The name of the function that each line stands in, or of the one before: the last whose `fn` is seen so far.
fn function_names(text: &str) -> Vec<String> {
    let mut current = String::new();
    let names = text.lines().map(|line| {
        let code = line.split("//").next().unwrap_or_default();
        if let Some((before, name)) = code.split_once("fn ")
            && before.split_whitespace().all(is_of_a_signature)
            && let Some(name) = name.split(['(', '<']).next().filter(|name| !name.is_empty())
        {
            current = name.to_owned();
        }
        current.clone()
    });
    names.collect()
}

/// What stands before `fn`.
fn is_of_a_signature(word: &str) -> bool {
    matches!(word, "pub" | "const" | "async" | "pub(crate)" | "pub(super)")
}

/// The command line is no library: it is run as a program, call by call.
fn is_of_library(path: &str) -> bool {
    let mut parts = path.split('/');
    let package = parts.next().unwrap_or_default();
    package.starts_with("cors-") && package != "cors-cli" && parts.next() == Some("src") && !path.ends_with("/tests.rs")
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, ran) in self.files.iter().filter(|(_, ran)| !ran.left.is_empty()) {
            writeln!(f, "{path}: {} of {}: {}", ran.left.len(), ran.all, ranges(&ran.left))?;
        }
        for (library, ran) in self.libraries() {
            let reached = ran.all - ran.left.len();
            let mille = reached * 1000 / ran.all.max(1);
            writeln!(f, "{library:<16} {reached:>6} of {:>6} lines, {}.{} %", ran.all, mille / 10, mille % 10)?;
        }
        Ok(())
    }
}

/// `3-5 9` for 3, 4, 5 and 9.
fn ranges(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines.iter().copied() {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let shown =
        ranges.iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
    shown.collect::<Vec<_>>().join(" ")
}
