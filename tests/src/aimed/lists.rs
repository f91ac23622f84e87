use crate::policies::{Names, Random};

const HEADERS: [&str; 8] = ["x-b", "authorization", "content-type", "x-a", "range", "x-request-id", "dpop", "z"];
const SEPARATORS: [&str; 7] = [",", ",", ", ", " ,", "\t,\t", ",,", ", ,"];

/// A method to ask for: listed, or nearly.
pub(super) fn method(random: &mut Random, listed: Option<&Names>) -> Vec<u8> {
    let known = ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "POST", "HEAD", "X", "get", "patch", "LINK", "*"];
    let mut method = match listed {
        Some(Names::Listed(names)) if !random.one_in(4) => names[random.below(names.len())].clone(),
        _ => random.pick(&known).to_owned(),
    };
    match random.below(12) {
        0 => method.make_ascii_lowercase(),
        1 => method.push(random.pick(&['S', '!', '$', '|', 'x'])),
        2 if method.len() > 1 => _ = method.pop(),
        3 => method.insert(0, random.pick(&['A', '~', '*'])),
        _ => {}
    }
    method.into_bytes()
}

/// What a browser would ask for, or nearly: the listed names, others, all of them too often.
pub(super) fn request_list(random: &mut Random, listed: &Names) -> Vec<u8> {
    let mut names: Vec<String> = match listed {
        Names::Listed(all) => {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let most = if random.one_in(6) { all.len() } else { 4 };
            random.some(&all, most).into_iter().map(str::to_owned).collect()
        }
        Names::Absent | Names::Any => random.some(&HEADERS, 3).into_iter().map(str::to_owned).collect(),
    };
    if random.one_in(4) {
        names.push(random.pick(&HEADERS).to_owned());
    }
    if random.one_in(6) {
        change(random, &mut names);
    }
    if names.is_empty() {
        names.push(random.pick(&HEADERS).to_owned());
    }
    if random.one_in(4) {
        return hostile(random, &names, limit(listed));
    }
    names.iter_mut().for_each(|name| name.make_ascii_lowercase());
    names.sort_unstable();
    names.dedup();
    names.join(",").into_bytes()
}

/// The list in two lines or three, cut at commas: together they are as long as it was.
pub(super) fn lines(random: &mut Random, list: &[u8]) -> Vec<Vec<u8>> {
    let mut lines = vec![list.to_vec()];
    for _ in 0..random.between(1, 2) {
        let last = lines.pop().unwrap_or_default();
        let commas: Vec<usize> = last.iter().enumerate().filter(|(_, byte)| **byte == b',').map(|(at, _)| at).collect();
        if commas.is_empty() {
            lines.push(last);
            break;
        }
        let at = random.pick(&commas);
        lines.extend([last[..at].to_vec(), last[at + 1..].to_vec()]);
    }
    lines
}

/// More bytes than this are denied unread: the sentence of the documents, counted here once more.
fn limit(listed: &Names) -> usize {
    match listed {
        Names::Any => 4096,
        Names::Listed(names) if names.iter().any(|name| name == "*") => 4096,
        Names::Listed(names) => 2 * names.join(", ").len() + 64,
        Names::Absent => 64,
    }
}

fn change(random: &mut Random, names: &mut [String]) {
    let Some(name) = names.first_mut() else { return };
    match random.below(5) {
        0 => name.push(random.pick(&['x', '-', '_', '$', '!'])),
        1 => _ = name.pop(),
        2 => name.insert(0, 'x'),
        3 => *name = name.replace('-', "_"),
        _ => *name = name.replace('.', "-"),
    }
}

/// Any spelling and separators; what is no token; exactly the limit, and one byte more.
fn hostile(random: &mut Random, names: &[String], limit: usize) -> Vec<u8> {
    let mut list = String::new();
    for name in names {
        let separator = if list.is_empty() { random.pick(&["", "", ",", " , "]) } else { random.pick(&SEPARATORS) };
        let name = match random.below(3) {
            0 => name.to_ascii_uppercase(),
            1 => name.to_ascii_lowercase(),
            _ => name.clone(),
        };
        list.push_str(separator);
        list.push_str(&name);
    }
    let mut list = list.into_bytes();
    match random.below(5) {
        0 => list.extend(random.pick(&[",", ", ,", ",(", ",a b", ",\"x\"", ",x:", ", \u{b}x", ",@", ",/"]).bytes()),
        1 => list.extend(random.pick(&[b",\xff".as_slice(), b",x\x7f", b",\x01", b",x\tx", b";x", b",=", b",\xe9"])),
        2 | 3 => {
            let wanted = random.pick(&[limit - 1, limit, limit, limit + 1]);
            // Commas count, and end no value, as a blank there would for a server that trims.
            list.resize(wanted.max(list.len()), b',');
        }
        _ => {}
    }
    list
}
