use std::io::{self, BufRead, BufReader, Read};

/// The most bytes of a line, without its line feed. What a server reads of a request's head is far less.
pub(super) const LONGEST: usize = 1024 * 1024;

/// The lines of a stream, in bounded memory: `/dev/zero` is one that never ends.
pub(super) struct Lines<R> {
    stream: BufReader<R>,
    line: Vec<u8>,
    /// The rest of a line that was too long is still to be skipped.
    rest: bool,
}

/// A line of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Without its line feed.
    Whole(&'a [u8]),
    /// More than [`LONGEST`] bytes.
    TooLong,
}

impl<R: Read> Lines<R> {
    /// The lines of `stream`.
    pub(super) fn new(stream: R) -> Self {
        Self { stream: BufReader::new(stream), line: Vec::new(), rest: false }
    }

    /// The next line, if there is one.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        // Skipped only now: whoever asked is answered, even if the line never ends.
        if std::mem::take(&mut self.rest) {
            self.stream.skip_until(b'\n')?;
        }
        self.line.clear();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
        if self.stream.by_ref().take(most).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        self.rest = line.len() > LONGEST;
        Ok(Some(if self.rest { Line::TooLong } else { Line::Whole(line) }))
    }

    /// Reports whether the next line has yet to come.
    pub(super) fn waits(&self) -> bool {
        self.rest || self.stream.buffer().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{LONGEST, Line, Lines};

    #[test]
    fn a_line_has_an_end() {
        let longest = vec![b'a'; LONGEST];
        let text = [longest.as_slice(), b"\n", &longest, b"a\n", &longest, &longest, b"\n\nb\n", &longest].concat();
        let mut lines = Lines::new(text.as_slice());
        for expected in [
            Line::Whole(&longest),
            Line::TooLong,
            Line::TooLong,
            Line::Whole(b""),
            Line::Whole(b"b"),
            Line::Whole(&longest),
        ] {
            assert!(lines.next().unwrap() == Some(expected));
        }
        assert!(lines.next().unwrap().is_none());
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let mut lines = Lines::new(std::io::repeat(0).take(64 * 1024 * 1024));
        assert!(lines.next().unwrap() == Some(Line::TooLong));
        assert!(lines.waits());
        assert!(lines.next().unwrap().is_none());
        assert!(lines.line.capacity() <= 4 * LONGEST);
    }
}
