use std::path::Path;

use clap::Args;
use cors_compiler::{Fixed, Report, Source};

use crate::{
    input::{default_file, is_dash},
    patch::patch,
    stop::Stop,
    write,
};

/// What becomes of what can be mended.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Fixing {
    /// Apply every safe fix; comments, order, quotes and blank lines stay. Of stdin, print the mended text
    #[arg(long)]
    pub(super) fix: bool,

    /// Print what `--fix` would change as a patch, and change nothing; exit with 1 if there is something
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
}

/// What came of mending.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// Whether a text changed, or would.
    pub(super) changes: bool,
    /// What is printed in the place of findings.
    pub(super) product: Option<String>,
}

impl Fixing {
    /// Mends a policy where it stands: of `file`, of the default if there is none, or of stdin. Of a dry run what is judged is what
    /// would be left.
    ///
    /// # Errors
    ///
    /// A failure if the file cannot be written, or no longer holds what was read.
    pub(super) fn apply(
        self,
        source: &Source,
        file: Option<&Path>,
        judge: impl Fn(&Source) -> Report,
        mended: &mut Mended,
    ) -> Result<Fixed, Stop> {
        let fixed = Fixed::of(source, judge);
        let changes = fixed.source.text() != source.text();
        mended.changes |= changes;
        let product = &mut mended.product;
        if self.dry_run {
            let product = product.get_or_insert_default();
            if changes {
                product.push_str(&patch(source.name(), source.text(), fixed.source.text()));
            }
        } else if file.is_some_and(is_dash) {
            let product = product.get_or_insert_default();
            // What is not UTF-8 was not read to its end, and is not what was piped in.
            if source.not_utf8().is_none() {
                product.push_str(fixed.source.text());
            }
        } else if changes {
            let path = match file {
                Some(file) => file,
                None => default_file()?,
            };
            write::replace(path, source.text(), fixed.source.text())?;
        }
        Ok(fixed)
    }
}
