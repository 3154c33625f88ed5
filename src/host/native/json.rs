//! JSON as JavaScript reads and writes it, where `serde_json` differs.

use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::table::{Held, Members, Table};

impl Table {
    /// What JSON says, down to a depth; none where it is no JSON. Its numbers may be larger than JavaScript's, which are then
    /// infinite, and its escapes may be halves of surrogate pairs: `serde_json` would refuse both.
    pub(super) fn hold_json(&mut self, text: &str, depth: u32) -> Option<i32> {
        let json = serde_json::from_str::<&RawValue>(text).ok()?.get();
        if depth == 0 {
            return Some(1);
        }
        Some(match json.as_bytes() {
            [b'n', ..] => 1,
            [b't', ..] => 3,
            [b'f', ..] => 5,
            [b'"', ..] => self.hold_text(&unescaped(json)),
            [b'[', inner @ .., b']'] => {
                let items =
                    pieces(inner).into_iter().map(|item| self.hold_json(item, depth - 1)).collect::<Option<_>>()?;
                self.push(Held::List(items))
            }
            [b'{', inner @ .., b'}'] => {
                let mut members = Members::default();
                for member in pieces(inner).chunks_exact(2) {
                    let name = self.hold_text(&unescaped(member[0]));
                    members.put(name, self.hold_json(member[1], depth - 1)?);
                }
                self.push(Held::Map(members))
            }
            _ => self.hold_number(json.parse().expect("a number of JSON")),
        })
    }

    /// As `JSON.stringify` writes it.
    pub(super) fn write_json(&self, place: i32) -> String {
        let quoted = |text: &str| Json::from(text).to_string();
        match self.at(place) {
            Held::Null => "null".into(),
            Held::Flag(flag) => flag.to_string(),
            Held::Text(text) => quoted(text),
            Held::Number(number) => write_number(*number),
            Held::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.write_json(*item)).collect();
                format!("[{}]", items.join(","))
            }
            Held::Map(members) => {
                let member =
                    |(name, value): &(i32, i32)| [quoted(&self.text(*name)), self.write_json(*value)].join(":");
                format!("{{{}}}", members.all.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// What stands between commas and colons inside the brackets of valid JSON.
fn pieces(inner: &[u8]) -> Vec<&str> {
    let mut rest = str::from_utf8(inner).expect("a part of a text between two ASCII characters");
    let mut pieces = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',', ':']);
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let Some(Ok(piece)) = values.next() else { return pieces };
        pieces.push(piece.get());
        rest = &rest[values.byte_offset()..];
    }
}

/// What a valid string of JSON says.
fn unescaped(string: &str) -> String {
    let mut units = Vec::new();
    let mut chars = string[1..string.len() - 1].chars();
    while let Some(char) = chars.next() {
        let escaped = if char == '\\' { chars.next() } else { None };
        match escaped {
            None => units.extend_from_slice(char.encode_utf16(&mut [0; 2])),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).expect("four hexadecimal digits"));
            }
            Some('b') => units.push(8),
            Some('f') => units.push(12),
            Some('n') => units.push(10),
            Some('r') => units.push(13),
            Some('t') => units.push(9),
            Some(char) => units.push(char as u16),
        }
    }
    String::from_utf16_lossy(&units)
}

/// A number as JavaScript writes it (ECMA-262, `Number::toString`), and null where JSON has no word for it.
fn write_number(number: f64) -> String {
    if !number.is_finite() {
        return "null".into();
    }
    if number == 0.0 {
        return "0".into();
    }
    let scientific = format!("{:e}", number.abs());
    let (digits, exponent) = scientific.split_once('e').expect("an exponent");
    let digits = digits.replace('.', "");
    let exponent: i32 = exponent.parse().expect("an integer");
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let written = match exponent {
        0..21 => {
            let whole = digits.clone() + &zeros(exponent + 1 - digits.len() as i32);
            match whole.split_at(exponent as usize + 1) {
                (whole, "") => whole.to_owned(),
                (whole, fraction) => [whole, fraction].join("."),
            }
        }
        -6..0 => ["0.", &zeros(-exponent - 1), &digits].concat(),
        _ => {
            let (first, others) = digits.split_at(1);
            let point = if others.is_empty() { "" } else { "." };
            format!("{first}{point}{others}e{exponent:+}")
        }
    };
    if number < 0.0 { ["-", &written].concat() } else { written }
}
