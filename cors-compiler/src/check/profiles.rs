use std::collections::HashMap;

use crate::{Document, OriginItem, Origins, PolicyBlock, Span, parse::MOST_ORIGINS, rules};

use super::{
    blocks,
    coverage::{Origin, within},
    origins::{Held, Terms, Verdicts},
};

/// The most origin patterns that all profiles together put in place of sets, wherever a policy names one.
const MOST_REPLACED: usize = 10 * MOST_ORIGINS;

/// Judges what each profile puts in place of a set, wherever a policy names that set.
///
/// The rest is the same with every profile. Judging all of it again would cost profiles times origins.
pub(super) fn judge(document: &Document, verdicts: &mut Verdicts) {
    let policies: Vec<(&PolicyBlock, Terms<'_>)> = blocks(document).map(|block| (block, Terms::of(block))).collect();
    let named = namings(&policies);
    let mut replaced = 0;
    for profile in &document.profiles {
        let first = verdicts.report.findings().len();
        for set in &profile.sets {
            if named.contains_key(set.name.value.as_str()) && !set.given {
                let origins: Vec<Origin<'_>> = set.origins.iter().map(Origin::from).collect();
                within(&origins, document.most).into_iter().for_each(|finding| verdicts.report.add(finding));
            }
            for (policy, through) in named.get(set.name.value.as_str()).into_iter().flatten() {
                let Some((_, terms)) = policies.get(*policy) else { continue };
                replaced += set.origins.len() + 1;
                if replaced > MOST_REPLACED {
                    let what = "origin patterns that profiles put in place of sets";
                    verdicts.report.add(rules::too_large::past(set.name.span, MOST_REPLACED, what));
                    return;
                }
                for origin in &set.origins {
                    let (through, given) = (Some(*through), set.given);
                    let held = Held { pattern: &origin.value, span: origin.span, through, from_profile: true, given };
                    verdicts.judge(&held, terms);
                }
            }
        }
        verdicts.report.of_profile(first, &profile.name.value);
    }
}

/// Where each set is named: by which policy, an index into `policies`, and at which place.
fn namings<'d>(policies: &[(&'d PolicyBlock, Terms<'_>)]) -> HashMap<&'d str, Vec<(usize, Span)>> {
    let mut named: HashMap<&str, Vec<(usize, Span)>> = HashMap::new();
    for (index, (block, _)) in policies.iter().enumerate() {
        let Some(Origins::List(items)) = block.allow_origins.as_ref().map(|origins| &origins.value) else { continue };
        for item in items {
            let OriginItem::Set(name) = &item.value else { continue };
            let places = named.entry(name).or_default();
            // A set that is named twice adds nothing.
            if places.last().is_none_or(|(last, _)| *last != index) {
                places.push((index, item.span));
            }
        }
    }
    named
}
