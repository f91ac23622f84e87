//! What a machine does to a run: each of its system calls fails or is its last, the disk is full, the folder takes nothing, another
//! run writes the same. What was there stays whole, the message says what is wrong, and the next run mends it.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, symlink},
        process::ExitStatusExt as _,
    },
    process::{Command, ExitStatus, Output, Stdio},
    thread,
};

use crate::folder::Folder;

/// A call that writes.
struct Run {
    arguments: &'static [&'static str],
    /// What stood in the folder before.
    prepare: fn(&Folder),
    /// Whether it is the policy that is written.
    mends: bool,
}

const OLD: &str = "allow_origins: [https://old.example.com]\n";
const NEW: &str = "allow_origins: [https://new.example.com]\nallow_credentials: true\nmax_age: 5m\n";
const NGINX: [&str; 4] = ["--target", "nginx", "-o", "parts/"];
const RUNS: [Run; 6] = [
    Run { arguments: &["--target", "rust", "-o", "api.rs"], prepare: |_| {}, mends: false },
    Run {
        arguments: &["--target", "rust", "-o", "api.rs"],
        prepare: |folder| {
            folder.write("cors.yaml", OLD);
            folder.run(&["--target", "rust", "-o", "api.rs"], 0);
        },
        mends: false,
    },
    Run {
        arguments: &NGINX,
        prepare: |folder| {
            folder.write("cors.yaml", OLD);
            folder.run(&NGINX, 0);
        },
        mends: false,
    },
    Run { arguments: &NGINX, prepare: |_| {}, mends: false },
    Run { arguments: &["check", "--fix"], prepare: |_| {}, mends: true },
    Run {
        arguments: &["explain", "--from", "https://a.example", "--fetch", "https://b.example/", "-o", "explain.html"],
        prepare: |_| {},
        mends: false,
    },
];

impl Run {
    fn folder(&self) -> Folder {
        let folder = Folder::new();
        (self.prepare)(&folder);
        folder.write("cors.yaml", if self.mends { "allow_origins: [https://Old.example.com:443]\n" } else { NEW });
        folder
    }

    /// The run under `strace`, which does to it what `injected` says.
    fn traced(&self, folder: &Folder, injected: &[&str]) -> Output {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "trace"]).args(injected).arg(env!("CARGO_BIN_EXE_corsgen"));
        command.args(self.arguments).current_dir(folder.path("")).output().expect("strace")
    }

    /// The system calls that a run makes once it has come to a file of its own, each with its number among those of its name.
    fn calls(&self) -> Vec<(String, usize)> {
        let folder = self.folder();
        let output = self.traced(&folder, &[]);
        assert_eq!(output.status.code(), Some(0), "{:?}", self.arguments);
        let trace = folder.read("trace");
        let mut made = BTreeMap::<&str, usize>::new();
        let mut calls = Vec::new();
        let mut is_after = false;
        for line in trace.lines() {
            let Some((name, _)) = line.split_once(' ').and_then(|(_, call)| call.trim_start().split_once('(')) else {
                continue;
            };
            let number = made.entry(name).or_default();
            *number += 1;
            is_after |= name != "execve" && ["\"cors.yaml\"", "\"explain.html\""].iter().any(|own| line.contains(own));
            if is_after && FILES.contains(&name) {
                calls.push((name.to_owned(), *number));
            }
        }
        assert!(calls.iter().any(|(name, _)| name.starts_with("rename")), "{trace}");
        calls
    }
}

/// The system calls that read or change files and folders.
const FILES: [&str; 16] = [
    "openat",
    "read",
    "write",
    "close",
    "statx",
    "newfstatat",
    "fstat",
    "fsync",
    "fchown",
    "fchmod",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "link",
    "readlink",
];

