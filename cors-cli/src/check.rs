use std::{
    collections::{BTreeSet, HashSet},
    path::PathBuf,
};

use clap::{Args, ValueEnum, ValueHint, builder::PossibleValuesParser};
use cors_compiler::{Finding, Level, Options, Report, Shown, Source, Target, judge, lower, parse, render};

use crate::{input::StdinName, json, output, stop::Stop, targets, today::today};

/// Judge policies, each without a profile and with each of its profiles
///
/// Findings go to stdout, a summary to stderr. Each has the name of its rule.
#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArguments {
    /// The policies; `-` is stdin [default: cors.yaml, cors.yml or cors.json]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    stdin: StdinName,

    /// Report also what this target cannot hold; may be given several times
    #[arg(long = "target", value_name = "TARGET", value_parser = PossibleValuesParser::new(targets::names()))]
    targets: Vec<String>,

    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Exit with 1 on warnings too
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Denied>,

    /// Report notes too
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the policy, for people
    Human,
    /// A line each: `cors.yaml:2:16: error[rule]: message`
    Short,
    /// One document, for programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// What works, but surely not as meant
    Warnings,
}

/// Judges policies, each without a profile and with each of its profiles.
///
/// # Errors
///
/// Findings, if any policy is refused or `--deny` met one; a failure, if a file cannot be read, after all others were judged.
pub(crate) fn check(arguments: &CheckArguments) -> Result<(), Stop> {
    let mut unread = None;
    let mut judged = Vec::new();
    for source in arguments.sources() {
        match source {
            Ok(source) => judged.push((arguments.judge(&source), source)),
            Err(failure) => unread.insert(failure).tell(),
        }
    }
    match arguments.format {
        Format::Human => {
            output::styled_product(&lines(&judged, |source, finding| render::styled(source, finding) + "\n"))?
        }
        Format::Short => output::product(&lines(&judged, short))?,
        Format::Json => output::product(&json::report(&judged)?)?,
    }
    if arguments.format == Format::Human {
        summary(&judged);
    }
    let objected = judged.iter().any(|(report, _)| arguments.objects(report));
    match unread {
        Some(_) => Err(Stop::Told),
        None if objected => Err(Stop::Findings),
        None => Ok(()),
    }
}

impl CheckArguments {
    fn sources(&self) -> Vec<Result<Source, Stop>> {
        match self.files.as_slice() {
            [] => vec![self.stdin.read(None)],
            files => files.iter().map(|file| self.stdin.read(Some(file))).collect(),
        }
    }

    fn judge(&self, source: &Source) -> Report {
        let mut report = judge(source, today());
        for name in BTreeSet::from_iter(&self.targets) {
            if let Some(target) = targets::find(name) {
                report.append(refusals(target, source));
                if self.verbose {
                    report.append(cors_compiler::differences(target, parse(source).0.span));
                }
            }
        }
        let report = if self.verbose { report } else { report.without_notes() };
        report.sorted()
    }

    fn objects(&self, report: &Report) -> bool {
        report.refuses() || (self.deny == Some(Denied::Warnings) && report.count(Level::Warning) > 0)
    }
}

/// What a target cannot hold of a policy. A finding that some profile alone brings names that profile.
fn refusals(target: &dyn Target, source: &Source) -> Report {
    let (document, found) = parse(source);
    // What is refused anyway has findings of its own.
    if found.refuses() {
        return Report::default();
    }
    let refused = |profile: Option<&str>| {
        let options = Options { profile: profile.map(str::to_owned) };
        match cors_compiler::check(&document, Report::default(), &options) {
            Ok((policy, _)) => cors_compiler::refusals(target, &lower(&policy)),
            Err(_) => Report::default(),
        }
    };
    let always = refused(None);
    let of_all: HashSet<_> = always.findings().iter().map(|finding| (finding.span, &finding.message)).collect();
    let mut report = always.clone();
    for profile in &document.profiles {
        let name = &profile.name.value;
        let of_profile = refused(Some(name));
        let own = of_profile.findings().iter().filter(|finding| !of_all.contains(&(finding.span, &finding.message)));
        own.for_each(|finding| report.add(Finding { profile: Some(name.clone()), ..finding.clone() }));
    }
    report
}

fn lines(judged: &[(Report, Source)], line: impl Fn(&Source, &Finding) -> String) -> String {
    let each =
        judged.iter().flat_map(|(report, source)| report.findings().iter().map(move |finding| (source, finding)));
    each.map(|(source, finding)| line(source, finding) + "\n").collect()
}

/// Whatever keys and values hold, it is one line, and no terminal obeys it.
fn short(source: &Source, finding: &Finding) -> String {
    let at = source.position(finding.span.start);
    let profile = finding.profile.as_ref().map_or(String::new(), |profile| format!(" (profile `{profile}`)"));
    let (level, rule) = (finding.rule.level, finding.rule.name);
    let line = format!("{}:{}:{}: {level}[{rule}]: {}{profile}", source.name(), at.line, at.column, finding.message);
    Shown::line(&line).to_string()
}

/// `cors.yaml: 2 errors, 1 warning`, a line a file.
fn summary(judged: &[(Report, Source)]) {
    for (report, source) in judged {
        let levels = [Level::Error, Level::Risk, Level::Warning, Level::Note];
        let counts = levels.map(|level| (report.count(level), level)).into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> =
            counts.map(|(count, level)| format!("{count} {level}{}", if count == 1 { "" } else { "s" })).collect();
        let found = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
        output::talk(&format!("{}: {found}", source.name()));
    }
}
