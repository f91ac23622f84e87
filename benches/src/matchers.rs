//! Whether an origin is one of many: ours, what cannot be avoided, and what else one would take.

use std::{collections::HashSet, iter};

use cors_core::{Policy, Rules, origin};
use cors_policy::runtime::RuntimePolicy;
use foldhash::fast::FixedState;
use http::HeaderValue;
use rustc_hash::FxHashSet;

use crate::{
    checkers,
    names::{self, Random},
    policies,
    rounds::Contender,
    sets,
};

/// As many questions as one round asks of `count` origins: so many that most origins are asked for again, and caches hold what they
/// can.
pub const fn questions(count: usize) -> usize {
    if count < 1000 { 4096 } else { 8 * count }
}

/// Questions in the order in which they are asked. Their bytes lie one behind the other, as near as those of a request just read.
#[derive(Debug)]
pub struct Questions {
    text: Vec<u8>,
    /// Where each question ends: at a dot, which is no part of it.
    ends: Vec<usize>,
    /// The origin that each is or nearly is, as an index.
    meant: Vec<usize>,
    /// The same as header values, for the list that compares those.
    values: Vec<HeaderValue>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// An allowed origin.
    Hit,
    /// What is nearly one.
    Miss,
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Another in each round: nothing can be foretold.
    Random,
    /// The same always, shuffled once: a processor learns it while it is short.
    Fixed,
}

impl Questions {
    /// Those of a round.
    pub fn new(origins: &[String], asked: Asked, order: Order, round: usize) -> Self {
        let random = &mut Random(if order == Order::Random { round as u64 } else { 0 });
        let mut asked_for = Self { text: Vec::new(), ends: Vec::new(), meant: Vec::new(), values: Vec::new() };
        // In the order of the list the floor would read its bytes one behind the other, which nobody else can.
        let mut shuffled: Vec<usize> = (0..origins.len()).collect();
        for last in (1..shuffled.len()).rev() {
            shuffled.swap(last, random.below(last + 1));
        }
        for index in 0..questions(origins.len()) {
            let meant =
                if order == Order::Random { random.below(origins.len()) } else { shuffled[index % origins.len()] };
            let origin = match asked {
                Asked::Hit => origins[meant].clone(),
                Asked::Miss => names::near_miss(&origins[meant], random),
            };
            asked_for.text.extend_from_slice(origin.as_bytes());
            asked_for.ends.push(asked_for.text.len());
            asked_for.text.push(b'.');
            asked_for.meant.push(meant);
            asked_for.values.push(HeaderValue::from_str(&origin).expect("an origin is a header value"));
        }
        asked_for
    }

    /// Each origin, and the index of the one that is meant.
    #[inline]
    fn each(&self) -> impl Iterator<Item = (&[u8], usize)> {
        let starts = iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        starts.zip(&self.ends).zip(&self.meant).map(|((start, end), meant)| (&self.text[start..*end], *meant))
    }

    /// Each origin, and a dot behind it.
    #[inline]
    fn each_with_its_dot(&self) -> impl Iterator<Item = &[u8]> {
        let starts = iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..=*end])
    }

    /// How many are answered with yes.
    #[inline]
    fn count(&self, mut contains: impl FnMut(&[u8]) -> bool) -> usize {
        self.each().map(|(origin, _)| usize::from(contains(origin))).sum()
    }
}

