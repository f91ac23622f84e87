use cors_browser::{Body, Redirect};

use super::{
    Misread, Pasted,
    words::{Word, words},
};

/// Reads a `curl` command, as “Copy as cURL (bash)” writes it.
pub(super) fn read(text: &str) -> Result<Pasted, Misread> {
    let words = words(text)?;
    let mut words = words.into_iter().skip(1);
    let mut command =
        Command { call: Pasted::new(String::new()), url: None, method: None, as_get: Vec::new(), is_get: false };
    // curl itself follows none unless it is told to; a browser does.
    while let Some(word) = words.next() {
        command.word(word, &mut words)?;
    }
    command.finish(text.len())
}

struct Command {
    call: Pasted,
    url: Option<Word>,
    method: Option<String>,
    /// What `--data` gives, if `-G` makes it a query.
    as_get: Vec<String>,
    is_get: bool,
}

/// Options whose value follows, and has nothing to do with CORS.
const WITH_VALUE: [&str; 34] = [
    "--cacert",
    "--capath",
    "--cert",
    "--cert-type",
    "--ciphers",
    "--config",
    "--connect-timeout",
    "--connect-to",
    "--cookie-jar",
    "--dns-servers",
    "--doh-url",
    "--dump-header",
    "--interface",
    "--keepalive-time",
    "--key",
    "--limit-rate",
    "--max-filesize",
    "--max-redirs",
    "--max-time",
    "--noproxy",
    "--output",
    "--pass",
    "--proxy",
    "--proxy-user",
    "--resolve",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "--stderr",
    "--tls-max",
    "--tlsv1",
    "--trace",
    "--unix-socket",
    "--write-out",
];

impl Command {
    fn word(&mut self, word: Word, rest: &mut impl Iterator<Item = Word>) -> Result<(), Misread> {
        let Word { text, at } = word;
        if let Some(long) = text.strip_prefix("--").filter(|long| !long.is_empty()) {
            let (name, joined) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            return self.option(&format!("--{name}"), at, joined, rest);
        }
        match text.strip_prefix('-').filter(|short| !short.is_empty()) {
            Some(short) => self.short(short, at, rest),
            None => self.url(Word { text, at }),
        }
    }

    /// Short options may stand together, the last with its value: `-sXPOST`.
    fn short(&mut self, letters: &str, at: usize, rest: &mut impl Iterator<Item = Word>) -> Result<(), Misread> {
        for (index, letter) in letters.char_indices() {
            let Some(name) = long(letter) else {
                return Err(Misread::new(at, format!("curl has no option `-{letter}` that is known here")));
            };
            let behind = letters.get(index + letter.len_utf8()..).filter(|behind| !behind.is_empty());
            if takes_value(name) {
                return self.option(name, at, behind.map(str::to_owned), rest);
            }
            self.option(name, at, None, rest)?;
        }
        Ok(())
    }

