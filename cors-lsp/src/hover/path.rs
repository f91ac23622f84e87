use cors_compiler::PathPattern;
use cors_core::path::{Pattern, is_ambiguous};

/// What a route's path claims, with paths that it claims and such that it does not, as the decision says.
pub(super) fn hover(path: &PathPattern) -> String {
    let (own, below) = path.parts();
    let what = match (own, below) {
        ("", _) => "every path".to_owned(),
        ("/", _) => "the path `/` alone".to_owned(),
        (own, true) => format!("`{own}` and every path below"),
        (own, false) => format!("`{own}` and `{own}/`"),
    };
    let pattern = Pattern::new(path.as_str());
    let lines = candidates(own).into_iter().map(|path| {
        let bytes = path.as_bytes();
        let answer = match (pattern.claims(bytes), pattern.claims_in_any_case(bytes)) {
            _ if is_ambiguous(bytes) => AMBIGUOUS,
            (true, _) => "claimed",
            (false, true) => AMBIGUOUS,
            (false, false) => "not claimed",
        };
        format!("- `{path}`: {answer}\n")
    });
    format!(
        "`{path}` claims {what}. The most specific route wins, wherever it stands.\n\n{}",
        lines.collect::<String>()
    )
    .trim_end()
    .to_owned()
}

const AMBIGUOUS: &str = "no CORS: servers differ about such paths";

fn candidates(own: &str) -> Vec<String> {
    let own = own.trim_end_matches('/');
    let mut paths = vec![format!("{own}/"), format!("{own}/a"), format!("{own}/a/b"), format!("{own}//a")];
    if !own.is_empty() {
        paths.insert(0, own.to_owned());
        paths.push(format!("{own}x"));
        let upper = own.to_ascii_uppercase();
        if upper != own {
            paths.push(upper);
        }
    }
    paths
}
