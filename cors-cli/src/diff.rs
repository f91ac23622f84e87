use similar::TextDiff;

/// The unified diff from what is on disk to what would be written; empty where these are the same. `old` is `None` where there is
/// no file.
pub(crate) fn unified(path: &str, old: Option<&str>, new: &str) -> String {
    let from = if old.is_some() { path } else { "/dev/null" };
    let diff = TextDiff::from_lines(old.unwrap_or_default(), new);
    diff.unified_diff().context_radius(3).header(from, path).to_string()
}
