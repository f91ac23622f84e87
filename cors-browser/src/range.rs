use crate::header_list::normalized;

/// Reports whether `value` is a [single range] that says where it begins: `bytes=0-99`, `bytes=100-`, without a blank.
///
/// [single range]: https://fetch.spec.whatwg.org/#simple-range-header-value
pub(crate) fn is_single(value: &[u8]) -> bool {
    let Some(range) = normalized(value).strip_prefix(b"bytes=") else { return false };
    let mut bounds = range.splitn(2, |byte| *byte == b'-');
    let (Some(start), Some(end)) = (bounds.next(), bounds.next()) else { return false };
    let are_digits = start.iter().chain(end).all(u8::is_ascii_digit);
    are_digits && !start.is_empty() && (end.is_empty() || !is_more(start, end))
}

/// Reports whether one number is more than another. Both are digits, of any count: a parsed integer would be too small for some.
fn is_more(one: &[u8], other: &[u8]) -> bool {
    let significant = |digits: &[u8]| digits.iter().copied().skip_while(|digit| *digit == b'0').collect::<Vec<_>>();
    let (one, other) = (significant(one), significant(other));
    (one.len(), one) > (other.len(), other)
}
