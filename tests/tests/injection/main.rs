//! No text of a policy is read as anything but text: what is generated is read by programs that know nothing of corsgen, and by
//! tokenisers.
//!
//! - Attacks: each of some hundred strings in each place where an author may write. It is refused; or what is generated is read as
//!   what is generated for a harmless text of the same length, but for that text, which is read as it was written.
//! - Random policies: what target `nginx` wrote is read as directives that it can plan, each in a line of its own, and every text of
//!   the policy among them, whole. Two readers of YAML read the same, and what they read is the tree that is planned for the program, in which
//!   scripts in Lua are the statements that are planned. Code in Rust has the literals that are planned, and no other words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what cannot go on here is a test that fails"
)]

mod attacks;
mod fields;
mod leaves;
mod lua;
mod planned;
mod planned_envoy;
mod planned_lua;
mod planned_rust;
mod readers;

use std::collections::BTreeSet;

use cors_compiler::{
    Options, Program, Source, compile, emit, judge, render,
    target::{HostPort, Shape},
    targets,
};
use corsgen_tests::{Failure, policies::Policy};
use leaves::{Directive, Piece};
use readers::Folder;

const SERVERS: [(&str, &str); 3] = [("nginx", "conf"), ("envoy", "yaml"), ("envoy-lua", "yaml")];

/// What a server's target prints for a policy as one configuration, `None` where it cannot hold it.
fn complete(target: &str, source: &Source, program: &Program) -> Option<String> {
    let address = |text| HostPort::parse(text).expect("an address");
    let shape = Shape::Complete { listen: address("127.0.0.1:8080"), upstream: address("127.0.0.1:8081") };
    Some(emit(targets::find(target)?, source, program, &shape).ok()?.parts.first()?.text.clone())
}

fn rust(source: &Source, program: &Program) -> String {
    emit(targets::find("rust").expect("a target"), source, program, &Shape::PARTS).expect("code").parts[0].text.clone()
}

fn compiled(document: &str) -> Option<(Source, Program)> {
    let source = Source::new("cors.yaml", document);
    let (program, _) = compile(&source, &Options::default()).ok()?;
    Some((source, program))
}

/// An attack that the language accepts and that is seen in what a target prints, and the harmless text that is put in its place.
struct Accepted {
    attack: String,
    tame: String,
    /// Of each of the two: the file in the folder that the server's target printed, or Rust.
    printed: [Printed; 2],
}

enum Printed {
    File(String),
    Rust(String),
}

#[test]
fn attacks_are_refused_or_read_as_they_were_written() -> Result<(), Failure> {
    let attacks: BTreeSet<String> = attacks::all().collect();
    assert!(attacks.len() >= 300, "{} attacks", attacks.len());
    let mut folder = Folder::new("attacks")?;
    let (mut accepted, mut refused, mut unseen) = (Vec::new(), 0, 0);
    for (field, attack) in fields::ALL.iter().flat_map(|field| attacks.iter().map(move |attack| (field, attack))) {
        let document = field.document(attack);
        assert_is_shown_safely(&document);
        let Some((source, program)) = compiled(&document) else {
            refused += 1;
            continue;
        };
        let tame = field.tame(attack);
        // What is no text but a wildcard, and what is one only with its marks, has no tame twin.
        let twin = compiled(&field.document(&tame)).filter(|_| tame != *attack && !field.is_wildcard(attack));
        let Some((tame_source, tame_program)) = twin else { continue };
        let mut add = |kind: Option<&str>, of_attack: &str, of_tame: &str| -> Result<(), Failure> {
            let bodies = [of_attack, of_tame].map(without_header);
            if bodies[0] == bodies[1] {
                unseen += 1;
                return Ok(());
            }
            let [Ok(one), Ok(other)] = bodies.map(|body| match kind {
                Some(kind) => folder.add(kind, body).map(Printed::File),
                None => Ok(Printed::Rust(body.to_owned())),
            }) else {
                return Err("a configuration could not be written".into());
            };
            accepted.push(Accepted { attack: attack.clone(), tame: tame.clone(), printed: [one, other] });
            Ok(())
        };
        add(None, &rust(&source, &program), &rust(&tame_source, &tame_program))?;
        for (target, kind) in SERVERS {
            match (complete(target, &source, &program), complete(target, &tame_source, &tame_program)) {
                (Some(of_attack), Some(of_tame)) => add(Some(kind), &of_attack, &of_tame)?,
                (of_attack, of_tame) => assert_eq!(of_attack.is_some(), of_tame.is_some(), "{attack:?}"),
            }
        }
    }
    let read = folder.read()?;
    for Accepted { attack, tame, printed: [of_attack, of_tame] } in &accepted {
        let pieces = |printed: &Printed| match printed {
            Printed::File(file) if file.ends_with(".conf") => nginx_pieces(&read[file]),
            Printed::File(file) => yaml_pieces(&read[file]),
            Printed::Rust(text) => rust_pieces(text),
        };
        assert_is_the_same(attack, tame, &pieces(of_attack), &pieces(of_tame));
    }
    println!(
        "{} attacks in {} places: {refused} refused; of what was accepted {} outputs were read as they were meant, and {unseen} have \
         nothing of it",
        attacks.len(),
        fields::ALL.len(),
        accepted.len()
    );
    assert!(accepted.len() > 500, "{} accepted", accepted.len());
    Ok(())
}

