//! What is proposed, and what becomes of the document where it is taken.

use cors_compiler::{Source, judge};
use corsgen_tests::Failure;
use serde::Deserialize;
use serde_json::Value;

use crate::{rows, server::Server, snippet::expanded};

/// A row of `completions.yaml`: a document with a `‸`, something that is proposed there, and what the document becomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Completion {
    document: String,
    /// What is shown in the list.
    label: String,
    /// How what is shown beside it begins.
    documentation: Option<String>,
    becomes: String,
    /// Whether that compiles.
    #[serde(default)]
    compiles: bool,
    /// Everything that is proposed, where it is asked for.
    all: Option<Vec<String>>,
}

#[test]
fn each_proposal_is_documented_and_fits() -> Result<(), Failure> {
    let mut server = Server::start("completions")?;
    let rows: Vec<Completion> = rows("completions.yaml");
    assert!(rows.len() >= 20, "{} completions", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let answer = server.ask("textDocument/completion", &row.document)?;
        let items = answer["items"].as_array().or(answer.as_array()).ok_or("no list")?;
        let labels: Vec<&str> = items.iter().filter_map(|item| item["label"].as_str()).collect();
        assert!(row.all.as_ref().is_none_or(|all| *all == labels), "{row:?}\n{labels:?}");
        let Some(item) = items.iter().find(|item| item["label"] == *row.label) else {
            wrong.push(format!("{}\nno {} in {labels:?}", row.document, row.label));
            continue;
        };
        let becomes = taken(&row.document, item);
        let documentation =
            item["documentation"]["value"].as_str().or(item["documentation"].as_str()).unwrap_or_default();
        let documented = row.documentation.as_deref().is_none_or(|text| documentation.starts_with(text));
        if becomes != row.becomes || !documented {
            wrong.push(format!("{}\n{}\n{becomes}\n{documentation}", row.document, row.label));
        }
        if row.compiles {
            let report = judge(&Source::new("cors.yaml", becomes), None);
            assert!(!report.refuses(), "{row:?}\n{:?}", report.findings());
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), rows.len(), wrong.join("\n---\n"));
    assert!(rows.iter().filter(|row| row.documentation.is_some()).count() >= 20, "proposals with documentation");
    Ok(())
}

/// The document after a proposal is taken, and nothing typed. Editors indent what is put in as the line is where it begins.
fn taken(marked: &str, item: &Value) -> String {
    let text = marked.replace('‸', "");
    let edit = &item["textEdit"];
    let (start, end) = (offset(&text, &edit["range"]["start"]), offset(&text, &edit["range"]["end"]));
    let line = &text[text[..start].rfind('\n').map_or(0, |at| at + 1)..];
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let put_in = expanded(edit["newText"].as_str().unwrap()).replace('\n', &format!("\n{indent}"));
    format!("{}{put_in}{}", &text[..start], &text[end..])
}

/// Where a position stands, in bytes. The documents of the table are in ASCII.
fn offset(text: &str, position: &Value) -> usize {
    let number = |part: &str| usize::try_from(position[part].as_u64().unwrap()).unwrap();
    let before = text.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>();
    before + number("character")
}
