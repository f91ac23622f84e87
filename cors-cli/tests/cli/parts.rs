//! Targets of several parts: all of them, or none.

use std::{fs, path::Path};

use crate::folder::{Folder, Said};

const PARTS: [&str; 3] = ["cors-shop-headers.conf", "cors-shop-http.conf", "cors-shop-server.conf"];
const NGINX: [&str; 4] = ["--target", "nginx", "-o", "conf"];

fn folder() -> Folder {
    let folder = Folder::new();
    write_policy(&folder, "app");
    folder
}

/// A policy that allows an origin of this name.
fn write_policy(folder: &Folder, name: &str) {
    folder.write("cors.yaml", &format!("name: shop\nallow_origins: [https://{name}.example.com]\n"));
}

fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn contents(folder: &Folder) -> Vec<String> {
    PARTS.iter().map(|name| folder.read(&format!("conf/{name}"))).collect()
}

#[test]
fn each_part_is_a_file_and_stands_under_its_marker() {
    let folder = folder();
    let said = folder.run(&NGINX, 0);
    assert_eq!(names(&folder.path("conf")), PARTS);
    assert_eq!(said.stderr.lines().count(), 3, "{}", said.stderr);
    folder.run(&[&NGINX[..], &["--check"]].concat(), 0);
    let all = folder.run(&["--target", "nginx"], 0).stdout;
    for name in ["http", "server", "headers"] {
        let part = folder.run(&["--target", "nginx", "--part", name], 0).stdout;
        let file = format!("cors-shop-{name}.conf");
        assert_eq!(part, folder.read(&format!("conf/{file}")));
        assert!(all.contains(&format!("# ==> part {name}: {file} <==\n{part}")), "{name}");
        folder.run(&["--target", "nginx", "--part", name, "-o", "one.conf", "--force"], 0);
        assert_eq!(part, folder.read("one.conf"));
    }
}

#[test]
fn a_part_that_is_not_there_is_told() {
    let said = folder().run(&["--target", "nginx", "--part", "location"], 2);
    assert!(said.stderr.contains("its parts are `http`, `server`, `headers`"), "{}", said.stderr);
}

#[test]
fn several_parts_want_a_folder() {
    let folder = folder();
    let said = folder.run(&["--target", "nginx", "-o", "cors.conf"], 2);
    assert!(said.stderr.contains("`cors.conf` is no folder, and there are several parts to write"), "{}", said.stderr);
    folder.write("conf", "");
    folder.run(&NGINX, 2);
    assert_eq!(folder.names(), ["conf", "cors.yaml"]);
    folder.run(&["--target", "nginx", "-o", "new/deep"], 0);
    assert_eq!(names(&folder.path("new/deep")), PARTS);
}

#[test]
fn none_is_written_if_one_may_not_be() {
    let folder = folder();
    folder.run(&NGINX, 0);
    for (name, text) in [(PARTS[0], "mine\n".to_owned()), (PARTS[2], contents(&folder)[2].clone() + "# mine\n")] {
        folder.write(&format!("conf/{name}"), &text);
    }
    let before = contents(&folder);
    write_policy(&folder, "www");
    let said = folder.run(&NGINX, 2);
    // Whoever reaches for `--force` should know of both.
    assert!(said.stderr.contains("cors-shop-headers.conf` was not written by corsgen"), "{}", said.stderr);
    assert!(said.stderr.contains("cors-shop-server.conf` was edited since corsgen wrote it"), "{}", said.stderr);
    assert_eq!(contents(&folder), before);
    folder.run(&[&NGINX[..], &["--force"]].concat(), 0);
    folder.run(&[&NGINX[..], &["--check"]].concat(), 0);
}

#[test]
fn check_shows_each_part_that_differs() {
    let folder = folder();
    let said = folder.run(&[&NGINX[..], &["--check"]].concat(), 1);
    assert_eq!(said.stdout.matches("--- /dev/null\n").count(), 3);
    assert_eq!(folder.names(), ["cors.yaml"], "a check writes nothing");
    folder.run(&NGINX, 0);
    fs::remove_file(folder.path("conf").join(PARTS[0])).unwrap();
    let said = folder.run(&[&NGINX[..], &["--check"]].concat(), 1);
    assert_eq!(said.stdout.matches("\n+++ ").count(), 1, "{}", said.stdout);
}

