use cors_compiler::Shown;
use similar::TextDiff;

/// The unified diff from what is on disk to what would be written; empty where these are the same. `old` is `None` where there is
/// no file, and may be anybody's: what a terminal would obey is shown as its escape.
pub(crate) fn unified(path: &str, old: Option<&str>, new: &str) -> String {
    let from = if old.is_some() { path } else { "/dev/null" };
    let [from, path] = [from, path].map(|name| Shown::line(name).to_string());
    Shown::lines(&diff(&from, &path, old.unwrap_or_default(), new)).to_string()
}

/// The same with these names, for programs that apply it: lines keep their ends, CR LF too.
pub(crate) fn patch(from: &str, to: &str, old: &str, new: &str) -> String {
    let diff = diff(from, to, old, new);
    let shown = |line: &str| match line.strip_suffix("\r\n") {
        Some(line) => format!("{}\r\n", Shown::lines(line)),
        None => Shown::lines(line).to_string(),
    };
    diff.split_inclusive('\n').map(shown).collect()
}

fn diff<'a>(from: &str, to: &str, old: &'a str, new: &'a str) -> String {
    // Not `from_lines`, which takes a carriage return for the end of a line: behind it a `+` of the file would look like ours.
    let lines = |text: &'a str| text.split_inclusive('\n').collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(new));
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    diff.unified_diff().context_radius(3).header(from, to).to_string()
}
