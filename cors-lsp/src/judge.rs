use cors_compiler::{
    Date, Document, Report, Source, Target, judge_document, judge_for_target, parse, parse_to_fix, targets,
};
use serde_json::Value;

/// What policies are judged by beside themselves.
#[derive(Clone, Default)]
pub(crate) struct Judge {
    /// The day, by which acceptances of risks run out.
    today: Option<Date>,
    /// The targets that must hold them.
    targets: Vec<&'static dyn Target>,
}

/// What an editor may be told of: its name among the editor's settings.
const SECTION: &str = "corsgen";

impl Judge {
    /// The same on this day.
    pub(crate) const fn on(&mut self, today: Option<Date>) -> &Self {
        self.today = today;
        self
    }

    /// Everything that is found in a policy: what `corsgen check --verbose` says, and what the targets cannot hold. In what these differ
    /// is the same for every policy: a dozen hints at the first key would help nobody.
    pub(crate) fn report(&self, source: &Source) -> Report {
        self.judge(source, parse(source))
    }

    /// The same for a policy that is to be mended.
    pub(crate) fn report_to_fix(&self, source: &Source) -> Report {
        self.judge(source, parse_to_fix(source))
    }

    fn judge(&self, source: &Source, (document, found): (Document, Report)) -> Report {
        let mut report = judge_document(source, &document, found, self.today);
        self.targets.iter().for_each(|target| report.append(judge_for_target(*target, &document)));
        report.sorted()
    }

    /// Takes the targets from an editor's settings: `{"targets": ["nginx"]}`, perhaps under the server's name. Where they say nothing
    /// of targets, these stay.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings, for people. The targets that there are count.
    pub(crate) fn configure(&mut self, settings: &Value) -> Result<(), String> {
        let Some(named) = settings.get(SECTION).unwrap_or(settings).get("targets") else { return Ok(()) };
        let Some(named) = named.as_array() else {
            return Err(format!("corsgen: `targets` is a list of names, as in {}", Value::from(names())));
        };
        let (mut targets, mut unknown) = (Vec::new(), Vec::new());
        for name in named {
            match name.as_str().and_then(targets::find) {
                Some(target) => targets.push(target),
                None => unknown.push(name.to_string()),
            }
        }
        targets.sort_by_key(|target| target.name());
        targets.dedup_by_key(|target| target.name());
        self.targets = targets;
        match unknown.as_slice() {
            [] => Ok(()),
            unknown => Err(format!("corsgen: no target is {}; there are {}", unknown.join(", "), names().join(", "))),
        }
    }
}

fn names() -> Vec<&'static str> {
    targets::ALL.iter().map(|target| target.name()).collect()
}
