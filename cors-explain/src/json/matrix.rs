use serde::Serialize;

use super::VERSION;

/// A matrix as one line of JSON, with its line feed.
///
/// # Errors
///
/// Never in practice: everything in it can be written.
pub fn matrix(matrix: &crate::Matrix) -> Result<String, serde_json::Error> {
    let cell = |cell: &crate::Cell| JsonCell { outcome: cell.name(), preflighted: cell.is_preflighted() };
    let json = JsonMatrix {
        version: VERSION,
        columns: matrix
            .columns
            .iter()
            .map(|column| JsonColumn {
                method: &column.method,
                path: &column.path,
                policy: column.claimed_by.as_deref(),
            })
            .collect(),
        rows: matrix
            .rows
            .iter()
            .map(|row| JsonRow { origin: &row.origin, why: row.why, cells: row.cells.iter().map(cell).collect() })
            .collect(),
    };
    serde_json::to_string(&json).map(|line| line + "\n")
}

#[derive(Serialize)]
struct JsonMatrix<'a> {
    version: u32,
    columns: Vec<JsonColumn<'a>>,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    method: &'a str,
    path: &'a str,
    policy: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    origin: &'a str,
    why: &'static str,
    cells: Vec<JsonCell>,
}

#[derive(Serialize)]
struct JsonCell {
    outcome: &'static str,
    preflighted: bool,
}
