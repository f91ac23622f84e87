//! Random policies and random requests on the real nginx, compared with the decision: headers, status, and the word for the log.

use std::{fmt::Write as _, net::SocketAddr};

use cors_compiler::{
    Options, Program, Source, compile, emit,
    target::{Artifact, Shape},
    targets,
};
use corsgen_tests::{
    Answer, Failure, Request, application,
    installed::installed,
    nginx::{Server, free_address},
    random::{self, Random},
    socket,
};

/// A policy in one of the servers of an nginx.
struct Served {
    text: String,
    program: Program,
    parts: Artifact,
    address: SocketAddr,
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    // It sees only the first of several lines: that is declared, and so not asked here.
    run("CORSGEN_NGINX_122", false)
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    run("CORSGEN_NGINX_128", true)
}

#[expect(clippy::print_stdout, reason = "what was compared")]
fn run(variable: &str, repeats_lines: bool) -> Result<(), Failure> {
    let long = std::env::var_os("CORSGEN_LONG").is_some();
    let (rounds, requests) = if long { (40, 600) } else { (4, 150) };
    let nginx = installed(variable)?;
    let application = application::start()?;
    let mut random = Random::new(2026);
    let (mut policies, mut compared, mut refused) = (0, 0, 0);
    for _ in 0..rounds {
        let served: Vec<Served> = (0..20).filter_map(|number| serve(&mut random, number)).collect();
        let files = files(&served, application);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let first = served.first().ok_or("no policy was accepted")?.address;
        let server = Server::start(&nginx, &files, first)?;
        for policy in &served {
            policies += 1;
            for _ in 0..requests {
                let request = random::request(&mut random, repeats_lines);
                if compare(policy, &request).map_err(|error| format!("{error}\n{}", policy.text))? {
                    compared += 1;
                } else {
                    refused += 1;
                }
            }
        }
        let said = server.said()?;
        assert!(!said.contains("[alert]") && !said.contains("[crit]"), "{said}");
    }
    println!("{variable}: {compared} requests to {policies} policies; {refused} were refused by the parser");
    assert!(policies > rounds * 12, "most random policies should be accepted: {policies}");
    assert!(refused < compared / 10, "most requests should be read: {refused} of {compared}");
    Ok(())
}

fn serve(random: &mut Random, number: usize) -> Option<Served> {
    let text = random::policy(random, &format!("p{number}_$15letters").replace("$15letters", "x"));
    let source = Source::new("cors.yaml", text.as_str());
    let (program, _) = compile(&source, &Options::default()).ok()?;
    let parts = emit(targets::find("nginx")?, &source, &program, &Shape::PARTS).ok()?;
    Some(Served { text, program, parts, address: free_address().ok()? })
}

/// All policies in one nginx, each in a server of its own.
fn files(served: &[Served], application: SocketAddr) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut http = String::new();
    for policy in served {
        for part in &policy.parts.parts {
            files.push((part.file.clone(), part.text.clone()));
        }
        let name = policy.program.name.as_deref().unwrap_or_default();
        let _ = write!(
            http,
            "include cors-{name}-http.conf;
             server {{
                 listen {};
                 include cors-{name}-server.conf;
                 add_header X-Verdict $cors_{name}_verdict always;
                 location / {{
                     proxy_pass http://{application};
                     proxy_set_header Upgrade $http_upgrade;
                     proxy_set_header Host $http_host;
                 }}
             }}\n",
            policy.address
        );
    }
    let config = format!(
        "daemon off; worker_processes 1; pid nginx.pid; error_log stderr; events {{}}
         http {{
             access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
             {http}
         }}"
    );
    files.push(("nginx.conf".to_owned(), config));
    files
}

/// Whether the request was answered, and as it should be; `false` if the parser refused it.
fn compare(policy: &Served, request: &Request) -> Result<bool, Failure> {
    let decision = cors_core::decide(&policy.program, request);
    let expected = Answer::of_decision(&decision, request).without_verdict();
    let response = socket::exchange(policy.address, request)?;
    let answer = Answer::of_response(&response).ok_or_else(|| format!("nobody answers so: {response:?}"))?;
    if matches!(answer, Answer::Unsendable(_)) {
        return Ok(false);
    }
    let words: Vec<&[u8]> = response.values("x-verdict").collect();
    if answer != expected || words != [decision.word().as_bytes()] {
        let request = request.bytes().escape_ascii().to_string();
        let word = words.concat().escape_ascii().to_string();
        return Err(
            format!("{request}\n  expected {expected:?} {}\n  answered {answer:?} {word}", decision.word()).into()
        );
    }
    Ok(true)
}
