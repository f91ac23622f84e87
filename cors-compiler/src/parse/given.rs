use std::collections::BTreeMap;

use crate::{Document, Finding, Options, Report, SetBlock, Source, most::Most, rules};

use super::{Reader, scalar::Text};

/// Replaces the contents of origin sets by patterns that are known only when a program starts. `sets` are those patterns by the
/// set's name; what stands in the document, and in the profile that is selected, no longer counts.
///
/// The patterns are read as the document's own are. They stand nowhere in its text, so that findings about them have the place
/// of the set's name, and name the pattern.
pub fn give(
    source: &Source,
    document: &mut Document,
    sets: &BTreeMap<String, Vec<String>>,
    options: &Options,
) -> Report {
    let mut reader = Reader::new(source, Most::ToTell);
    for (name, patterns) in sets {
        let is_named = |set: &&mut SetBlock| set.name.value == *name;
        match document.origin_sets.iter_mut().find(is_named) {
            Some(set) => reader.give(set, patterns),
            // A set that is not there was perhaps left out.
            None if document.incomplete => {}
            None => {
                let defined = document.origin_sets.iter().map(|set| set.name.value.as_str());
                reader.refuse(rules::unknown_set::given(name, defined));
            }
        }
        let selected =
            document.profiles.iter_mut().find(|profile| Some(&profile.name.value) == options.profile.as_ref());
        if let Some(set) = selected.and_then(|profile| profile.sets.iter_mut().find(is_named)) {
            reader.give(set, patterns);
        }
    }
    document.incomplete |= reader.incomplete;
    reader.report
}

impl Reader<'_> {
    fn give(&mut self, set: &mut SetBlock, patterns: &[String]) {
        set.given = true;
        set.origins.clear();
        for pattern in patterns {
            let found = self.report.findings().len();
            let text = Text { value: pattern, span: set.name.span, verbatim: None };
            set.origins.extend(self.set_origin(text));
            self.report.amend(found, |finding| finding.given(pattern));
        }
    }
}

impl Finding {
    /// Says that the pattern it is about was given, and stands nowhere in the text that could be edited.
    #[must_use]
    pub(crate) fn given(self, pattern: &str) -> Self {
        Self { fix: None, ..self.caption(format!("the program gives this set `{}`", pattern.escape_debug())) }
    }
}
