use std::time::{SystemTime, UNIX_EPOCH};

use cors_compiler::Date;

/// This day, in UTC: the same for everyone who runs a check at the same moment. `None`: the clock shows no such day.
pub(crate) fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    day(seconds / 86_400)
}

/// The day that many days after 1970-01-01.
///
/// The calendar repeats every 400 years, which are 146,097 days. Years are counted from March, so that the leap day is a year's last.
fn day(since_1970: u64) -> Option<Date> {
    let since_0000_march = since_1970 + 719_468;
    let (era, of_era) = (since_0000_march / 146_097, since_0000_march % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let days = [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ];
        for (since_1970, written) in days {
            assert_eq!(day(since_1970), Date::parse(written), "{written}");
        }
        assert_eq!(day(u64::MAX / 86_400), None);
    }
}
