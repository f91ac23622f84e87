//! What a reader made of a text: what stands where, as a row of pieces that can be compared.

use std::str::FromStr as _;

use proc_macro2::{TokenStream, TokenTree};
use serde::Deserialize;
use serde_json::Value;

/// A piece of what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// What no text of a policy may change: an opened block, the end of a list, a word of the language.
    Mark(String),
    /// A text.
    Text(String),
    /// Bytes in Rust: a text, or a table of numbers that depend on texts.
    Bytes(String),
}

/// A directive of nginx, as crossplane reads it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Directive {
    /// Its name. In a `map`: the key.
    #[serde(rename = "directive")]
    pub(crate) name: String,
    /// The line that it begins in, from 1.
    pub(crate) line: usize,
    /// Its parameters, without their quotes.
    pub(crate) args: Vec<String>,
    /// What stands within its braces.
    pub(crate) block: Option<Vec<Directive>>,
}

fn mark(text: impl Into<String>) -> Piece {
    Piece::Mark(text.into())
}

/// The pieces of nginx's directives. The variable that holds a `$` is left out: it is there where one is needed.
pub(crate) fn of_nginx(directives: &[Directive], pieces: &mut Vec<Piece>) {
    for Directive { name, args, block, .. } in directives {
        if name == "geo" {
            assert_eq!(args, &["$cors_shop_dollar"]);
            continue;
        }
        pieces.extend([mark("directive"), Piece::Text(name.clone())]);
        pieces.extend(args.iter().cloned().map(Piece::Text));
        if let Some(block) = block {
            pieces.push(mark("{"));
            of_nginx(block, pieces);
            pieces.push(mark("}"));
        }
    }
}

/// The pieces of a tree of YAML. A text that is a script is taken apart itself.
pub(crate) fn of_yaml(value: &Value, pieces: &mut Vec<Piece>) {
    match value {
        Value::Object(map) => {
            pieces.push(mark("{"));
            for (key, value) in map {
                pieces.push(mark(key));
                of_yaml(value, pieces);
            }
            pieces.push(mark("}"));
        }
        Value::Array(list) => {
            pieces.push(mark("["));
            list.iter().for_each(|value| of_yaml(value, pieces));
            pieces.push(mark("]"));
        }
        Value::String(text) if text.contains("function ") => super::lua::pieces(text, pieces),
        Value::String(text) => pieces.push(Piece::Text(text.clone())),
        other => pieces.push(mark(other.to_string())),
    }
}

/// The pieces of a Rust file. The name of its type, which the policy's name becomes, is left out: that it
/// is a name, the tokeniser says.
pub(crate) fn of_rust_file(text: &str, pieces: &mut Vec<Piece>) {
    let tokens = TokenStream::from_str(text).expect("tokens");
    let mut flat = tokens.clone().into_iter().skip_while(|token| token.to_string() != "struct").skip(1);
    let name = flat.next().expect("a type").to_string();
    of_rust(tokens, pieces);
    for piece in pieces {
        if let Piece::Mark(word) = piece {
            *word = word.replace(&name, "");
        }
    }
}

/// The pieces of Rust. What bytes of an origin are looked at is a number or a byte, and another one for another origin.
fn of_rust(tokens: TokenStream, pieces: &mut Vec<Piece>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                pieces.push(mark(format!("{:?}", group.delimiter())));
                of_rust(group.stream(), pieces);
                pieces.push(mark("end"));
            }
            TokenTree::Literal(literal) => pieces.push(match syn::Lit::new(literal) {
                syn::Lit::Str(text) => Piece::Text(text.value()),
                syn::Lit::ByteStr(bytes) => Piece::Bytes(String::from_utf8_lossy(&bytes.value()).into_owned()),
                syn::Lit::Int(_) | syn::Lit::Byte(_) => mark("number"),
                _ => panic!("a literal of another kind"),
            }),
            other => pieces.push(mark(other.to_string())),
        }
    }
}