/// A file may not grow beyond so many blocks: what a full disk does, without one.
fn run_short_of_space(folder: &Folder, arguments: &[&str]) -> Said {
    let corsgen = folder.command(arguments);
    let mut shell = std::process::Command::new("sh");
    // Ignored, the signal becomes an error of the write.
    shell.args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\""]).current_dir(folder.path("."));
    Said::from(shell.arg(corsgen.get_program()).args(corsgen.get_args()).output().unwrap())
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = folder();
    folder.run(&NGINX, 0);
    let before = contents(&folder);
    let origins: Vec<String> = (0..500).map(|n| format!("https://a{n}.example.com")).collect();
    folder.write("cors.yaml", &format!("name: shop\nallow_origins: [{}]\n", origins.join(", ")));
    let said = run_short_of_space(&folder, &NGINX);
    assert_eq!(said.status, Some(2), "{}", said.stderr);
    assert!(said.stderr.contains("cannot be written: File too large"), "{}", said.stderr);
    assert_eq!(contents(&folder), before);
    assert_eq!(names(&folder.path("conf")), PARTS, "a temporary file stayed");
}

#[test]
fn a_complete_config_is_one_part() {
    let folder = folder();
    let complete = ["--target", "nginx", "--complete", "--listen", "127.0.0.1:8080", "--upstream", "[::1]:3000"];
    let printed = folder.run(&complete, 0).stdout;
    assert!(!printed.contains("==>") && printed.contains("127.0.0.1:8080") && printed.contains("[::1]:3000"));
    folder.run(&[&complete[..], &["-o", "nginx.conf"]].concat(), 0);
    assert_eq!(folder.read("nginx.conf"), printed);
}

#[test]
fn routes_of_envoy_go_to_the_cluster_that_is_named() {
    let folder = folder();
    folder.write(
        "cors.yaml",
        "name: shop\nallow_origins: [\"https://a.example\"]\nroutes:\n  - {path: /a, cors: false}\n",
    );
    for part in ["virtual_host", "rds"] {
        let yours = folder.run(&["--target", "envoy", "--part", part], 0).stdout;
        let named =
            folder.run(&["--target", "envoy", "--part", part, "--cluster", "outbound|80||shop.local"], 0).stdout;
        assert!(yours.contains("cluster: your_cluster") && !named.contains("your_cluster"), "{named}");
        let routes = |text: &str| text[text.find("routes:").unwrap()..].to_owned();
        assert_eq!(routes(&yours).replace("your_cluster", "outbound|80||shop.local"), routes(&named));
    }
    let filters = ["--target", "envoy", "--part", "http_filters"];
    let named = folder.run(&[&filters[..], &["--cluster", "shop"]].concat(), 0).stdout;
    assert_eq!(folder.run(&filters, 0).stdout, named);
    for target in ["nginx", "envoy-lua", "rust"] {
        let said = folder.run(&["--target", target, "--cluster", "shop"], 2).stderr;
        assert!(said.contains("names no cluster") && said.contains("leave `--cluster` out"), "{said}");
    }
    for (name, says) in [("a: b", "expected a letter"), ("on", "expected a letter")] {
        let said = folder.run(&["--target", "envoy", "--cluster", name], 2).stderr;
        assert!(said.contains(says), "{said}");
    }
    let complete = ["--target", "envoy", "--complete", "--listen", "127.0.0.1:8080", "--upstream", "[::1]:3000"];
    folder.run(&[&complete[..], &["--cluster", "shop"]].concat(), 2);
}

#[test]
fn families_are_those_of_the_target() {
    let folder = folder();
    let hidden = |family: &str| format!("{family}_hide_header Access-Control-Allow-Origin;");
    let usual = folder.run(&["--target", "nginx", "--part", "server"], 0).stdout;
    assert!(usual.contains(&hidden("proxy")) && !usual.contains(&hidden("fastcgi")));
    let both = folder.run(&["--target", "nginx", "--part", "server", "--family", "fastcgi,grpc,fastcgi"], 0).stdout;
    assert_eq!(both.matches(&hidden("fastcgi")).count(), 1);
    assert!(both.contains(&hidden("grpc")) && !both.contains(&hidden("proxy")));
    let said = folder.run(&["--target", "nginx", "--family", "http;}"], 2);
    assert!(said.stderr.contains("`proxy`, `fastcgi`, `uwsgi`, `scgi`, `grpc`"), "{}", said.stderr);
    folder.run(&["--target", "envoy", "--family", "proxy"], 2);
}
