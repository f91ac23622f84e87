//! Safe fixes: what `corsgen check --fix` makes of a document, to the byte, in every style.
#![allow(clippy::indexing_slicing, reason = "what cannot go on here is a test that fails")]

use std::{cell::Cell, collections::BTreeSet, path::Path};

use cors_compiler::{Finding, Fixed, Options, Source, compile, judge, judge_to_fix, parse};
use corsgen_tests::{Failure, corpus, refused};
use serde::{Deserialize, de::DeserializeOwned};

/// A text that a fix replaces.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    rule: String,
    #[serde(rename = "in")]
    place: Place,
    wrong: String,
    right: String,
    /// Whether it can be written only in quotes.
    #[serde(default)]
    quoted: bool,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Origin,
    Method,
    Path,
    Key,
}

/// A document before and after.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    rule: String,
    wrong: String,
    right: String,
    /// The rules for which it is refused still.
    #[serde(default)]
    left: Vec<String>,
}

fn rows<T: DeserializeOwned>(file: &str) -> Result<Vec<T>, Failure> {
    let text = std::fs::read_to_string(corpus::folder("fixed").join(Path::new(file)))?;
    Ok(serde_yaml::from_str(&text).map_err(|error| format!("{file}: {error}"))?)
}

impl Place {
    /// Documents that hold a text, which `@` stands for, in its quotes: block and flow style, plain and quoted, and JSON.
    fn documents(self) -> [&'static str; 5] {
        match self {
            Self::Origin => [
                "# who may read\nallow_origins:\n  # first\n  - @   # of the shop\n\n  - https://last.example\n",
                "allow_origins: [https://first.example, @] # both\nmax_age: 1h\n",
                "origin_sets:\n  own: ['@', 'https://first.example']\nallow_origins: [ $own ]\n",
                "allow_origins:\n- \"@\" # alone\n",
                "{\n\t\"allow_origins\": [\"@\", \"https://last.example\"]\n}\n",
            ],
            Self::Method => [
                "allow_origins: [https://app.example.com]\n\nallow_methods: # changes\n  - DELETE\n  - @ # or not\n",
                "allow_origins: [https://app.example.com]\nallow_methods: [ @, DELETE ] # changes\n",
                "allow_origins: [https://app.example.com]\nallow_methods: ['@']\n",
                "allow_origins: [https://app.example.com]\nallow_methods:\n- \"@\" # why\n- DELETE\n",
                "{\"allow_origins\": [\"https://app.example.com\"], \"allow_methods\": [\"@\"]}",
            ],
            Self::Path => [
                "routes:\n  # public\n  - path: @ # here\n    allow_origins: \"*\"\n",
                "routes: [{path: [@, /status], allow_origins: '*'}]\n",
                "routes:\n- path: '@'\n  allow_origins: '*'\n",
                "routes:\n  - allow_origins: \"*\"\n    path:\n      - \"@\" # here\n",
                "{\"routes\": [{\"path\": \"@\", \"allow_origins\": \"*\"}]}\n",
            ],
            Self::Key => [
                "# who may read\n@: # these\n  - https://app.example.com\n",
                "{@: [https://app.example.com], max_age: 1h} # all\n",
                "'@': [https://app.example.com]\n",
                "max_age: 1h\n\"@\" : \"*\"\n",
                "{\"@\": [\"https://app.example.com\"]}\n",
            ],
        }
    }
}

/// What a fix makes of a document.
fn fixed(text: &str) -> Fixed {
    Fixed::of(&Source::new("cors.yaml", text), |source| judge_to_fix(source, None))
}

fn rules_fixed(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().filter(|finding| finding.is_fixable()).map(|finding| finding.rule.name).collect()
}

/// Judges one pair, with line feeds and with carriage returns before them. `left` are the rules for which the right one is refused.
fn judge_pair(rule: &str, wrong: &str, right: &str, left: &[String], failed: &mut Vec<String>) {
    for line_break in ["\n", "\r\n"] {
        let [wrong, right] = [wrong, right].map(|text| text.replace('\n', line_break));
        let before = judge(&Source::new("cors.yaml", wrong.as_str()), None);
        let found: Vec<&str> = before.findings().iter().map(|finding| finding.rule.name).collect();
        let fixed = fixed(&wrong);
        if !found.contains(&rule) {
            failed.push(format!("{wrong:?}: no `{rule}` among {found:?}"));
        } else if fixed.source.text() != right {
            failed.push(format!("{wrong:?} became\n  {:?}, not\n  {right:?}", fixed.source.text()));
        } else if (fixed.count == 0) != (wrong == right) || !rules_fixed(fixed.report.findings()).is_empty() {
            failed.push(format!("{wrong:?}: {} fixed, left {:?}", fixed.count, fixed.report.findings()));
        } else if wrong != right && fixed.report.refuses() {
            let refused: Vec<&str> = fixed.report.findings().iter().map(|finding| finding.rule.name).collect();
            if refused != left {
                failed.push(format!("{right:?} is refused: {:?}", fixed.report.findings()));
            }
        }
    }
}

