//! The sentences of `docs/` that can be tested: each has a case, and each case a sentence.

use std::{collections::BTreeSet, fs, path::Path};

use cors_compiler::{Level, Source, judge};
use corsgen_tests::{Failure, corpus, refused};
use regex::Regex;

/// The ids of the sentences, as `<sup id="D-vary-2">D-vary-2</sup>` tags them.
fn sentences() -> Result<Vec<String>, Failure> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let tag = Regex::new(r#"<sup id="([DL]-[a-z]+-[0-9]+)">([^<]*)</sup>"#)?;
    let mut ids = Vec::new();
    for file in ["language.md", "decision.md"] {
        let text = fs::read_to_string(docs.join(file))?;
        for found in tag.captures_iter(&text) {
            assert_eq!(found[1], found[2], "{file}: what a tag shows is its id");
            ids.push(found[1].to_owned());
        }
        assert_eq!(text.matches("<sup id=").count(), tag.find_iter(&text).count(), "{file}: a tag of another form");
    }
    Ok(ids)
}

/// The ids that cases and refused documents name.
fn named() -> Result<BTreeSet<String>, Failure> {
    let cases = corpus::groups()?.into_iter().flat_map(|group| group.cases).map(|case| case.sentence);
    let judged = refused::all()?.into_iter().chain(refused::warned()?).flat_map(|(_, documents)| documents);
    Ok(cases.chain(judged.filter_map(|document| document.sentence)).collect())
}

#[test]
fn every_sentence_has_an_id_of_its_own() -> Result<(), Failure> {
    let all = sentences()?;
    let unique: BTreeSet<&String> = all.iter().collect();
    assert!(all.len() > 100, "{} sentences", all.len());
    assert_eq!(unique.len(), all.len());
    Ok(())
}

#[test]
fn every_sentence_has_a_case() -> Result<(), Failure> {
    let named = named()?;
    let without: Vec<String> = sentences()?.into_iter().filter(|id| !named.contains(id)).collect();
    assert!(without.is_empty(), "{without:?}");
    Ok(())
}

#[test]
fn every_case_has_a_sentence() -> Result<(), Failure> {
    let sentences: BTreeSet<String> = sentences()?.into_iter().collect();
    let unknown: Vec<String> = named()?.into_iter().filter(|id| !sentences.contains(id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    Ok(())
}

#[test]
fn every_policy_in_the_language_is_accepted() -> Result<(), Failure> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md"))?;
    let blocks: Vec<&str> = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let report = judge(&Source::new("cors.yaml", block), None);
        let noted = report.findings().iter().all(|finding| finding.rule.level == Level::Note);
        assert!(noted, "{report:?}\n{block}");
    }
    Ok(())
}

/// The rules that the language names, each as it says: `origin-has-path`, and what is written in its row is found so.
#[test]
fn every_row_of_wrong_origins_is_found_as_it_says() -> Result<(), Failure> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md"))?;
    let row = Regex::new(r"(?m)^\| (`[^|]+`) \| `(origin-[a-z-]+)`[^|]*\|$")?;
    let mut rows = 0;
    for found in row.captures_iter(&text) {
        let written = found[1].split('`').filter(|part| part.contains("://") || part.contains(".example"));
        for origin in written {
            let origin = origin.trim_matches('"');
            let document = format!("allow_origins: [\"{origin}\"]\n");
            let report = judge(&Source::new("cors.yaml", document), None);
            let rules: Vec<&str> = report.findings().iter().map(|finding| finding.rule.name).collect();
            assert_eq!(rules, [&found[2]], "{origin}");
            rows += 1;
        }
    }
    assert!(rows >= 15, "{rows}");
    Ok(())
}