/// All files of a folder and of those within it, but for what `strace` wrote.
fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.path("")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "trace" {
                let name = entry.path().strip_prefix(folder.path("")).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

fn is_staged(name: &str) -> bool {
    name.rsplit('/').next().unwrap().starts_with(".corsgen-")
}

/// What a run leaves, whatever becomes of it: every file wholly as before or wholly as after.
fn assert_whole(folder: &Folder, before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>, what: &str) {
    let now = files(folder);
    for name in before.keys().chain(after.keys()).chain(now.keys()).filter(|name| !is_staged(name)) {
        let is_whole = now.get(name) == before.get(name) || now.get(name) == after.get(name);
        assert!(is_whole, "{what}: `{name}` is {:?}", now.get(name).map(|bytes| String::from_utf8_lossy(bytes)));
    }
}

#[test]
fn each_system_call_fails() {
    // One of them for each call, and in the longer run each.
    let errors = ["ENOSPC", "EACCES", "EIO"];
    let of_each = if std::env::var_os("CORSGEN_LONG").is_some() { errors.len() } else { 1 };
    let mut failed = 0;
    for run in RUNS {
        let undisturbed = run.folder();
        let before = files(&undisturbed);
        undisturbed.run(run.arguments, 0);
        let after = files(&undisturbed);
        for (index, (name, number)) in run.calls().into_iter().enumerate() {
            for error in errors.into_iter().cycle().skip(index).take(of_each) {
                let what = format!("{:?}, {name} {number}, {error}", run.arguments);
                let folder = run.folder();
                let output = run.traced(&folder, &["-e", &format!("inject={name}:error={error}:when={number}")]);
                let stderr = String::from_utf8(output.stderr).unwrap();
                assert_whole(&folder, &before, &after, &what);
                let left = files(&folder);
                assert!(!left.keys().any(|name| is_staged(name)), "{what}: {:?}", left.keys());
                match output.status.code() {
                    // What failed is of no weight: the talk, the owner, or that a name outlives a power cut.
                    Some(0) => assert_eq!(left, after, "{what}"),
                    Some(2) => {
                        failed += 1;
                        assert!(stderr.contains("error: ") && !stderr.contains("panicked"), "{what}: {stderr}");
                    }
                    other => panic!("{what}: {other:?}\n{stderr}"),
                }
            }
        }
    }
    assert!(failed > 30, "{failed}");
}

#[test]
fn each_system_call_is_the_last() {
    for run in RUNS {
        let undisturbed = run.folder();
        let before = files(&undisturbed);
        undisturbed.run(run.arguments, 0);
        let after = files(&undisturbed);
        for (name, number) in run.calls() {
            let what = format!("{:?}, killed at {name} {number}", run.arguments);
            let folder = run.folder();
            let output = run.traced(&folder, &["-e", &format!("inject={name}:signal=KILL:when={number}")]);
            assert_eq!(output.status.signal(), Some(9), "{what}");
            assert_whole(&folder, &before, &after, &what);
            // Run again it finishes, and needs no `--force` for it.
            folder.run(run.arguments, 0);
            let mut left = files(&folder);
            left.retain(|name, _| !is_staged(name));
            assert_eq!(left, after, "{what}");
        }
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Runs a script of the shell with a mount table of its own. `$corsgen` is the program.
fn with_own_mounts(folder: &Folder, script: &str) -> Output {
    let mut command = Command::new("unshare");
    // Whoever is not root becomes it within a namespace of its own.
    command.args(if is_root() { &["--mount"][..] } else { &["--user", "--map-root-user", "--mount"] });
    command.args(["sh", "-ec", script]).env("corsgen", env!("CARGO_BIN_EXE_corsgen"));
    command.current_dir(folder.path("")).output().expect("unshare")
}

/// Of a file system of so many KiB: what a run over what was there leaves, and how it ended.
fn on_a_disk_of(kibibytes: usize, folder: &Folder) -> (ExitStatus, String) {
    let output = with_own_mounts(
        folder,
        &format!(
            "mount -t tmpfs -o size={kibibytes}k none disk
            cp old/* disk/
            status=0
            $corsgen --target nginx -o disk/ || status=$?
            rm -rf left && mkdir left && cp -a disk/. left/
            exit $status"
        ),
    );
    (output.status, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_disk_becomes_full() {
    let folder = Folder::new();
    fs::create_dir(folder.path("disk")).unwrap();
    folder.write("cors.yaml", OLD);
    folder.run(&["--target", "nginx", "-o", "old/"], 0);
    let many: String = (0..500).map(|n| format!("  - https://new{n}.example.com\n")).collect();
    folder.write("cors.yaml", &format!("allow_origins:\n{many}"));
    folder.run(&["--target", "nginx", "-o", "new/"], 0);
    let of = |name: &str| {
        let read = |entry: fs::DirEntry| (entry.file_name(), fs::read(entry.path()).unwrap());
        fs::read_dir(folder.path(name)).unwrap().map(Result::unwrap).map(read).collect::<BTreeMap<_, _>>()
    };
    let (old, new) = (of("old"), of("new"));
    let mut outcomes = [0, 0];
    for kibibytes in (20..160).step_by(4) {
        let (status, stderr) = on_a_disk_of(kibibytes, &folder);
        let left = of("left");
        if status.success() {
            assert_eq!(left, new, "{kibibytes} KiB");
            outcomes[1] += 1;
        } else {
            assert_eq!((status.code(), &left), (Some(2), &old), "{kibibytes} KiB: {stderr}");
            assert!(stderr.contains("cannot be written: No space left on device"), "{stderr}");
            outcomes[0] += 1;
        }
    }
    assert!(outcomes.iter().all(|count| *count > 3), "{outcomes:?}: the disks are all too small, or all too large");
}

#[test]
fn a_disk_that_is_read_only_is_told() {
    let folder = Folder::new();
    fs::create_dir(folder.path("disk")).unwrap();
    let output = with_own_mounts(
        &folder,
        "mount -t tmpfs -o ro none disk
        exec $corsgen --target rust -o disk/api.rs",
    );
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("error: `disk/api.rs` cannot be written: Read-only file system (os error 30)"), "{stderr}");
}

#[test]
fn a_folder_that_takes_nothing_is_told() {
    for (mode, arguments, message) in [
        (0o555, &["--target", "rust", "-o", "closed/api.rs"], "`closed/api.rs` cannot be written: Permission denied"),
        (0o555, &["--target", "rust", "-o", "closed/new/"], "`closed/new/` cannot be created: Permission denied"),
        (0o000, &["--target", "rust", "-o", "closed/api.rs"], "`closed/api.rs` cannot be written: Permission denied"),
    ] {
        let folder = Folder::new();
        fs::create_dir(folder.path("closed")).unwrap();
        fs::set_permissions(folder.path("closed"), fs::Permissions::from_mode(mode)).unwrap();
        // Root without its capabilities is bound by modes as others are; for others there is nothing to give up.
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-all", "--inh-caps=-all", env!("CARGO_BIN_EXE_corsgen")]).args(arguments);
        let mut command = if is_root() { command } else { folder.command(arguments) };
        let output = command.current_dir(folder.path("")).output().unwrap();
        fs::set_permissions(folder.path("closed"), fs::Permissions::from_mode(0o755)).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(message), "{stderr}");
        assert_eq!(fs::read_dir(folder.path("closed")).unwrap().count(), 0);
    }
}

#[test]
fn links_in_a_circle_are_told() {
    let folder = Folder::new();
    symlink("b.rs", folder.path("a.rs")).unwrap();
    symlink("a.rs", folder.path("b.rs")).unwrap();
    let said = folder.run(&["--target", "rust", "-o", "a.rs", "--force"], 2);
    assert!(said.stderr.contains("`a.rs` cannot be followed"), "{}", said.stderr);
    assert_eq!(folder.names(), ["a.rs", "b.rs", "cors.yaml"]);
}

/// Two policies, written over each other by many runs at once: one of the two is left, whole.
#[test]
fn runs_at_once() {
    let folder = Folder::new();
    let mut texts = Vec::new();
    for (name, policy) in [("old.yaml", OLD), ("new.yaml", NEW)] {
        folder.write(name, policy);
        texts.push(folder.run(&["--target", "rust", name], 0).stdout);
    }
    let run = |name: &str| {
        let mut command = folder.command(&["--target", "rust", "-o", "api.rs", name]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap()
    };
    for _ in 0..25 {
        let outputs: Vec<Output> = thread::scope(|scope| {
            let runs = ["old.yaml", "new.yaml"].repeat(3).into_iter().map(|name| scope.spawn(move || run(name)));
            runs.collect::<Vec<_>>().into_iter().map(|run| run.join().unwrap()).collect()
        });
        assert!(texts.contains(&folder.read("api.rs")));
        assert!(outputs.iter().any(|output| output.status.success()));
        for output in outputs.iter().filter(|output| !output.status.success()) {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2));
            assert!(stderr.contains("`api.rs` was changed by somebody else just now"), "{stderr}");
        }
        assert_eq!(folder.names(), ["api.rs", "cors.yaml", "new.yaml", "old.yaml"]);
    }
}
