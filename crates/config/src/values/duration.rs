//! Durations with a unit.

use std::time::Duration;

use super::Value;
use crate::Raw;
use crate::raw::quote;

/// The units in milliseconds, largest first. A week is understood, but shown in days.
const UNITS: [(&str, u64); 6] = [
    ("w", 7 * 86_400_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

impl Value for Duration {
    fn expected() -> String {
        "a duration with its unit (ms, s, m, h, d or w), such as \"30s\" or \"8d\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let mut rest = match raw {
            Raw::Number(_) => return Err("the unit is missing".to_owned()),
            raw => raw.text()?.trim(),
        };
        if rest.is_empty() {
            return Err("it is empty".to_owned());
        }
        // "1h 30m" is a sum.
        let mut milliseconds: u64 = 0;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let after = after.trim_start();
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (unit, after) = after.split_at(letters);
            if number.is_empty() {
                return Err(String::new());
            }
            if unit.is_empty() {
                return Err("the unit is missing".to_owned());
            }
            let factor = UNITS
                .iter()
                .find(|(name, _)| *name == unit)
                .map(|(_, factor)| *factor)
                .ok_or_else(|| format!("the unit {} is not known", quote(unit)))?;
            milliseconds = number
                .parse::<u64>()
                .ok()
                .and_then(|number| number.checked_mul(factor))
                .and_then(|part| milliseconds.checked_add(part))
                .ok_or_else(|| "it is too long".to_owned())?;
            rest = after.trim_start();
        }
        Ok(Self::from_millis(milliseconds))
    }

    fn show(&self) -> String {
        let milliseconds = self.as_millis();
        let unit = UNITS
            .iter()
            .filter(|(name, _)| *name != "w")
            .find(|(_, factor)| milliseconds.is_multiple_of(u128::from(*factor)));
        match unit {
            Some((name, factor)) if milliseconds > 0 => {
                quote(&format!("{}{name}", milliseconds / u128::from(*factor)))
            }
            _ => quote(&format!("{}s", milliseconds / 1000)),
        }
    }
}