/// What was printed, without the comment in front, which has the policy's digest.
fn without_header(text: &str) -> &str {
    let header = text.split_inclusive('\n').take_while(|line| line.starts_with('#') || line.starts_with("//"));
    &text[header.map(str::len).sum()..]
}

/// What is found in a document, and the text of it that is shown, says nothing to a terminal.
fn assert_is_shown_safely(document: &str) {
    let source = Source::new("cors.yaml", document);
    for finding in judge(&source, None).findings() {
        let shown = render::plain(&source, finding);
        let acts = |c: char| {
            (c.is_control() && c != '\n')
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!shown.contains(acts), "{shown:?}");
    }
}

fn nginx_pieces(read: &serde_json::Value) -> Vec<Piece> {
    let directives: Vec<Directive> = serde_json::from_value(read.clone()).unwrap();
    let mut pieces = Vec::new();
    leaves::of_nginx(&directives, &mut pieces);
    pieces
}

fn yaml_pieces(read: &serde_json::Value) -> Vec<Piece> {
    let mut pieces = Vec::new();
    leaves::of_yaml(read, &mut pieces);
    pieces
}

fn rust_pieces(printed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    leaves::of_rust_file(printed, &mut pieces);
    pieces
}

/// The two rows are the same, but that the attack stands where the tame text does.
fn assert_is_the_same(attack: &str, tame: &str, of_attack: &[Piece], of_tame: &[Piece]) {
    for (one, other) in of_attack.iter().zip(of_tame) {
        let same = match (one, other) {
            // Of the two tables neither holds the text.
            (Piece::Bytes(one), Piece::Bytes(other))
                if !lower(one).contains(&lower(attack)) && !lower(other).contains(&lower(tame)) =>
            {
                true
            }
            (Piece::Bytes(one), Piece::Bytes(other)) => {
                differ_by(&lower(one), &lower(other), &lower(attack), &lower(tame))
            }
            (Piece::Text(one), Piece::Text(other)) => {
                differ_by(&meant(one), &meant(other), &meant(attack), &meant(tame))
            }
            _ => one == other,
        };
        assert!(same, "{attack:?} for {tame:?}:\n{one:?}\n{other:?}");
    }
    assert_eq!(of_attack.len(), of_tame.len(), "{attack:?}");
}

/// Names of headers are compared in lower case.
fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Whether two texts are the same, but that the one has `attack` wherever the other has `tame`.
fn differ_by(one: &str, other: &str, attack: &str, tame: &str) -> bool {
    let Some(first) = one.bytes().zip(other.bytes()).position(|(one, other)| one != other) else { return one == other };
    // The two may begin alike.
    (first.saturating_sub(attack.len())..=first).any(|from| {
        let behind = |text: &str, prefix: &str| Some(text.get(from..)?.strip_prefix(prefix)?.to_owned());
        let (one, other) = (behind(one, attack), behind(other, tame));
        one.zip(other).is_some_and(|(one, other)| differ_by(&one, &other, attack, tame))
    })
}

