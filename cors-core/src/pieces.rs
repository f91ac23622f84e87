//! Bytes, many at a time: compilers make a few vector instructions of what is asked of each of 16, without being told how.

/// Reports whether `odd` holds of any byte behind the first and the one before it. It must be without branches.
// (A table of 256 classes is smaller code, and three times the instructions; words of 8 bytes in one integer, half as many more.)
#[inline(always)]
pub(crate) fn any_pair(bytes: &[u8], odd: impl Fn(u8, u8) -> bool) -> bool {
    let (Some((_, mut before)), Some((_, mut behind))) = (bytes.split_last(), bytes.split_first()) else {
        return false;
    };
    let mut found = [0; 16];
    // What is not longer than two pieces, as most is, goes by the loop: entering it costs as much as a turn.
    while before.len() > 32
        && let (Some((piece_before, rest_before)), Some((piece, rest))) =
            (before.split_first_chunk(), behind.split_first_chunk())
    {
        found = look(found, *piece_before, *piece, &odd);
        (before, behind) = (rest_before, rest);
    }
    // The last two may overlap: a rest of single bytes would cost more than all else.
    let (first, last) = ((before.first_chunk(), behind.first_chunk()), (before.last_chunk(), behind.last_chunk()));
    if let ((Some(first_before), Some(first)), (Some(last_before), Some(last))) = (first, last) {
        found = look(found, *first_before, *first, &odd);
        found = look(found, *last_before, *last, odd);
    } else if let (Some(before), Some(behind)) = (spread(before), spread(behind)) {
        found = look(found, before, behind, odd);
    }
    found != [0; 16]
}

/// Marks the places where `odd` holds.
// By value: of a reference the compiler would ask first whether it overlaps the others. And no `bool` for all: it would take the
// vector apart, bit by bit.
#[inline(always)]
fn look(mut found: [u8; 16], before: [u8; 16], behind: [u8; 16], odd: impl Fn(u8, u8) -> bool) -> [u8; 16] {
    for ((found, before), byte) in found.iter_mut().zip(before).zip(behind) {
        *found |= if odd(before, byte) { u8::MAX } else { 0 };
    }
    found
}

/// At most 15 bytes on 16 places: each stands on one at least, and where it stands follows from how many there are. `None`: there
/// are none.
#[inline(always)]
fn spread(bytes: &[u8]) -> Option<[u8; 16]> {
    let eight = |bytes: &[u8; 8]| u128::from(u64::from_le_bytes(*bytes));
    let four = |bytes: &[u8; 4]| u128::from(u32::from_le_bytes(*bytes));
    let spread = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        eight(first) | eight(last) << 64
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (four(first) | four(last) << 32) * ONE_IN_EIGHT
    } else {
        let (first, middle, last) = (bytes.first()?, bytes.get(bytes.len() / 2)?, bytes.last()?);
        four(&[*first, *middle, *last, *last]) * ONE_IN_FOUR
    };
    Some(spread.to_le_bytes())
}

const ONE_IN_EIGHT: u128 = 1 | 1 << 64;
const ONE_IN_FOUR: u128 = ONE_IN_EIGHT | ONE_IN_EIGHT << 32;

/// Where `byte` stands last.
// (`rposition` alone looks at one byte after another: three instructions for each.)
#[inline]
pub(crate) fn last_position(bytes: &[u8], byte: u8) -> Option<usize> {
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    let (rest, words) = bytes.as_rchunks();
    let wanted = u64::from_ne_bytes([byte; 8]);
    let mut end = bytes.len();
    for word in words.iter().rev() {
        let differing = u64::from_le_bytes(*word) ^ wanted;
        // The high bit of each byte that does not differ; no carry leaves its byte.
        let same = !((differing & LOW).wrapping_add(LOW) | differing | LOW);
        if same != 0 {
            return Some(end.wrapping_sub(1).wrapping_sub(same.leading_zeros() as usize / 8));
        }
        end = end.wrapping_sub(8);
    }
    rest.iter().rposition(|own| *own == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_position_is_that_of_a_search_byte_by_byte() {
        for length in 0..40 {
            for first in 0..=length {
                for second in first..=length {
                    let mut bytes = [b'-'; 40];
                    for at in [first, second] {
                        bytes[at.min(39)] = b'.';
                    }
                    // Neighbours of the byte, and bytes with their high bit set, are not it.
                    bytes[(first + 1).min(39)] ^= 0x80;
                    let bytes = &bytes[..length];
                    assert_eq!(last_position(bytes, b'.'), bytes.iter().rposition(|byte| *byte == b'.'), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn every_pair_is_looked_at() {
        let mut bytes = [b'-'; 80];
        for length in 0..bytes.len() {
            assert!(!any_pair(&bytes[..length], |before, byte| (before == b'/') & (byte == b'.')));
            for at in 1..length {
                (bytes[at - 1], bytes[at]) = (b'/', b'.');
                assert!(
                    any_pair(&bytes[..length], |before, byte| (before == b'/') & (byte == b'.')),
                    "{at} of {length}"
                );
                (bytes[at - 1], bytes[at]) = (b'-', b'-');
            }
        }
    }
}