#[test]
fn a_text_is_mended_where_it_stands_and_nothing_else_changes() -> Result<(), Failure> {
    let (mut failed, mut judged) = (Vec::new(), 0);
    for text in rows::<Text>("texts.yaml")? {
        for document in text.place.documents() {
            let is_plain = !document.contains(['"', '\'']) || !(document.contains("\"@\"") || document.contains("'@'"));
            // An address in brackets is a list, to a flow.
            let is_list = is_plain && text.wrong.contains("://[") && document.contains("[https://first");
            if (is_plain && text.quoted) || is_list {
                continue;
            }
            judged += 1;
            judge_pair(
                &text.rule,
                &document.replace('@', &text.wrong),
                &document.replace('@', &text.right),
                &[],
                &mut failed,
            );
        }
    }
    assert!(failed.is_empty(), "{} differ\n{}", failed.len(), failed.join("\n"));
    assert!(judged >= 70, "only {judged} were judged");
    Ok(())
}

/// An origin in another form is mended to the one that browsers send: what another reader of URLs makes of it.
#[test]
fn an_origin_is_mended_to_what_browsers_send() -> Result<(), Failure> {
    let texts = rows::<Text>("texts.yaml")?;
    let urls: Vec<&Text> = texts
        .iter()
        .filter(|text| {
            let is_url = text.wrong.trim_start().to_lowercase().starts_with("http");
            matches!(text.place, Place::Origin) && is_url && text.wrong != text.right && !text.wrong.contains('*')
        })
        .collect();
    for text in &urls {
        assert_eq!(url::Url::parse(text.wrong.trim())?.origin().ascii_serialization(), text.right);
    }
    assert!(urls.len() >= 8, "only {}", urls.len());
    Ok(())
}

