//! What `docs/editors.md` says to paste: each block is of the language that it says, and what it names is there.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use corsgen_tests::{Failure, installed::installed};
use serde_json::Value;

use crate::{
    root,
    server::{Server, uri},
};

/// The blocks of the page, each with its language.
fn blocks() -> Result<Vec<(String, String)>, Failure> {
    let page = fs::read_to_string(root().join("docs/editors.md"))?;
    let fences = page.split("```").skip(1).step_by(2);
    let blocks = fences.filter_map(|block| block.split_once('\n'));
    Ok(blocks.map(|(language, text)| (language.to_owned(), text.to_owned())).collect())
}

fn of(language: &str) -> Result<Vec<String>, Failure> {
    let of = blocks()?.into_iter().filter(|(known, _)| known == language).map(|(_, text)| text);
    Ok(of.collect())
}

/// Gives a text to a reader of its language, which ends well if it is one.
fn read(command: &mut Command, text: &str) -> Result<(), Failure> {
    let mut reader = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    reader.stdin.take().ok_or("no input")?.write_all(text.as_bytes())?;
    let said = reader.wait_with_output()?;
    if said.status.success() {
        Ok(())
    } else {
        Err(format!("{}\n{text}", String::from_utf8_lossy(&said.stderr)).into())
    }
}

#[test]
fn every_block_is_of_its_language() -> Result<(), Failure> {
    let packages = installed("CORSGEN_AJV")?.ancestors().nth(3).ok_or("no packages")?.to_owned();
    let mut seen = 0;
    for (language, text) in blocks()? {
        match language.as_str() {
            "json" => drop(serde_json::from_str::<Value>(&text).map_err(|error| format!("{error}: {text}"))?),
            "toml" => read(
                Command::new("python3").args(["-c", "import sys, tomllib; tomllib.load(sys.stdin.buffer)"]),
                &text,
            )?,
            "xml" => read(
                Command::new("python3").args(["-c", "import sys, xml.dom.minidom as dom; dom.parse(sys.stdin.buffer)"]),
                &text,
            )?,
            "lua" => {
                let parse =
                    "require('luaparse').parse(require('fs').readFileSync(0, 'utf8'), { luaVersion: 'LuaJIT' })";
                read(Command::new("node").args(["-e", parse]).env("NODE_PATH", &packages), &text)?;
            }
            "yaml" => assert!(
                text.lines().all(|line| line.starts_with("# ") && line.ends_with("./cors.schema.json")),
                "{text}"
            ),
            "sh" => assert!(text.starts_with("corsgen ") || text.starts_with("check-jsonschema "), "{text}"),
            _ => return Err(format!("a block of {language}").into()),
        }
        seen += 1;
    }
    assert!(seen >= 10, "{seen} blocks");
    Ok(())
}

/// The settings of VS Code, in the server that VS Code runs: the path of the schema is the workspace's.
#[test]
fn the_settings_name_the_schema() -> Result<(), Failure> {
    let settings: Vec<Value> = of("json")?.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
    let schemas = settings.iter().find_map(|block| block.get("yaml.schemas")).ok_or("no settings of the schema")?;
    let mut server = Server::with("settings", schemas.clone())?;
    fs::write(server.folder.join("cors.schema.json"), cors_compiler::schema::text())?;
    for name in ["cors.yaml", "cors.yml"] {
        let uri = uri(&server.folder.join(name));
        server.client.open(&uri, "yaml", "allow_origins: '*'\nmax_age: 2 days\n")?;
        let said = server.client.diagnostics(&uri)?;
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        assert!(said[0]["message"].as_str().is_some_and(|text| text.contains("90s, 10m, 2h or 1d")), "{said:?}");
    }
    let mapping = r#"{ ["./cors.schema.json"] = { "cors.yaml", "cors.yml" } }"#;
    assert!(of("lua")?.iter().any(|text| text.contains(mapping)));
    assert!(of("toml")?.iter().any(|text| text.contains(r#""./cors.schema.json" = ["cors.yaml", "cors.yml"]"#)));
    Ok(())
}

/// The first line that the page shows is the starter's.
#[test]
fn the_first_line_is_the_starters() -> Result<(), Failure> {
    let starter = fs::read_to_string(root().join("cors-cli/src/starter.yaml"))?;
    let first = starter.lines().next().ok_or("no first line")?;
    assert!(of("yaml")?.iter().any(|text| text.trim_end() == first), "{first}");
    Ok(())
}
