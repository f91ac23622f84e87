//! nginx and Envoy under load, with a policy and without: processor time a request, and requests a second.

#![allow(clippy::print_stdout, reason = "it prints tables")]

use std::error::Error;

use cors_benches::{
    load::{Load, Requests},
    names, quick,
    rounds::{Times, in_turn},
    servers::{Application, Kind, Server},
    table,
};

/// How many origins the policies have.
const COUNTS: [usize; 3] = [10, 10_000, 100_000];
/// How often everything is measured. Odd, so that there is a middle one.
const ROUNDS: usize = 7;

/// A server, and what was measured of it.
struct Measured {
    server: Server,
    /// As a page sends them, of an origin that is allowed and of one that is not.
    asked: [(Requests, Cost); 2],
}

/// What was measured of one kind of request.
struct Cost {
    microseconds: Times,
    a_second: Times,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (rounds, load) = if quick() { (1, Load { seconds: 1 }) } else { (ROUNDS, Load { seconds: 2 }) };
    let application = Application::start()?;
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let mut measured = vec![start(kind, None, &application)?];
        for count in COUNTS {
            measured.push(start(kind, Some(count), &application)?);
        }
        // The first round warms up and is not counted.
        for round in 0..=rounds {
            for one in in_turn(&mut measured, round) {
                one.measure(load, round > 0)?;
            }
        }
        let without = measured.first().ok_or("nothing was measured")?;
        rows.extend(measured.iter().map(|one| one.row(without)));
    }
    let columns = [
        "",
        "MB",
        "allowed, µs",
        "allowed, times",
        "allowed, a second",
        "of those without",
        "denied, µs",
        "denied, times",
        "denied, a second",
        "of those without",
    ];
    table::print("Servers under load", &columns, &rows);
    Ok(())
}

/// Starts a server whose policy has so many origins, or that has none, and sees that it answers as it should.
fn start(kind: Kind, count: Option<usize>, application: &Application) -> Result<Measured, Box<dyn Error>> {
    let origins = names::origins(count.unwrap_or(1000));
    let server = Server::start(kind, count.is_some().then_some(&origins[..]), application)?;
    let random = &mut names::Random(5);
    let all: Vec<&str> = origins.iter().map(String::as_str).collect();
    let allowed: Vec<String> = (0..10_000).map(|_| random.of(&all).to_owned()).collect();
    let denied: Vec<String> = allowed.iter().map(|origin| names::near_miss(origin, random)).collect();
    for (origins, is_allowed) in [(&allowed, count.is_some()), (&denied, false)] {
        for origin in origins.iter().take(20) {
            let answer = server.ask(origin)?;
            let echoed = format!("access-control-allow-origin: {origin}\r\n");
            if !answer.starts_with("http/1.1 200 ") || answer.contains(&echoed) != is_allowed {
                return Err(format!("{} with {count:?} origins answers `{origin}` with {answer}", kind.name()).into());
            }
        }
    }
    let cost = || Cost {
        microseconds: Times { name: String::new(), rounds: Vec::new() },
        a_second: Times { name: String::new(), rounds: Vec::new() },
    };
    let asked = [(Requests::from(&allowed)?, cost()), (Requests::from(&denied)?, cost())];
    Ok(Measured { server, asked })
}

impl Measured {
    fn measure(&mut self, load: Load, counts: bool) -> Result<(), Box<dyn Error>> {
        for (requests, cost) in &mut self.asked {
            let before = self.server.processor_time()?;
            let done = load.put_on(self.server.address(), requests)?;
            let seconds = self.server.processor_time()? - before;
            if counts {
                cost.microseconds.rounds.push(seconds * 1e6 / done.requests);
                cost.a_second.rounds.push(done.requests / done.seconds);
            }
        }
        Ok(())
    }

    /// A row of the table; `without` is the same server without a policy.
    fn row(&self, without: &Self) -> Vec<String> {
        let origins = self.server.origins().map_or("without".to_owned(), |count| table::count(count as u64));
        let megabytes = self.server.most_memory().map_or("?".to_owned(), |bytes| format!("{:.0}", bytes as f64 / 1e6));
        let cells = self.asked.iter().zip(&without.asked).flat_map(|((_, own), (_, without))| {
            [
                format!("{:.1}", own.microseconds.spread().median),
                table::ratio(own.microseconds.ratio(&without.microseconds)),
                table::count(own.a_second.spread().median as u64),
                table::ratio(own.a_second.ratio(&without.a_second)),
            ]
        });
        [format!("{}, {origins}", self.server.kind().name()), megabytes].into_iter().chain(cells).collect()
    }
}