#[test]
fn a_document_is_mended_and_keeps_its_layout() -> Result<(), Failure> {
    let mut failed = Vec::new();
    for row in rows::<Document>("documents.yaml")? {
        judge_pair(&row.rule, &row.wrong, &row.right, &row.left, &mut failed);
    }
    assert!(failed.is_empty(), "{} differ\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

/// What a policy that is not refused allows, without a profile and with each; not how its answers spell it.
fn meaning(text: &str) -> Option<Vec<String>> {
    let source = Source::new("cors.yaml", text);
    let profiles = parse(&source).0.profiles.into_iter().map(|profile| Some(profile.name.value));
    let meant = |profile| {
        let (program, _) = compile(&source, &Options { profile }).ok()?;
        let rules = program.rules.iter().map(|rules| {
            let terms = &rules.terms;
            let terms = (terms.any_origin, terms.credentials, &terms.max_age, terms.preflight, terms.on_denied);
            let patterns: Vec<_> = rules.origins.patterns.iter().map(|pattern| &pattern.value).collect();
            format!("{terms:?} {:?} {patterns:?} {:?} {:?}", rules.origins.exact, rules.methods, rules.headers)
        });
        let routes = program.routes.iter().map(|route| format!("{} {:?}", route.path, route.rules));
        Some(rules.chain(routes).chain([format!("{:?}", program.document)]).collect::<Vec<_>>())
    };
    let each: Option<Vec<_>> = std::iter::once(None).chain(profiles).map(meant).collect();
    Some(each?.concat())
}

/// Of what was only warned of, the meaning is known: it is the same after as before.
#[test]
fn what_was_not_refused_allows_the_same() -> Result<(), Failure> {
    let mut rules = BTreeSet::new();
    for row in rows::<Document>("documents.yaml")? {
        if let Some(before) = meaning(&row.wrong) {
            assert_eq!(Some(before), meaning(&row.right), "{}", row.wrong);
            rules.insert(row.rule);
        }
    }
    let warned = ["header-duplicate", "method-duplicate", "origin-covered", "origin-duplicate", "status-with-forward"];
    assert!(rules.iter().map(String::as_str).eq(warned), "{rules:?}");
    let mut judged = 0;
    for source in refused::warned()?.into_values().flatten().map(|row| row.source()) {
        let fixed = fixed(source.text());
        if fixed.count > 0 {
            assert_eq!(meaning(source.text()), meaning(fixed.source.text()), "{}", source.text());
            judged += 1;
        }
    }
    assert!(judged >= 13, "only {judged} were");
    Ok(())
}

/// Each element may go because another stays: none is left without all of them, whatever else is wrong.
#[test]
fn a_list_keeps_one_element() {
    for wrong in ["", "allow_methods: [TRACE]\n"] {
        for count in 1..7 {
            let origins: Vec<String> = (0..count).map(|n| format!("https://a{n}.example.com")).collect();
            for (begin, between, end) in [
                ("\n    - ", "\n    - ", "\n"),
                (" [", ", ", "]\n"),
                (" [", ",", ",]\n"),
                (" [\n      ", ",\n      ", "\n    ]\n"),
                (" [\n      ", ",\n\n      ", ",\n    ]\n"),
                (" [\n      ", ",\n      # a comment,\n      ", ",\n    ]\n"),
            ] {
                let list = format!("{begin}{}{end}", origins.join(between));
                let text =
                    format!("{wrong}origin_sets:\n  own:{list}allow_origins: [$own, \"https://*.example.com\"]\n");
                let fixed = fixed(&text);
                let rules: BTreeSet<&str> = fixed.report.findings().iter().map(|finding| finding.rule.name).collect();
                let may = BTreeSet::from(["method-forbidden", "origin-covered"]);
                assert!(rules.is_subset(&may), "{text}{rules:?}\n{}", fixed.source.text());
                let (document, _) = parse(&fixed.source);
                let left = document.origin_sets[0].origins.len();
                assert!((1..=count).contains(&left) && (left == 1 || between.contains('#')), "{}", fixed.source.text());
            }
        }
    }
}

/// Every document in which something is found, whatever it is.
fn documents() -> Result<Vec<Source>, Failure> {
    let rows = refused::all()?.into_values().chain(refused::warned()?.into_values()).flatten();
    Ok(rows.map(|row| row.source()).collect())
}

#[test]
fn every_rule_with_a_fix_has_a_row() -> Result<(), Failure> {
    let texts = rows::<Text>("texts.yaml")?.into_iter().map(|row| (row.rule, row.wrong, row.right));
    let wholes = rows::<Document>("documents.yaml")?.into_iter().map(|row| (row.rule, row.wrong, row.right));
    let shown: BTreeSet<String> =
        texts.chain(wholes).filter(|(_, wrong, right)| wrong != right).map(|(rule, ..)| rule).collect();
    let mut offered = BTreeSet::new();
    for source in documents()? {
        offered.extend(rules_fixed(judge(&source, None).findings()).into_iter().map(str::to_owned));
    }
    assert_eq!(shown, offered);
    Ok(())
}

#[test]
fn what_is_mended_has_nothing_left_to_mend_and_keeps_its_comments() -> Result<(), Failure> {
    let is_commented = |line: &&str| line.contains(" #") || line.trim_start().starts_with('#');
    let comments = |text: &str| text.lines().filter(is_commented).count();
    let mut mended = 0;
    for source in documents()? {
        if source.not_utf8().is_some() {
            continue;
        }
        let fixed = Fixed::of(&source, |source| judge_to_fix(source, None));
        mended += fixed.count;
        assert!(rules_fixed(fixed.report.findings()).is_empty(), "{:?}\n{:?}", source.text(), fixed);
        assert_eq!(comments(fixed.source.text()), comments(source.text()), "{:?}", fixed.source.text());
        assert!(!fixed.report.refuses() || judge(&source, None).refuses(), "{:?}", fixed.source.text());
    }
    assert!(mended >= 60, "only {mended} were");
    Ok(())
}

#[test]
fn however_much_there_is_to_mend_one_run_mends_it_and_reads_a_few_times_as_much() {
    let list = |key: &str, elements: &dyn Fn(usize) -> String, count: usize| {
        let elements: Vec<String> = (0..count).map(elements).collect();
        [format!("{key}: [{}]\n", elements.join(", ")), format!("{key}:\n  - {}\n", elements.join("\n  - "))]
    };
    let any = "allow_origins: \"*\"\n";
    for count in [20, 3_000] {
        let same = list("allow_origins", &|_| "https://app.example.com".to_owned(), count);
        let twice = list("allow_origins", &|n| format!("https://a{}.example.com", n % (count / 2)), count);
        let headers = list("allow_headers", &|n| format!("X-{}", n % (count / 2)), count).map(|list| list + any);
        let methods = list("allow_methods", &|n| ["PUT", "DELETE"][n % 2].to_owned(), count).map(|list| list + any);
        let slashes = list("allow_origins", &|n| format!("https://a{n}.example.com/"), count);
        for (text, left) in
            [same, twice, headers, methods, slashes].into_iter().zip([1, count / 2, count / 2, 2, count])
        {
            for text in text {
                let read = Cell::new(0);
                let fixed = Fixed::of(&Source::new("cors.yaml", text.as_str()), |source| {
                    read.set(read.get() + source.text().len());
                    judge_to_fix(source, None)
                });
                let begin: String = text.chars().take(40).collect();
                assert_eq!(fixed.count, count - left % count, "{count}: {begin}");
                assert!(rules_fixed(fixed.report.findings()).is_empty(), "{count}: {begin}");
                assert!(read.get() < 12 * text.len(), "{count}: {begin}: {} of {}", read.get(), text.len());
            }
        }
    }
}
