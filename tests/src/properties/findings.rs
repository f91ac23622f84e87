use cors_compiler::{Finding, Options, Source, Span, compile, judge, parse, render};

/// So many profiles of a document are compiled.
const PROFILES: usize = 4;

/// Any bytes end in a program or in findings. Each finding has its places in the text, at the borders of characters, and can be shown.
/// What is refused under a profile or without one is refused by [`judge`] too, and the other way round. Judges what compiles.
pub(super) fn findings(bytes: &[u8]) -> bool {
    let source = Source::from_bytes("cors.yaml", bytes.to_vec());
    let report = judge(&source, None);
    report.findings().iter().for_each(|finding| assert_is_shown(&source, finding));

    let (document, _) = parse(&source);
    let all = document.profiles.iter().map(|profile| Some(profile.name.value.clone()));
    let profiles: Vec<Option<String>> = std::iter::once(None).chain(all).collect();
    let mut refused = 0;
    for profile in profiles.iter().take(PROFILES) {
        if let Err(found) = compile(&source, &Options { profile: profile.clone() }) {
            assert!(found.refuses(), "with profile {profile:?} refused without a reason: {:?}", source.text());
            assert!(report.refuses(), "refused with profile {profile:?} alone: {:?}", source.text());
            found.findings().iter().for_each(|finding| assert_is_shown(&source, finding));
            refused += 1;
        }
    }
    assert!(
        refused > 0 || !report.refuses() || profiles.len() > PROFILES,
        "refused with no profile: {:?}\n{:?}",
        source.text(),
        report.findings()
    );
    refused == 0
}

/// A finding's places are in the text, and all that shows it takes it.
pub(super) fn assert_is_shown(source: &Source, finding: &Finding) {
    let name = finding.rule.name;
    let labels = finding.labels.iter().map(|label| label.span);
    let edits: Vec<Span> = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span)).collect();
    for span in labels.chain([finding.span]).chain(edits.iter().copied()) {
        assert!(source.text().get(span.range()).is_some(), "{name} at {span:?} of {:?}", source.text());
        // What JSON, SARIF and GitHub's annotations tell.
        let (start, end) = (source.position(span.start), source.position(span.end));
        assert!(start <= end && (start.byte, end.byte) == (span.start, span.end), "{name}: {start:?} to {end:?}");
    }
    for pair in edits.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{name}: edits that overlap, of {:?}", source.text());
    }
    let plain = render::plain(source, finding);
    assert!(plain.contains(name), "{name} is not named: {plain}");
    assert!(!plain.contains(|c: char| c.is_control() && c != '\n'), "{name} moves a cursor: {plain:?}");
    assert!(render::styled(source, finding).contains(name), "{name} is not named in colours");
}
