use cors_core::{header_list::elements, method::is_token};

/// A [header list]: lines in order, names in lower case, a name as often as it has lines.
///
/// [header list]: https://fetch.spec.whatwg.org/#concept-header-list
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderList(Vec<(String, Vec<u8>)>);

/// What [extracting a list] from header lines comes to.
///
/// [extracting a list]: https://fetch.spec.whatwg.org/#extract-header-list-values
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Extracted {
    /// Its elements; none without a line.
    List(Vec<Vec<u8>>),
    /// An element that is no token.
    NotAToken(Vec<u8>),
}

impl HeaderList {
    /// An empty one.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// [Appends](https://fetch.spec.whatwg.org/#concept-header-list-append) a line. Blanks and line ends around the value are none of
    /// it ([normalize]).
    ///
    /// [normalize]: https://fetch.spec.whatwg.org/#concept-header-value-normalize
    pub fn append(&mut self, name: &str, value: impl AsRef<[u8]>) {
        self.0.push((name.to_ascii_lowercase(), normalized(value.as_ref()).to_vec()));
    }

    /// Its lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// The values of a name's lines, in order. `name`: in lower case.
    pub fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter(move |(own, _)| *own == name).map(|(_, value)| value)
    }

    /// [Gets](https://fetch.spec.whatwg.org/#concept-header-list-get) a value: of several lines it is all, joined by `, `. `name`: in
    /// lower case.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        let lines: Vec<_> = self.lines(name).collect();
        (!lines.is_empty()).then(|| lines.join(b", ".as_slice()))
    }

    /// Reports whether there is a line of that name, which is in lower case.
    pub fn contains(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }

    /// Removes every line of a name for which `test` holds.
    pub(crate) fn remove(&mut self, test: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| !test(name));
    }

    /// [Extracts](https://fetch.spec.whatwg.org/#extract-header-list-values) a list of tokens: blanks around a comma and empty elements
    /// are fine, one element that is no token spoils it all.
    pub(crate) fn extract(&self, name: &str) -> Extracted {
        let mut list = Vec::new();
        for element in self.lines(name).flat_map(elements) {
            if !is_token(element) {
                return Extracted::NotAToken(element.to_vec());
            }
            list.push(element.to_vec());
        }
        Extracted::List(list)
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> FromIterator<(N, V)> for HeaderList {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        let mut list = Self::new();
        list.extend(lines);
        list
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Extend<(N, V)> for HeaderList {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, lines: I) {
        for (name, value) in lines {
            self.append(name.as_ref(), value);
        }
    }
}

/// A value without [HTTP whitespace bytes](https://fetch.spec.whatwg.org/#http-whitespace-byte) around it.
pub(crate) fn normalized(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] | [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] = value {
        value = rest;
    }
    value
}
