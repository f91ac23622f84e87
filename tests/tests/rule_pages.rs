//! The page of each rule: registered, documented, and its examples do what they show.

use std::{collections::BTreeSet, fs, path::Path};

use cors_compiler::{
    Date, Finding, Level, Options, Report, Source, check, compile, differences, emit, judge, parse, rules,
    target::Shape, targets,
};
use corsgen_tests::Failure;

/// A rule's page, as far as it can be run.
struct Page {
    name: String,
    text: String,
}

impl Page {
    fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, text: fs::read_to_string(path)? })
    }

    /// The first example under a heading.
    fn example(&self, heading: &str) -> Result<String, Failure> {
        let section = self.section(heading)?;
        let (_, rest) = section.split_once("```yaml\n").ok_or_else(|| format!("{}: no example", self.name))?;
        let (example, _) = rest.split_once("```").ok_or_else(|| format!("{}: an example does not end", self.name))?;
        Ok(self.unescaped(heading, example))
    }

    fn section(&self, heading: &str) -> Result<&str, Failure> {
        let start = format!("\n## {heading}\n\n");
        let (_, rest) = self.text.split_once(&start).ok_or_else(|| format!("{}: no `{heading}`", self.name))?;
        let section = rest.split_once("\n## ").map_or(rest, |(section, _)| section);
        assert!(!section.trim().is_empty(), "{}: `{heading}` is empty", self.name);
        Ok(section)
    }

    /// The words in backticks of the line that says under what conditions the examples are read, or the one under a heading.
    fn condition(&self, heading: &str, begin: &str) -> Option<&str> {
        let of_one = self.section(heading).ok().and_then(|section| section.strip_prefix("In this example, "));
        let of_all = || self.text.lines().find_map(|line| line.strip_prefix("In the examples, "));
        let line = of_one.or_else(of_all)?;
        let (condition, _) = line.split_once('`')?.1.split_once('`')?;
        condition.strip_prefix(begin)
    }

    /// Characters that a page had better not hold: it names the escape that stands for one.
    fn unescaped(&self, heading: &str, example: &str) -> String {
        match self.condition(heading, "\\") {
            Some("t") => example.replace("\\t", "\t"),
            Some(code) => {
                let digits = code.trim_start_matches("u{").trim_end_matches('}');
                let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                example.replace(&format!("\\{code}"), &character.map_or_else(String::new, String::from))
            }
            None => example.to_owned(),
        }
    }

    /// Everything that the example under a heading yields, as (rule, line); of notes only the page's own.
    fn findings(&self, heading: &str) -> Result<BTreeSet<(String, usize)>, Failure> {
        let example = self.example(heading)?;
        let source = Source::new("cors.yaml", example);
        let today = self.condition(heading, "20").and_then(|rest| Date::parse(&format!("20{rest}")));
        let mut found: Vec<Finding> = judge(&source, today).findings().to_vec();
        if let Some(profile) = self.condition(heading, "--profile ") {
            let (document, findings) = parse(&source);
            let options = Options { profile: Some(profile.to_owned()) };
            let report = check(&document, findings, &options).map_or_else(|report| report, |(_, report)| report);
            found.extend_from_slice(report.findings());
        }
        if let Some(target) = self.condition(heading, "--target ") {
            found.extend_from_slice(self.refusals(target, &source)?.findings());
        }
        let told = found.iter().filter(|finding| finding.rule.level != Level::Note || finding.rule.name == self.name);
        Ok(told.map(|finding| (finding.rule.name.to_owned(), source.position(finding.span.start).line)).collect())
    }

    fn refusals(&self, target: &str, source: &Source) -> Result<Report, Failure> {
        let target = targets::find(target).ok_or_else(|| format!("{}: no target `{target}`", self.name))?;
        let (program, _) =
            compile(source, &Options::default()).map_err(|report| format!("{}: {report:?}", self.name))?;
        let mut report = emit(target, source, &program, &Shape::PARTS).err().unwrap_or_default();
        report.append(differences(target, parse(source).0.span));
        Ok(report)
    }
}

/// What an example is marked to yield, as (rule, line): its comments end in `<-`, or in `<- rule` where another rule has to do
/// with it.
fn marked(page: &Page, example: &str) -> BTreeSet<(String, usize)> {
    let marks = example.lines().enumerate().filter_map(|(index, line)| {
        let (_, rule) = line.split_once('#')?.1.split_once("<-")?;
        Some((if rule.is_empty() { page.name.clone() } else { rule.trim().to_owned() }, index + 1))
    });
    marks.collect()
}

fn pages() -> Result<Vec<Page>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-compiler/rules");
    folder.read_dir()?.map(|entry| Page::read(&entry?.path())).collect()
}

#[test]
fn each_rule_has_a_page_and_each_page_a_rule() -> Result<(), Failure> {
    let described: BTreeSet<String> = pages()?.into_iter().map(|page| page.name).collect();
    let registered: BTreeSet<String> = rules::ALL.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(registered.len(), rules::ALL.len(), "a name stands twice in the list");
    assert_eq!(described, registered);
    Ok(())
}

#[test]
fn a_page_says_the_name_the_level_and_why() -> Result<(), Failure> {
    for page in pages()? {
        let rule = rules::find(&page.name).ok_or_else(|| format!("no rule `{}`", page.name))?;
        let head = format!("# {}\n\nLevel: {}.\n\n", rule.name, rule.level);
        assert!(page.text.starts_with(&head), "{} does not begin with {head:?}", page.name);
        page.section("What is wrong")?;
        page.section("Why it matters")?;
        assert!(page.section("See also")?.contains("(https://"), "{} links nowhere", page.name);
    }
    Ok(())
}

#[test]
fn the_wrong_example_yields_what_is_marked_and_nothing_else() -> Result<(), Failure> {
    let mut different = Vec::new();
    for page in pages()? {
        let example = page.example("Wrong")?;
        let expected = marked(&page, &example);
        assert!(expected.iter().any(|(rule, _)| *rule == page.name), "{}: no line is marked", page.name);
        let found = page.findings("Wrong")?;
        if found != expected {
            different.push(format!("{}: expected {expected:?}, found {found:?}", page.name));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    Ok(())
}

#[test]
fn the_right_example_yields_nothing() -> Result<(), Failure> {
    let mut different = Vec::new();
    for page in pages()? {
        let found = page.findings("Right")?;
        if !found.is_empty() {
            different.push(format!("{}: {found:?}", page.name));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    Ok(())
}

#[test]
fn the_book_is_fresh() -> Result<(), Failure> {
    let shown = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md"))?;
    assert!(shown == rules::pages::book(), "it is not: cargo run -- rule --all >docs/rules.md");
    for rule in rules::ALL {
        let listed = shown.matches(&format!("| [`{0}`](#{0}) | {1} |", rule.name, rule.level)).count();
        let headed = shown.matches(&format!("\n### {}\n", rule.name)).count();
        assert_eq!((listed, headed), (1, 1), "{}", rule.name);
    }
    Ok(())
}
