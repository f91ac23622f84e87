use std::{fs, path::PathBuf, process::Command};

use corsgen_tests::{Failure, installed::installed, language_client::LanguageClient};
use serde_json::{Value, json};

use crate::root;

/// The YAML language server over a folder of its own, which ends with it.
pub(crate) struct Server {
    pub(crate) client: LanguageClient,
    pub(crate) folder: PathBuf,
    opened: usize,
}

impl Server {
    /// One whose settings say which schema policies have.
    pub(crate) fn start(name: &str) -> Result<Self, Failure> {
        let schema = root().join("schema/cors.schema.json").canonicalize()?;
        let mut schemas = serde_json::Map::new();
        schemas.insert(format!("file://{}", schema.display()), json!(["cors*.yaml"]));
        Self::with(name, Value::Object(schemas))
    }

    /// One with these schemas, each by the files that have it.
    pub(crate) fn with(name: &str, schemas: Value) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("corsgen-editors-{name}-{}", std::process::id()));
        fs::create_dir(&folder)?;
        let settings = json!({
            // It would ask a server in the web for more schemas.
            "yaml": { "schemas": schemas, "schemaStore": { "enable": false }, "validate": true, "hover": true, "completion": true },
            "http": {},
            "[yaml]": {},
        });
        let mut command = Command::new(installed("CORSGEN_YAML_LANGUAGE_SERVER")?);
        let client = LanguageClient::start(command.arg("--stdio"), &uri(&folder), settings)?;
        let mut server = Self { client, folder, opened: 0 };
        // It has read its settings when it has judged a document.
        let first = server.open("{}\n")?;
        server.client.diagnostics(&first)?;
        Ok(server)
    }

    /// Opens a policy of that text, and tells its URI.
    pub(crate) fn open(&mut self, text: &str) -> Result<String, Failure> {
        self.opened += 1;
        let uri = uri(&self.folder.join(format!("cors{}.yaml", self.opened)));
        self.client.open(&uri, "yaml", text)?;
        Ok(uri)
    }

    /// Asks about a place in a text, which is marked by `‸` there: the URI, and the answer.
    pub(crate) fn ask(&mut self, method: &str, marked: &str) -> Result<Value, Failure> {
        let (before, after) = marked.split_once('‸').ok_or_else(|| format!("no ‸ in {marked}"))?;
        let uri = self.open(&format!("{before}{after}"))?;
        self.client.request(method, json!({ "textDocument": { "uri": uri }, "position": position(before) }))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The position behind a text.
pub(crate) fn position(before: &str) -> Value {
    let line = before.rsplit('\n').next().unwrap_or_default();
    json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() })
}

pub(crate) fn uri(path: &std::path::Path) -> String {
    format!("file://{}", path.display())
}
