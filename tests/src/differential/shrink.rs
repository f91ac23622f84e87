use crate::{
    Request,
    policies::{Block, Names, Policy},
};

/// Trials at most: each may start a server.
const MOST_TRIALS: usize = 300;

/// The smallest policy and request that so many trials find, of which `differs` still holds.
pub(super) fn shrink(
    policy: &Policy,
    request: &Request,
    differs: &mut dyn FnMut(&Policy, &Request) -> bool,
) -> (Policy, Request) {
    let mut found = (policy.clone(), request.clone());
    let mut trials = 0;
    'smaller: loop {
        let smaller = requests(&found.1).into_iter().map(|request| (found.0.clone(), request));
        let policies = policies(&found.0).into_iter().map(|policy| (policy, found.1.clone()));
        for candidate in policies.chain(smaller) {
            trials += 1;
            if trials > MOST_TRIALS {
                return found;
            }
            if differs(&candidate.0, &candidate.1) {
                found = candidate;
                continue 'smaller;
            }
        }
        return found;
    }
}

/// The policy without one thing, the greatest things first.
fn policies(policy: &Policy) -> Vec<Policy> {
    let mut smaller = Vec::new();
    let mut without = |change: &dyn Fn(&mut Policy)| {
        let mut less = policy.clone();
        change(&mut less);
        if less != *policy {
            smaller.push(less);
        }
    };
    let routes = policy.routes.len();
    if routes > 3 {
        without(&|policy| _ = policy.routes.drain(..routes / 2));
        without(&|policy| policy.routes.truncate(routes / 2));
    }
    for route in 0..routes {
        without(&|policy| _ = policy.routes.remove(route));
    }
    without(&|policy| policy.document = None);
    for route in 0..routes {
        // What a route says, of the document itself.
        without(&|policy| {
            if let Some(block) = policy.routes[route].block.take() {
                (policy.document, policy.routes) = (Some(block), Vec::new());
            }
        });
    }
    without(&|policy| {
        // What sets hold, in their places.
        let resolved = policy.clone();
        for block in policy.blocks_mut() {
            block.origins = block
                .origins
                .as_ref()
                .map(|origins| origins.iter().flat_map(|own| resolved.resolve(own)).cloned().collect());
        }
        (policy.sets, policy.profiles, policy.profile) = (Vec::new(), Vec::new(), None);
    });
    for route in 0..routes {
        for path in 0..policy.routes[route].paths.len() {
            without(&|policy| _ = policy.routes[route].paths.remove(path));
        }
        without(&|policy| policy.routes[route].block = None);
    }
    for (index, block) in policy.blocks().enumerate() {
        for change in blocks(block) {
            without(&|policy| *policy.blocks_mut().nth(index).expect("it is there") = change.clone());
        }
    }
    without(&|policy| policy.style = 0);
    smaller
}

fn blocks(block: &Block) -> Vec<Block> {
    let mut smaller = Vec::new();
    for origins in block.origins.iter().flat_map(|origins| shorter(origins)) {
        smaller.push(Block { origins: Some(origins), ..block.clone() });
    }
    type Place = fn(&mut Block) -> &mut Names;
    let lists: [(&Names, Place); 3] = [
        (&block.methods, |block| &mut block.methods),
        (&block.headers, |block| &mut block.headers),
        (&block.exposed, |block| &mut block.exposed),
    ];
    for (names, place) in lists {
        let less = match names {
            Names::Absent => Vec::new(),
            Names::Any => vec![Names::Absent],
            Names::Listed(names) => {
                std::iter::once(Names::Absent).chain(shorter(names).into_iter().map(Names::Listed)).collect()
            }
        };
        for names in less {
            let mut block = block.clone();
            *place(&mut block) = names;
            smaller.push(block);
        }
    }
    for index in 0..block.others.len() {
        let mut block = block.clone();
        block.others.remove(index);
        smaller.push(block);
    }
    smaller.push(Block { credentials: false, ..block.clone() });
    smaller.push(Block { rejects: false, ..block.clone() });
    smaller
}

/// Halves of a long list, and a short one without each of its elements.
fn shorter(list: &[String]) -> Vec<Vec<String>> {
    if list.len() > 8 {
        let (front, back) = list.split_at(list.len() / 2);
        return vec![front.to_vec(), back.to_vec()];
    }
    let without =
        |index: usize| list.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, own)| own.clone()).collect();
    (0..list.len()).map(without).collect()
}

/// The request without a line, an element of a list, its query, or half of its path.
fn requests(request: &Request) -> Vec<Request> {
    let mut smaller = Vec::new();
    for (index, (name, value)) in request.headers.iter().enumerate() {
        if name.eq_ignore_ascii_case("host") {
            continue;
        }
        let mut less = request.clone();
        less.headers.remove(index);
        smaller.push(less);
        let elements: Vec<&[u8]> = value.split(|byte| *byte == b',').collect();
        for values in halves(&elements) {
            let mut less = request.clone();
            less.headers[index].1 = values.join(&b',');
            smaller.push(less);
        }
    }
    let path = cors_core::Request::path(request).to_vec();
    let segments: Vec<&[u8]> = path.split(|byte| *byte == b'/').skip(1).collect();
    if path != request.target {
        smaller.push(Request { target: path.clone(), ..request.clone() });
    }
    for segments in halves(&segments) {
        let target = segments.iter().flat_map(|segment| [b"/", *segment].concat()).collect();
        smaller.push(Request { target, ..request.clone() });
    }
    if request.target != b"/" {
        smaller.push(Request { target: b"/".to_vec(), ..request.clone() });
    }
    smaller
}

/// The front and the back of what has several parts.
fn halves<'a, 'b>(parts: &'b [&'a [u8]]) -> Vec<&'b [&'a [u8]]> {
    let (front, back) = parts.split_at(parts.len() / 2);
    if front.is_empty() { Vec::new() } else { vec![front, back] }
}
