use cors_compiler::{Fixed, Options, Program, Source, compile, judge_to_fix, parse};

use super::meant::without_spellings;

/// A mended file has nothing left to mend, is found to be what was told of it, and is not refused if it was not before. Of what was only
/// warned of, the meaning is the same. Judges what has something to mend.
pub(super) fn mended(bytes: &[u8]) -> bool {
    let source = Source::from_bytes("cors.yaml", bytes.to_vec());
    if source.not_utf8().is_some() {
        // What would be written back is not what was read.
        return false;
    }
    let judge = |source: &Source| judge_to_fix(source, None);
    let before = judge(&source);
    let fixed = Fixed::of(&source, judge);
    let (old, new) = (source.text(), fixed.source.text());
    let left: Vec<&str> =
        fixed.report.findings().iter().filter(|left| left.is_fixable()).map(|left| left.rule.name).collect();
    assert!(left.is_empty(), "{old:?}\nmended as\n{new:?}\nhas left {left:?}");
    assert_eq!(fixed.report, judge(&fixed.source), "{old:?}\nmended as\n{new:?}");
    assert!(fixed.count > 0 || old == new, "{old:?}\nmended as\n{new:?}, by nothing");
    if !before.refuses() {
        assert!(!fixed.report.refuses(), "{old:?}\nmended as\n{new:?}\nis refused: {:?}", fixed.report.findings());
        assert_eq!(meanings(&source), meanings(&fixed.source), "{old:?}\nmended as\n{new:?}");
    }
    fixed.count > 0
}

/// What a document means without a profile and with each.
fn meanings(source: &Source) -> Vec<Option<Program>> {
    let (document, _) = parse(source);
    let profiles = document.profiles.into_iter().map(|profile| Some(profile.name.value));
    let compiled = |profile| compile(source, &Options { profile }).ok().map(|(program, _)| without_spellings(program));
    std::iter::once(None).chain(profiles).map(compiled).collect()
}