/// A checker that was generated for exact origins, and what else one would take for the same.
pub fn exact<'a>(count: usize, origins: &'a [String]) -> Vec<Contender<'a, Questions>> {
    macro_rules! generated {
        ($($count:literal $checker:ident $phf:ident),*) => {
            match count {
                $($count => [
                    ours(|origin| checkers::$checker.all()[0].allows_origin(origin)),
                    Contender::new("`phf`", |asked: &Questions| asked.count(|origin| sets::$phf.contains(origin))),
                ],)*
                _ => unreachable!("no checker of {count} origins was generated"),
            }
        };
    }
    let [ours, phf] = generated!(
        1 Exact1 PHF_1, 3 Exact3 PHF_3, 10 Exact10 PHF_10, 100 Exact100 PHF_100, 1000 Exact1000 PHF_1000, 10_000 Exact10000 PHF_10000
    );
    // Each has bytes of its own: none finds its in a cache because another was there before.
    let bytes = || origins.iter().map(|origin| Box::from(origin.as_bytes()));
    let meant: Vec<Box<[u8]>> = bytes().collect();
    let fx: FxHashSet<Box<[u8]>> = bytes().collect();
    let fold: HashSet<Box<[u8]>, FixedState> = bytes().collect();
    let std: HashSet<Box<[u8]>> = bytes().collect();
    let values = origins.iter().map(|origin| HeaderValue::from_str(origin).expect("an origin is a header value"));
    let list: Vec<HeaderValue> = values.collect();
    let at_run_time = at_run_time(&policies::exact(count).policy);
    vec![
        ours,
        // What cannot be avoided: the one origin that it may be is known beforehand.
        Contender::new("floor: one length, one `bcmp`", move |asked: &Questions| {
            asked.each().map(|(origin, index)| usize::from(*meant[index] == *origin)).sum()
        }),
        Contender::new("read at run time", move |asked: &Questions| {
            asked.count(|origin| at_run_time.all()[0].allows_origin(origin))
        }),
        phf,
        Contender::new("Fx `HashSet`", move |asked: &Questions| asked.count(|origin| fx.contains(origin))),
        Contender::new("foldhash `HashSet`", move |asked: &Questions| asked.count(|origin| fold.contains(origin))),
        Contender::new("std `HashSet`", move |asked: &Questions| asked.count(|origin| std.contains(origin))),
        Contender::new("tower-http's list of header values", move |asked: &Questions| {
            asked.values.iter().map(|value| usize::from(list.contains(value))).sum()
        }),
    ]
}

/// A checker that was generated for a thousand wildcards, and what else one would take for the same.
pub fn suffixes(asked: Asked) -> Vec<Contender<'static, Questions>> {
    let patterns = names::suffixes(1000);
    let parents: Vec<Box<[u8]>> =
        patterns.iter().map(|pattern| pattern.replacen("https://*", "", 1).into_bytes().into()).collect();
    let at_run_time = at_run_time(&policies::suffixes().policy);
    let mut contenders = vec![
        ours(|origin| checkers::Suffixes1000.all()[0].allows_origin(origin)),
        Contender::new("read at run time", move |asked: &Questions| {
            asked.count(|origin| at_run_time.all()[0].allows_origin(origin))
        }),
        Contender::new("linear list of suffixes", move |asked: &Questions| {
            asked.count(|origin| {
                let Some(host) = origin.strip_prefix(b"https://") else { return false };
                parents.iter().any(|parent| host.strip_suffix(&**parent).is_some_and(are_labels_by_byte))
            })
        }),
    ];
    if asked == Asked::Hit {
        // Of what is denied they would say something else.
        contenders.push(Contender::new("label scan of the host, byte by byte", |asked: &Questions| {
            asked.count(|origin| are_labels_by_byte(&origin[HOST..]))
        }));
        contenders.push(Contender::new("label scan of the host, 16 bytes at once", |asked: &Questions| {
            asked.each_with_its_dot().map(|origin| usize::from(origin::are_labels(&origin[HOST..]))).sum()
        }));
    }
    contenders
}

/// Where the host begins.
const HOST: usize = "https://".len();

/// What one would write: whether there is a label or more, each 1 to 63 of `a-z 0-9 - _`.
fn are_labels_by_byte(front: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        (1..=63).contains(&label.len()) && label.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    front.split(|byte| *byte == b'.').all(is_label)
}

fn at_run_time(policy: &str) -> RuntimePolicy {
    RuntimePolicy::from_str("cors.yaml", policy).expect("a policy that is accepted")
}

fn ours<'a>(contains: impl Fn(&[u8]) -> bool + 'a) -> Contender<'a, Questions> {
    Contender::new("generated", move |asked: &Questions| asked.count(&contains))
}