/// A text without the escapes of regular expressions and of nginx, in lower case.
fn meant(text: &str) -> String {
    let decoded = lower(&decoded(text));
    // Envoy's reader of YAML would take some names for numbers: those are listed twice.
    match decoded.split_once(", ") {
        Some((name, again)) if name == again => name.to_owned(),
        _ => decoded,
    }
}

fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let text = without_dollars(text);
    let mut rest = text.as_str();
    while let Some((before, escape)) = rest.split_once('\\') {
        decoded.push_str(before);
        let byte = escape.strip_prefix('x').and_then(|hex| u8::from_str_radix(hex.get(..2)?, 16).ok());
        if let Some(byte) = byte {
            decoded.push(char::from(byte));
            rest = &escape[3..];
        } else {
            // An escaped mark is itself. A letter would be a class: it stays as it is written.
            let letter = escape.starts_with(|c: char| c.is_ascii_alphanumeric());
            decoded.push_str(if letter { "\\" } else { "" });
            let end = escape.chars().next().map_or(0, char::len_utf8);
            decoded.push_str(&escape[..end]);
            rest = &escape[end..];
        }
    }
    decoded + rest
}

/// A text with the mark itself where nginx's output has the variable that holds it.
fn without_dollars(text: &str) -> String {
    let mut pieces = text.split("${cors_");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + "$" + piece.split_once("_dollar}").expect("a variable that holds a `$`").1)
}

fn random_programs(count: u64) -> impl Iterator<Item = (Source, Program)> {
    Policy::seeds(1, count).filter_map(|seed| compiled(&Policy::of(seed).text()))
}

#[test]
fn random_policies_are_read_as_they_were_written() -> Result<(), Failure> {
    let count = if std::env::var_os("CORSGEN_LONG").is_some() { 5_000 } else { 200 };
    let mut folder = Folder::new("random")?;
    let mut written = Vec::new();
    for (number, (source, program)) in random_programs(count).enumerate() {
        // To lay code out takes longer than all the rest.
        if number % 5 == 0 {
            planned_rust::assert_code(&program, &rust(&source, &program));
        }
        for (target, kind) in SERVERS {
            let Some(text) = complete(target, &source, &program) else { continue };
            written.push((folder.add(kind, &text)?, text, program.clone()));
        }
    }
    let read = folder.read()?;
    for (file, text, program) in &written {
        if file.ends_with(".conf") {
            let directives: Vec<Directive> = serde_json::from_value(read[file].clone())?;
            planned::assert_planned(program, &directives);
        } else {
            assert_eq!(read[file], serde_yaml::from_str::<serde_json::Value>(text)?, "{text}");
            planned_envoy::assert_configuration(program, &read[file], text.contains("# target envoy-lua,"));
        }
    }
    println!("{} configurations of {count} policies", written.len());
    assert!(written.len() as u64 > count, "{}", written.len());
    Ok(())
}

