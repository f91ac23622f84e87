use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use cors_compiler::Source;

/// One byte more than a document may have: whatever is longer is refused without being read to its end.
const READ_LIMIT: u64 = Source::LONGEST as u64 + 1;

/// What the policy's file at `path` holds. What is no file is refused: a FIFO would be waited for, and a device has no end.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Before it is opened: to open a FIFO is to wait for its writer. Of a folder the system has better words.
    let kind = fs::metadata(path)?.file_type();
    if !kind.is_file() && !kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(READ_LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}
