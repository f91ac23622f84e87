//! A policy whose file changes while it answers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    fs,
    future::{Ready, ready},
    io::ErrorKind,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use cors_policy::{
    HttpRequest, decide,
    runtime::{LoadError, ReloadingPolicy, RuntimePolicy},
    tower::CorsLayer,
};
use http::{Request, Response};
use tower::{Layer, Service};

/// Long enough for a busy machine; nothing waits for it that goes well.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer than a change needs to be seen, so that what has not come by then does not come.
const QUIET: Duration = Duration::from_millis(300);

/// A folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reload").join(name);
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn policy(origin: &str) -> String {
    format!("allow_origins: [https://{origin}.example]\n")
}

/// Replaces a file as those should who want it read whole.
fn replace(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    fs::write(&beside, text).unwrap();
    fs::rename(beside, path).unwrap();
}

/// Watches a file, and what is told of it: how it went, and, if it did not go well, why.
fn watch(path: &Path) -> (ReloadingPolicy, Receiver<Result<(), String>>) {
    let (sender, told) = channel();
    let tell = move |loaded: Result<&RuntimePolicy, &LoadError>| {
        _ = sender.send(loaded.map(|_| ()).map_err(ToString::to_string));
    };
    (ReloadingPolicy::watch(path, tell).unwrap(), told)
}

fn allows(policy: &ReloadingPolicy, origin: &str) -> bool {
    is_allowed(&policy.current(), origin)
}

fn is_allowed(policy: &RuntimePolicy, origin: &str) -> bool {
    let request = Request::get("/").header("origin", format!("https://{origin}.example")).body(()).unwrap();
    decide(policy, &HttpRequest(&request)).word() == "allowed"
}

#[test]
fn a_replaced_file_takes_effect() {
    let path = folder("replaced").join("cors.yaml");
    fs::write(&path, policy("one")).unwrap();
    let (current, told) = watch(&path);
    assert!(allows(&current, "one"));
    replace(&path, &policy("two"));
    told.recv_timeout(PATIENCE).unwrap().unwrap();
    assert!(allows(&current, "two") && !allows(&current, "one"));
    // A file that says the same as before is no change.
    replace(&path, &policy("two"));
    assert_eq!(told.recv_timeout(QUIET), Err(RecvTimeoutError::Timeout));
}

#[test]
fn a_file_that_is_written_in_place_takes_effect() {
    let path = folder("in-place").join("cors.yaml");
    fs::write(&path, policy("one")).unwrap();
    let (current, told) = watch(&path);
    fs::write(&path, policy("two")).unwrap();
    // Between truncation and writing it may be empty, which is refused.
    while told.recv_timeout(PATIENCE).unwrap().is_err() {
        assert!(allows(&current, "one"));
    }
    assert!(allows(&current, "two"));
}

/// `cors.yaml` points into `..data`, which points to a folder of the day: what is swapped is `..data`.
#[test]
fn a_config_maps_swap_takes_effect() {
    let folder = folder("config-map");
    for (data, origin) in [("..day1", "one"), ("..day2", "two")] {
        fs::create_dir(folder.join(data)).unwrap();
        fs::write(folder.join(data).join("cors.yaml"), policy(origin)).unwrap();
    }
    symlink("..day1", folder.join("..data")).unwrap();
    symlink("..data/cors.yaml", folder.join("cors.yaml")).unwrap();
    let (current, told) = watch(&folder.join("cors.yaml"));
    assert!(allows(&current, "one"));
    symlink("..day2", folder.join("..data_tmp")).unwrap();
    fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
    fs::remove_dir_all(folder.join("..day1")).unwrap();
    told.recv_timeout(PATIENCE).unwrap().unwrap();
    assert!(allows(&current, "two") && !allows(&current, "one"));
}

/// As a deployment swaps `current`: no event comes from the folder that was watched, so that it takes its time.
#[test]
fn a_folder_that_is_replaced_takes_effect() {
    let folder = folder("deployment");
    for (release, origin) in [("release1", "one"), ("release2", "two")] {
        fs::create_dir(folder.join(release)).unwrap();
        fs::write(folder.join(release).join("cors.yaml"), policy(origin)).unwrap();
    }
    symlink("release1", folder.join("current")).unwrap();
    let (current, told) = watch(&folder.join("current/cors.yaml"));
    assert!(allows(&current, "one"));
    symlink("release2", folder.join("next")).unwrap();
    fs::rename(folder.join("next"), folder.join("current")).unwrap();
    told.recv_timeout(PATIENCE).unwrap().unwrap();
    assert!(allows(&current, "two"));
}

