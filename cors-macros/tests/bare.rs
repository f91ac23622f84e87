//! The macro where no cargo runs: `rustc` alone, over a text that stands in no file.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The macro as cargo built it for this test: the youngest, if earlier ones are left.
fn library() -> PathBuf {
    let is_it = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("libcors_macros-") && name.ends_with(env::consts::DLL_SUFFIX)
    };
    let folder = env::current_exe().unwrap().parent().unwrap().to_owned();
    let built = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_it);
    built.max_by_key(|path| fs::metadata(path).unwrap().modified().unwrap()).unwrap()
}

/// What the compiler says of a policy's path.
fn said(path: &str) -> String {
    let mut rustc = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"));
    rustc.args(["-", "--crate-type=lib", "--edition=2024", "--emit=metadata", "--out-dir"]);
    rustc.arg(env!("CARGO_TARGET_TMPDIR")).arg("--extern").arg(format!("cors_macros={}", library().display()));
    let mut rustc =
        rustc.env_remove("CARGO_MANIFEST_DIR").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    write!(rustc.stdin.take().unwrap(), "cors_macros::cors_policy!(struct Api = {path:?});").unwrap();
    String::from_utf8(rustc.wait_with_output().unwrap().stderr).unwrap()
}

#[test]
fn a_path_that_is_relative_to_nothing_is_refused() {
    for (path, refusal) in [
        (
            "cors.yaml",
            "`cors.yaml` is relative to the folder of `Cargo.toml`, and `CARGO_MANIFEST_DIR` is not set: write it as `./…`",
        ),
        (
            "./cors.yaml",
            "`./cors.yaml` is relative to this file, which is not known here: write it relative to the folder of `Cargo.toml`",
        ),
    ] {
        let said = said(path);
        assert!(said.contains(&format!("error: {refusal}\n")), "{said}");
    }
}
