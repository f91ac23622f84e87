use cors_compiler::Shown;
use similar::TextDiff;

/// The unified diff from what is on disk to what would be written; empty where these are the same. `old` is `None` where there is
/// no file, and may be anybody's: what a terminal would obey is shown as its escape.
pub(crate) fn unified<'a>(path: &str, old: Option<&'a str>, new: &'a str) -> String {
    let from = if old.is_some() { path } else { "/dev/null" };
    // Not `from_lines`, which takes a carriage return for the end of a line: behind it a `+` of the file would look like ours.
    let lines = |text: &'a str| text.split_inclusive('\n').collect::<Vec<_>>();
    let (old, new) = (lines(old.unwrap_or_default()), lines(new));
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    let (from, path) = (Shown::line(from).to_string(), Shown::line(path).to_string());
    Shown::lines(&diff.unified_diff().context_radius(3).header(&from, &path).to_string()).to_string()
}
