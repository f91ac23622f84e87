use crate::{Finding, Level};

/// Everything that was found in a policy, in the order of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds all findings of another report.
    pub fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// Says more of the findings from the one at `start`.
    pub(crate) fn amend(&mut self, start: usize, more: impl Fn(Finding) -> Finding) {
        let amended: Vec<Finding> = self.findings.drain(start.min(self.findings.len())..).map(more).collect();
        self.findings.extend(amended);
    }

    /// The findings in the order of the text; those at one place in the order of their level.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.findings.sort_by(|a, b| {
            (a.span, a.rule.level, a.rule.name, &a.profile).cmp(&(b.span, b.rule.level, b.rule.name, &b.profile))
        });
        self.findings.dedup();
        self
    }

    /// The same without notes: they are for those who ask for them.
    #[must_use]
    pub fn without_notes(mut self) -> Self {
        self.findings.retain(|finding| finding.rule.level != Level::Note);
        self
    }

    /// The findings.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The finding at this place of the list.
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut Finding> {
        self.findings.get_mut(index)
    }

    /// Says that the findings from the one at `first` on are found with a profile alone.
    pub(crate) fn of_profile(&mut self, first: usize, profile: &str) {
        for finding in self.findings.iter_mut().skip(first) {
            finding.profile = Some(profile.to_owned());
        }
    }

    /// Whether the policy is refused.
    pub fn refuses(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule.level.refuses())
    }

    /// How many findings have this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.rule.level == level).count()
    }
}