#[test]
fn what_is_refused_or_gone_leaves_the_policy_before() {
    let path = folder("refused").join("cors.yaml");
    fs::write(&path, policy("one")).unwrap();
    let (current, told) = watch(&path);
    let stays = |begin: &str| {
        let why = told.recv_timeout(PATIENCE).unwrap().unwrap_err();
        assert!(why.starts_with(begin), "{why}");
        assert!(allows(&current, "one"));
    };
    replace(&path, "allow_origins: [app.example.com]\n");
    stays("error[origin-missing-scheme]: ");
    replace(&path, "");
    stays("error[empty-document]: ");
    fs::remove_file(&path).unwrap();
    stays(&format!("`{}` cannot be read: ", path.display()));
    fs::create_dir(&path).unwrap();
    stays(&format!("`{}` cannot be read: ", path.display()));
    fs::remove_dir(&path).unwrap();
    stays(&format!("`{}` cannot be read: ", path.display()));
    // Told once, and not again and again.
    assert_eq!(told.recv_timeout(QUIET), Err(RecvTimeoutError::Timeout));
    replace(&path, &policy("two"));
    told.recv_timeout(PATIENCE).unwrap().unwrap();
    assert!(allows(&current, "two"));
}

#[test]
fn a_truncated_file_leaves_the_policy_before() {
    let path = folder("truncated").join("cors.yaml");
    fs::write(&path, policy("one")).unwrap();
    let (current, told) = watch(&path);
    fs::File::options().write(true).open(&path).unwrap().set_len(20).unwrap();
    assert!(told.recv_timeout(PATIENCE).unwrap().is_err());
    assert!(allows(&current, "one"));
}

#[test]
fn it_can_be_read_again_without_being_watched() {
    let path = folder("asked").join("cors.yaml");
    fs::write(&path, policy("one")).unwrap();
    let current = RuntimePolicy::builder().reloading(&path).unwrap();
    replace(&path, &policy("two"));
    assert!(allows(&current, "one"));
    current.reload().unwrap();
    assert!(allows(&current, "two"));
    replace(&path, "nonsense");
    assert!(matches!(current.reload(), Err(LoadError::Refused(_))));
    assert!(matches!(current.reload(), Err(LoadError::Refused(_))));
    assert!(allows(&current, "two"));
}

/// What the program gives, and the profile, are given to every text of the file.
#[test]
fn what_was_asked_for_at_the_start_holds_for_what_comes() {
    let path = folder("given").join("cors.yaml");
    let text = |route: &str| format!("origin_sets: {{own: []}}\nroutes: [{{path: {route}, allow_origins: [$own]}}]\n");
    fs::write(&path, text("/a")).unwrap();
    let current = RuntimePolicy::builder().origin_set("own", ["https://x.example"]).reloading(&path).unwrap();
    replace(&path, &text("/"));
    current.reload().unwrap();
    assert!(allows(&current, "x"));
    // A text without the set cannot be given it.
    replace(&path, &policy("x"));
    assert!(matches!(current.reload(), Err(LoadError::Refused(_))));
}

#[test]
fn what_cannot_be_read_at_the_start_is_no_policy() {
    let folder = folder("start");
    assert!(matches!(ReloadingPolicy::watch(folder.join("none.yaml"), |_| {}), Err(LoadError::Unreadable { .. })));
    let long = "x".repeat(300);
    for (away, kind, why) in [
        ("no", ErrorKind::NotFound, "its folder is not there"),
        (long.as_str(), ErrorKind::InvalidFilename, "File name too long (os error 36)"),
    ] {
        let path = folder.join(away).join("cors.yaml");
        let unwatched = ReloadingPolicy::watch(&path, |_| {}).unwrap_err();
        assert_eq!(unwatched.to_string(), format!("`{}` cannot be watched: {why}", path.display()));
        assert!(matches!(unwatched, LoadError::Unwatchable { error, .. } if error.kind() == kind), "{away}");
    }
    fs::write(folder.join("cors.yaml"), "").unwrap();
    assert!(matches!(ReloadingPolicy::watch(folder.join("cors.yaml"), |_| {}), Err(LoadError::Refused(_))));
}

