use crate::{output, stop::Stop};

/// Prints the JSON Schema of the policy language.
pub(crate) fn schema() -> Result<(), Stop> {
    output::product(&cors_compiler::schema::text())
}
