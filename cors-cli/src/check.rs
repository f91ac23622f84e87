mod fixing;
mod summary;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum, ValueHint, builder::PossibleValuesParser};
use cors_compiler::{
    Document, Finding, Level, Report, Shown, Source, differences, judge_document, judge_for_target, parse,
    parse_to_fix, render,
};

use crate::{
    github,
    input::{StdinName, files},
    json, output, sarif,
    stop::Stop,
    targets,
    today::today,
};
use fixing::{Fixing, Mended};
use summary::{Extent, Summary};

/// Judge policies, each without a profile and with each of its profiles
///
/// Findings go to stdout, a summary to stderr. Each has the name of its rule.
#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArguments {
    /// The policies, or patterns such as `policies/**/*.yaml`; `-` is stdin [default: cors.yaml, cors.yml or cors.json]
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

    #[command(flatten)]
    fixing: Fixing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the policy, for people
    Human,
    /// A line each: `cors.yaml:2:16: error[rule]: message`
    Short,
    /// One document, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands, which GitHub shows at the lines of a pull request
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// What works, but surely not as meant
    Warnings,
}

/// A policy that was judged.
struct Judged {
    source: Source,
    report: Report,
    extent: Extent,
    /// How many notes nobody asked for.
    unasked: usize,
    /// How many findings were fixed before.
    fixed: usize,
}

/// Judges policies, each without a profile and with each of its profiles.
///
/// # Errors
///
/// Findings, if any policy is refused or `--deny` met one, or if `--fix --dry-run` would change something; a failure, if a file cannot
/// be read or written, after all others were judged.
pub(crate) fn check(arguments: &CheckArguments) -> Result<(), Stop> {
    let mut failed = false;
    let mut judged = Vec::new();
    let mut mended = Mended::default();
    for file in files(&arguments.files) {
        let read = file.and_then(|file| Ok((arguments.stdin.read(file.as_deref())?, file)));
        match read.and_then(|(source, file)| arguments.judged(source, file.as_deref(), &mut mended)) {
            Ok(one) => judged.push(one),
            Err(failure) => {
                failure.tell();
                failed = true;
            }
        }
    }
    let told = arguments.findings(&judged, failed)?;
    match (&mended.product, arguments.format) {
        // The mended text then, or the changes.
        (Some(product), _) => {
            output::product(product)?;
            if !arguments.fixing.dry_run && !told.is_empty() {
                output::styled_talk(told.trim_end());
            }
        }
        (None, Format::Human) => output::styled_product(&told)?,
        (None, _) => output::product(&told)?,
    }
    if arguments.format == Format::Human && !judged.is_empty() {
        output::talk(&Summary::of(&judged, arguments.fixing).to_string());
    }
    let objected = judged.iter().any(|one| arguments.objects(&one.report));
    match failed {
        true => Err(Stop::Told),
        false if objected || (arguments.fixing.dry_run && mended.changes) => Err(Stop::Findings),
        false => Ok(()),
    }
}

impl CheckArguments {
    /// Judges a policy; mends it before, if that is asked for.
    fn judged(&self, source: Source, file: Option<&Path>, mended: &mut Mended) -> Result<Judged, Stop> {
        if !self.fixing.fix {
            return Ok(self.judge(source));
        }
        let to_fix = |source: &Source| self.report(source, parse_to_fix(source)).0;
        let fixed = self.fixing.apply(&source, file, to_fix, mended)?;
        Ok(Judged { fixed: fixed.count, ..self.judge(fixed.source) })
    }

    fn judge(&self, source: Source) -> Judged {
        let (report, extent) = self.report(&source, parse(&source));
        let unasked = if self.verbose { 0 } else { report.count(Level::Note) };
        let report = if self.verbose { report } else { report.without_notes() };
        Judged { source, report, extent, unasked, fixed: 0 }
    }

    /// Everything that is found in a policy, notes too, beside what reading it has found.
    fn report(&self, source: &Source, (document, found): (Document, Report)) -> (Report, Extent) {
        let mut report = judge_document(source, &document, found, today());
        for target in BTreeSet::from_iter(&self.targets).into_iter().filter_map(|name| targets::find(name)) {
            report.append(judge_for_target(target, &document));
            report.append(differences(target, document.span));
        }
        (report.sorted(), Extent::of(&document))
    }

    fn objects(&self, report: &Report) -> bool {
        report.refuses() || (self.deny == Some(Denied::Warnings) && report.count(Level::Warning) > 0)
    }

    /// Everything that was found, in the format that was asked for.
    /// `failed`: not every policy could be judged.
    fn findings(&self, judged: &[Judged], failed: bool) -> Result<String, Stop> {
        let reports = judged.iter().map(|one| (&one.report, &one.source));
        match self.format {
            Format::Human => Ok(lines(judged, |source, finding| render::styled(source, finding) + "\n\n")),
            Format::Short => Ok(lines(judged, short)),
            Format::Json => json::report(reports),
            Format::Sarif => sarif::report(reports, !failed),
            Format::Github => Ok(lines(judged, github::annotation)),
        }
    }
}

fn lines(judged: &[Judged], line: impl Fn(&Source, &Finding) -> String) -> String {
    let each = judged.iter().flat_map(|one| one.report.findings().iter().map(move |finding| (&one.source, finding)));
    each.map(|(source, finding)| line(source, finding)).collect()
}

/// Whatever keys and values hold, it is one line, and no terminal obeys it.
fn short(source: &Source, finding: &Finding) -> String {
    let at = source.position(finding.span.start);
    let profile = finding.profile.as_ref().map_or(String::new(), |profile| format!(" (profile `{profile}`)"));
    let (level, rule) = (finding.rule.level, finding.rule.name);
    let line = format!("{}:{}:{}: {level}[{rule}]: {}{profile}", source.name(), at.line, at.column, finding.message);
    format!("{}\n", Shown::line(&line))
}