/// What leaves its quotes is no directive that was planned, or shares its line with one.
#[test]
fn a_text_that_leaves_its_quotes_is_seen() -> Result<(), Failure> {
    let (source, program) =
        compiled(r#"{"name": "shop", "allow_origins": ["https://a.example"], "allow_headers": ["zz"]}"#)
            .expect("a policy");
    let text = complete("nginx", &source, &program).expect("a configuration");
    let mut folder = Folder::new("spoilt")?;
    let whole = folder.add("conf", &text)?;
    let spoilt = [" zz; b c;", " zz; }\ninclude x; map a $b {", " zz;\n    a b c;", " \"zz\";\n    include { x y; }"];
    let spoilt = spoilt.map(|value| folder.add("conf", &text.replacen(" zz;", value, 1)));
    let read = folder.read()?;
    let is_planned = |file: &String| {
        let directives: Vec<Directive> = serde_json::from_value(read[file].clone()).expect("directives");
        std::panic::catch_unwind(|| planned::assert_planned(&program, &directives)).is_ok()
    };
    assert!(is_planned(&whole));
    for file in spoilt {
        let file = file?;
        assert_ne!(file, whole);
        assert!(!is_planned(&file), "{file}");
    }
    Ok(())
}

/// The same of what is code: what nobody planned is seen, in whatever place.
#[test]
fn what_leaves_its_quotes_in_yaml_lua_and_rust_is_seen() -> Result<(), Failure> {
    let (source, program) = compiled(
        r#"{"name": "shop", "allow_origins": ["https://a.example"], "allow_headers": ["zz"], "routes": [{"path": "/x", "cors": false}]}"#,
    )
    .expect("a policy");
    let is_planned = |judge: &dyn Fn()| std::panic::catch_unwind(std::panic::AssertUnwindSafe(judge)).is_ok();
    let code = rust(&source, &program);
    assert!(is_planned(&|| planned_rust::assert_code(&program, &code)));
    for spoilt in ["\"zz\" ; fn x() {}", "\"zz\\\"\"", "\"zz, *\"", "concat!(\"zz\")", "\"zz\" /* \" */ .x(b\"y\")"] {
        let code = code.replacen("\"zz\"", spoilt, 1);
        assert!(!is_planned(&|| planned_rust::assert_code(&program, &code)), "{spoilt}");
    }
    let read = |text: &str| serde_yaml::from_str::<serde_json::Value>(text).expect("YAML");
    for (target, find, spoilt) in [
        (
            "envoy",
            "allow_headers: zz",
            vec!["allow_headers: zz, '*'", "allow_headers: zz\n            x: y", "allow_headers: true"],
        ),
        ("envoy", "path: /x", vec!["path: /y", "prefix: /x", "path: /x\n            case_sensitive: false"]),
        ("envoy", "exact: https://a.example", vec!["prefix: https://a.example", "exact: '*'"]),
        (
            "envoy-lua",
            "allow_headers = \"zz\",",
            vec!["allow_headers = \"zz\", any_origin = true,", "allow_headers = \"zz\" .. NAME,"],
        ),
        (
            "envoy-lua",
            "local HAS_ROUTES = true",
            vec!["local HAS_ROUTES = false", "os.exit()\n          local HAS_ROUTES = true"],
        ),
        (
            "envoy-lua",
            "[\"/x\"] = \"denied\"",
            vec!["[\"/x\"] = 1", "[\"/x\"] = denied", "[\"/x\"] = \"denied\", [\"/\"] = 1"],
        ),
    ] {
        let text = complete(target, &source, &program).expect("a configuration");
        let is_lua = target == "envoy-lua";
        assert!(is_planned(&|| planned_envoy::assert_configuration(&program, &read(&text), is_lua)), "{target}");
        assert!(text.contains(find), "{find} is not in\n{text}");
        for spoilt in spoilt {
            let spoilt = text.replacen(find, spoilt, 1);
            assert!(!is_planned(&|| planned_envoy::assert_configuration(&program, &read(&spoilt), is_lua)), "{spoilt}");
        }
    }
    Ok(())
}

#[test]
fn gixy_has_no_objection() -> Result<(), Failure> {
    let count = if std::env::var_os("CORSGEN_LONG").is_some() { 300 } else { 20 };
    let mut folder = Folder::new("gixy")?;
    for (source, program) in random_programs(count) {
        let Some(text) = complete("nginx", &source, &program) else { continue };
        folder.add("conf", &without_possessives(&text))?;
    }
    assert_eq!(folder.objections()?, Vec::<serde_json::Value>::new());
    // It does object where there is something to object to.
    let mut folder = Folder::new("gixy-spoilt")?;
    let (source, program) = compiled(r#"{"name": "shop", "allow_origins": ["https://a.example"]}"#).expect("a policy");
    let text = complete("nginx", &source, &program).expect("a configuration");
    let spoilt = text.replace("server_tokens off;", "").replace("Host $host;", "Host $http_host;");
    folder.add("conf", &without_possessives(&spoilt))?;
    assert_eq!(folder.objections()?.len(), 2);
    Ok(())
}

/// gixy's reader of expressions does not know possessive repetitions. Without, an expression matches no less, and takes no fewer ways
/// to do so: what gixy does not object to there, it would not object to here.
fn without_possessives(text: &str) -> String {
    ["*+", "++", "?+", "}+"].iter().fold(text.to_owned(), |text, possessive| text.replace(possessive, &possessive[..1]))
}
