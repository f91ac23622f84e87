use crate::{Edit, Finding, Report, Source, rules};

/// A policy whose safe fixes were applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text, with the rest of it as its author laid it out.
    pub source: Source,
    /// What is found in it now.
    pub report: Report,
    /// How many findings were fixed.
    pub count: usize,
}

/// How often a text is read again: what one fix lets be seen, the next one cures.
const MOST_PASSES: usize = 100;

/// How many parts of the fixes are tried where all of them together do harm.
const MOST_TRIED: usize = 30;

impl Fixed {
    /// Applies the safe fixes of what `judge` finds in a source, and of what it finds then, until nothing is left that is certain.
    /// `judge` is [`judge_to_fix`](crate::judge_to_fix), or finds more than it.
    ///
    /// Whatever a fix is, it makes no policy refused that was not, and no text unreadable that was read: one that did would be left
    /// out.
    pub fn of(source: &Source, judge: impl Fn(&Source) -> Report) -> Self {
        Self::from(source.clone(), judge(source), judge)
    }

    /// The same where `report` was found in the source already.
    pub fn from(source: Source, report: Report, judge: impl Fn(&Source) -> Report) -> Self {
        let mut fixed = Self { source, report, count: 0 };
        for _ in 0..MOST_PASSES {
            let fixes = fixed.fixes();
            // All, or the first half that does no harm, or the first quarter: one that does keeps few others from being applied.
            let sizes = std::iter::successors(Some(fixes.len()), |size| (*size > 1).then(|| size.div_ceil(2)));
            let mut parts = sizes.flat_map(|size| fixes.chunks(size.max(1))).take(MOST_TRIED);
            let Some(next) = parts.find_map(|part| fixed.pass(part, &judge)) else { break };
            fixed = next;
        }
        fixed
    }

    /// The findings whose fixes can be applied together, in the order of the text.
    fn fixes(&self) -> Vec<&Finding> {
        let mut fixable: Vec<&Finding> = self.report.findings().iter().filter(|finding| finding.is_fixable()).collect();
        fixable.sort_by_key(|finding| start(finding));
        let mut last: Option<&Finding> = None;
        fixable.retain(|finding| {
            let free = last.is_none_or(|last| {
                end(last) <= start(finding) && last.fix != finding.fix && !self.are_neighbours(last, finding)
            });
            if free {
                last = Some(finding);
            }
            free
        });
        fixable
    }

    /// Reports whether both fixes take something away, and nothing that stays lies between. Each element of a list may go because
    /// another stays: if neighbours never go at once, one is left of every list.
    fn are_neighbours(&self, one: &Finding, next: &Finding) -> bool {
        let removes =
            |finding: &Finding| finding.fix.iter().flat_map(|fix| &fix.edits).all(|edit| edit.text.is_empty());
        let stays = |line: &str| {
            let line = line.trim_matches([' ', '\t', '\r', ',']);
            !line.is_empty() && !line.starts_with('#')
        };
        let between = self.source.text().get(end(one)..start(next)).unwrap_or_default();
        removes(one) && removes(next) && !between.split('\n').any(stays)
    }

    /// Applies fixes. `None` where there are none, or where they would do harm.
    fn pass(&self, fixes: &[&Finding], judge: &impl Fn(&Source) -> Report) -> Option<Self> {
        let edits = fixes.iter().flat_map(|finding| &finding.fix).flat_map(|fix| &fix.edits);
        let text = edited(self.source.text(), edits).filter(|_| !fixes.is_empty())?;
        let source = Source::new(self.source.name(), text);
        let report = judge(&source);
        let harms =
            (report.refuses() && !self.report.refuses()) || (is_unreadable(&report) && !is_unreadable(&self.report));
        (!harms).then(|| Self { source, report, count: self.count + fixes.len() })
    }
}

impl Finding {
    /// Reports whether a tool can cure it for certain.
    pub fn is_fixable(&self) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.safe && !fix.edits.is_empty())
    }
}

fn start(finding: &Finding) -> usize {
    finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.start).min().unwrap_or(0)
}

fn end(finding: &Finding) -> usize {
    finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.end).max().unwrap_or(0)
}

/// The text with the edits, which are in its order and do not overlap.
fn edited<'a>(text: &str, edits: impl Iterator<Item = &'a Edit>) -> Option<String> {
    let mut edited = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        edited.push_str(text.get(end..edit.span.start)?);
        edited.push_str(&edit.text);
        end = edit.span.end;
    }
    edited.push_str(text.get(end..)?);
    Some(edited)
}

/// Reports whether there may be more that was not read. A misplaced character ends the reading before it begins and an unquoted `*` mostly
/// where it stands: what comes to be seen behind them does not speak against their cures.
fn is_unreadable(report: &Report) -> bool {
    let ends_reading = [&rules::encoding::RULE, &rules::unquoted_star::RULE, &rules::yaml_syntax::RULE];
    report.findings().iter().any(|finding| ends_reading.contains(&finding.rule))
}