    fn option(
        &mut self,
        name: &str,
        at: usize,
        joined: Option<String>,
        rest: &mut impl Iterator<Item = Word>,
    ) -> Result<(), Misread> {
        if !takes_value(name) {
            return self.flag(name, at);
        }
        let Some(value) = joined.or_else(|| rest.next().map(|word| word.text)) else {
            return Err(Misread::new(at, format!("`{name}` is followed by a value")));
        };
        match name {
            "--request" => self.method = Some(value),
            "--header" => self.header(&value, at)?,
            "--url" => self.url(Word { text: value, at })?,
            "--user-agent" => self.call.header("user-agent", &value),
            "--referer" => self.call.header("referer", &value),
            "--cookie" => self.call.header("cookie", &value),
            "--user" => self.call.headers.push(("Authorization".to_owned(), b"Basic".to_vec())),
            "--oauth2-bearer" => self.call.headers.push(("Authorization".to_owned(), b"Bearer".to_vec())),
            "--range" => self.call.headers.push(("Range".to_owned(), format!("bytes={value}").into_bytes())),
            "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--data-urlencode" => {
                self.as_get.push(value);
                self.call.body.get_or_insert(Body::UrlSearchParams);
            }
            "--json" => {
                self.call.headers.push(("Content-Type".to_owned(), b"application/json".to_vec()));
                self.call.headers.push(("Accept".to_owned(), b"application/json".to_vec()));
                self.call.body = Some(Body::Text);
            }
            "--form" | "--form-string" => self.call.body = Some(Body::FormData),
            "--upload-file" => {
                self.call.body = Some(Body::Bytes);
                self.method.get_or_insert_with(|| "PUT".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn flag(&mut self, name: &str, at: usize) -> Result<(), Misread> {
        match name {
            "--get" => self.is_get = true,
            "--head" => self.method = Some("HEAD".to_owned()),
            "--location" | "--location-trusted" => self.call.redirect = Some(Redirect::Follow),
            "--next" => return Err(Misread::new(at, "one call at a time: `--next` begins another")),
            _ => {}
        }
        Ok(())
    }

    fn header(&mut self, text: &str, at: usize) -> Result<(), Misread> {
        // `Name;` is curl's way to send a header without a value, `Name:` to leave one out.
        if let Some((name, value)) = text.split_once(':') {
            if !value.trim().is_empty() {
                self.call.header(name.trim(), value.trim());
            }
            return Ok(());
        }
        match text.strip_suffix(';') {
            Some(name) => self.call.header(name.trim(), ""),
            None => return Err(Misread::new(at, format!("`{text}` is no header: it has no colon"))),
        }
        Ok(())
    }

    fn url(&mut self, word: Word) -> Result<(), Misread> {
        match &self.url {
            None => self.url = Some(word),
            Some(_) => return Err(Misread::new(word.at, "one call at a time: this is a second URL")),
        }
        Ok(())
    }

    fn finish(self, end: usize) -> Result<Pasted, Misread> {
        let Self { mut call, url, method, as_get, is_get } = self;
        let Some(Word { text, .. }) = url else { return Err(Misread::new(end, "there is no URL in this command")) };
        // As curl completes it.
        call.url = if text.contains("://") { text } else { format!("http://{text}") };
        if is_get && !as_get.is_empty() {
            let sign = if call.url.contains('?') { '&' } else { '?' };
            call.url = format!("{}{sign}{}", call.url, as_get.join("&"));
        }
        call.body = call.body.filter(|_| !is_get);
        call.method = method.unwrap_or_else(|| if call.body.is_some() { "POST" } else { "GET" }.to_owned());
        Ok(call)
    }
}

/// The long name of a short option.
fn long(letter: char) -> Option<&'static str> {
    Some(match letter {
        'X' => "--request",
        'H' => "--header",
        'd' => "--data",
        'b' => "--cookie",
        'A' => "--user-agent",
        'e' => "--referer",
        'u' => "--user",
        'F' => "--form",
        'T' => "--upload-file",
        'r' => "--range",
        'G' => "--get",
        'I' => "--head",
        'L' => "--location",
        ':' => "--next",
        'o' => "--output",
        'm' => "--max-time",
        'x' => "--proxy",
        'w' => "--write-out",
        'c' => "--cookie-jar",
        'D' => "--dump-header",
        'E' => "--cert",
        'K' => "--config",
        'U' => "--proxy-user",
        'i' | 's' | 'S' | 'v' | 'k' | 'f' | 'g' | 'j' | 'l' | 'n' | 'N' | 'O' | 'J' | 'R' | 'q' | '#' | '0' | '1'
        | '2' | '3' | '4' | '6' => "--quiet",
        _ => return None,
    })
}

/// Whether the value of an option follows.
fn takes_value(name: &str) -> bool {
    let own = [
        "--request",
        "--header",
        "--url",
        "--user-agent",
        "--referer",
        "--cookie",
        "--user",
        "--oauth2-bearer",
        "--range",
    ];
    let of_body = ["--json", "--form", "--form-string", "--upload-file"];
    name.starts_with("--data") || [&own[..], &of_body, &WITH_VALUE].iter().any(|names| names.contains(&name))
}

#[cfg(test)]
mod tests {
    use cors_browser::{Body, Credentials, Redirect};

    use super::read;

    #[test]
    fn as_developer_tools_copy_it() {
        let text = "curl 'https://api.example.com/items/1' \\\n  -X 'PUT' \\\n  -H 'accept: */*' \\\n  -H 'content-type: application/json' \\\n  \
            -b 'id=1' \\\n  -H 'origin: https://app.example.com' \\\n  -H 'priority: u=1, i' \\\n  -H $'x-a: it\\'s' \\\n  \
            -H 'sec-fetch-site: same-site' \\\n  --data-raw '{\"a\":1}' --compressed";
        let call = read(text).unwrap();
        assert_eq!((call.url.as_str(), call.method.as_str()), ("https://api.example.com/items/1", "PUT"));
        let names: Vec<&str> = call.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["accept", "content-type", "x-a"]);
        assert_eq!(call.left_out, ["cookie", "origin", "priority", "sec-fetch-site"]);
        assert_eq!(call.page.as_deref(), Some("https://app.example.com"));
        assert_eq!((call.credentials, call.body), (Some(Credentials::Include), Some(Body::UrlSearchParams)));
    }

    #[test]
    fn other_ways_to_say_it() {
        for (text, method, url) in [
            ("curl -sXDELETE a.example/x", "DELETE", "http://a.example/x"),
            ("curl --request=PATCH https://a.example", "PATCH", "https://a.example"),
            ("curl https://a.example -d x=1", "POST", "https://a.example"),
            ("curl -G https://a.example?a -d x=1", "GET", "https://a.example?a&x=1"),
            ("curl -I https://a.example", "HEAD", "https://a.example"),
            ("curl -T file https://a.example", "PUT", "https://a.example"),
            ("$ curl -o x --max-time 3 https://a.example", "GET", "https://a.example"),
            (
                "curl -m 3 -x p:1 -w %{http_code} -D h -E c.pem -K k -U u:p -c jar -A me -e https://b.example https://a.example",
                "GET",
                "https://a.example",
            ),
        ] {
            let call = read(text).unwrap();
            assert_eq!((call.method.as_str(), call.url.as_str()), (method, url), "{text}");
        }
    }

    #[test]
    fn what_options_send() {
        let json: &[(&str, &str)] = &[("Content-Type", "application/json"), ("Accept", "application/json")];
        for (options, headers, body) in [
            ("--json '{}'", json, Some(Body::Text)),
            ("-H 'X-A;'", &[("X-A", "")], None),
            ("-H 'X-A:'", &[], None),
            ("-r 0-9", &[("Range", "bytes=0-9")], None),
            ("-F a=b", &[], Some(Body::FormData)),
        ] {
            let call = read(&format!("curl https://a.example {options}")).unwrap();
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
            assert_eq!((call.headers, call.body), (headers, body), "{options}");
        }
        let followed = read("curl -L https://a.example").unwrap();
        assert_eq!(followed.redirect, Some(Redirect::Follow));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, at) in
            [("curl", 4), ("curl -H", 5), ("curl a b", 7), ("curl -H x a", 5), ("curl -? a", 5), ("curl a --next b", 7)]
        {
            assert_eq!(read(text).unwrap_err().at, at, "{text}");
        }
    }
}