/// The callback goes with the thread, and the thread with the last of those who hold the policy.
#[test]
fn dropping_it_ends_the_watching() {
    let path = folder("dropped").join("cors.yaml");
    fs::write(&path, policy("one")).unwrap();
    let (current, told) = watch(&path);
    let layer = CorsLayer::new(current.clone());
    drop(current);
    replace(&path, &policy("two"));
    told.recv_timeout(PATIENCE).unwrap().unwrap();
    drop(layer);
    assert_eq!(told.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
}

/// SplitMix64
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }
}

/// Whatever is done to the file, one of the policies that stood there holds, and the last takes effect.
#[test]
fn a_dance_of_the_file_ends_well() {
    let folder = folder("dance");
    let (path, away) = (folder.join("cors.yaml"), folder.join("away.yaml"));
    fs::write(&path, policy("one")).unwrap();
    let (current, told) = watch(&path);
    let mut random = Random(1);
    for _ in 0..2_000 {
        let origin = if random.below(2) == 0 { "one" } else { "two" };
        // Each may fail, since of what was done before there may be no file, or a folder.
        _ = match random.below(9) {
            0 => fs::write(&path, policy(origin)),
            1 => fs::write(&path, "allow_origins: [nonsense]\n"),
            2 => fs::File::options().write(true).open(&path).and_then(|file| file.set_len(20)),
            3 => fs::remove_file(&path),
            4 => fs::rename(&path, &away).and_then(|()| fs::rename(&away, &path)),
            5 => fs::create_dir(&path),
            6 => fs::remove_dir(&path),
            7 => symlink("nowhere.yaml", &path),
            _ => fs::write(&away, policy(origin)).and_then(|()| fs::rename(&away, &path)),
        };
        let now = current.current();
        assert!(is_allowed(&now, "one") != is_allowed(&now, "two"), "another policy, or none");
    }
    _ = fs::remove_dir(&path);
    replace(&path, &policy("last"));
    while !allows(&current, "last") {
        _ = told.recv_timeout(PATIENCE).unwrap();
    }
    assert!(!allows(&current, "one") && !allows(&current, "two"));
}

/// An application that says nothing.
#[derive(Clone)]
struct Silent;

impl Service<Request<()>> for Silent {
    type Response = Response<()>;
    type Error = ();
    type Future = Ready<Result<Response<()>, ()>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(())))
    }
}

/// Ten thousand reloads under steady requests: each answer is wholly of the one policy or wholly of the other.
#[test]
fn no_answer_is_of_two_policies() {
    let path = folder("steady").join("cors.yaml");
    let text = |name: &str| {
        format!(
            "allow_origins: [https://app.example]\nallow_methods: [{name}-METHOD]\nallow_headers: [{name}-header]\n"
        )
    };
    fs::write(&path, text("ONE")).unwrap();
    let current = RuntimePolicy::builder().reloading(&path).unwrap();
    let is_over = AtomicBool::new(false);
    let answers = thread::scope(|scope| {
        let asking: Vec<_> = (0..2).map(|_| scope.spawn(|| ask(&current, &is_over))).collect();
        for reload in 0..10_000 {
            replace(&path, &text(if reload % 2 == 0 { "TWO" } else { "ONE" }));
            current.reload().unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
        asking.into_iter().map(|asking| asking.join().unwrap()).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
    });
    assert!(answers.0 > 100 && answers.1 > 100, "{answers:?} answers of each policy");
}

/// Sends preflights until it is over, and counts the answers of each policy.
fn ask(policy: &ReloadingPolicy, is_over: &AtomicBool) -> (usize, usize) {
    let mut service = CorsLayer::new(policy.clone()).layer(Silent);
    let mut answers = (0, 0);
    while !is_over.load(Ordering::Relaxed) {
        let request = Request::options("/").header("origin", "https://app.example");
        let request = request.header("access-control-request-method", "PUT").body(()).unwrap();
        let future = std::pin::pin!(service.call(request));
        let Poll::Ready(Ok(response)) = future.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("no answer")
        };
        let value = |name| response.headers().get(name).map(|value: &http::HeaderValue| value.to_str().unwrap());
        match (value("access-control-allow-methods"), value("access-control-allow-headers")) {
            (Some("ONE-METHOD"), Some("ONE-header")) => answers.0 += 1,
            (Some("TWO-METHOD"), Some("TWO-header")) => answers.1 += 1,
            other => panic!("{other:?}"),
        }
    }
    answers
}
