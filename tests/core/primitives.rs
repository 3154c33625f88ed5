//! The two hosts of `src/host` beside each other: what the native primitives make of `tests/vectors/primitives.json`, and of
//! random rows for which Node.js has asked `host.js`. `tests/page/cases/primitives.ts` asks `host.js` in each engine.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;
use std::sync::{LazyLock, Once};

use coolsms_oauth2::host::imports as host;
use libtest_mimic::Trial;
use regex::Regex;
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};

use crate::case::{case, cases};
use crate::vectors::readme_describes;

/// Where null is. A primitive that answers with none answers with zero.
const NULL: i32 = 1;

/// Its members as JSON text, in which the members of `with` keep their order.
type Row = BTreeMap<String, Box<RawValue>>;

static VECTORS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../vectors/primitives.json")).expect("rows");
    rows.into_iter().flat_map(with_each).collect()
});

/// A row for each of the values that a row has answered alike.
fn with_each(mut row: Row) -> Vec<Row> {
    let values = |list: Box<RawValue>| serde_json::from_str::<Vec<Box<RawValue>>>(list.get()).expect("a list");
    let Some(each) = row.remove("each") else { return vec![row] };
    let others = row.remove("with").map_or(Vec::new(), values);
    let with = |first| serde_json::value::to_raw_value(&[&[first], &others[..]].concat()).expect("JSON");
    values(each)
        .into_iter()
        .map(|first| [row.clone(), Row::from([("with".into(), with(first))])].into_iter().flatten().collect())
        .collect()
}

cases! {
    [] readme_describes_the_rows,
    [] every_pattern_of_the_core_is_in_a_row,
    [] random_rows_are_answered_alike,
    [] call_inside_a_call_has_a_table_of_its_own,
    [] half_of_a_surrogate_pair_is_replaced,
    [] what_javascript_would_convert_panics,
}

/// A test for each call that has rows.
pub(crate) fn rows() -> Vec<Trial> {
    let calls: BTreeSet<&str> = VECTORS.iter().map(call_of).collect();
    let of_call = |call: &'static str| {
        let rows = move || VECTORS.iter().filter(move |row| call_of(row) == call);
        case(&[], &format!("primitives::rows_of_{call}"), move || rows().for_each(check))
    };
    calls.into_iter().map(of_call).collect()
}

/// A member of a row; null where it has none.
fn member(row: &Row, name: &str) -> Json {
    row.get(name).map_or(Json::Null, |member| serde_json::from_str(member.get()).expect("JSON"))
}

/// The call of a row: a name without escapes.
fn call_of(row: &Row) -> &str {
    row["call"].get().trim_matches('"')
}

fn flag(is: bool) -> i32 {
    if is { 3 } else { 5 }
}

fn list_of(places: impl IntoIterator<Item = i32>) -> i32 {
    let list = host::list();
    places.into_iter().for_each(|place| host::push(list, or_null(place)));
    list
}

/// The places of a list's items.
fn items(list: i32) -> impl Iterator<Item = i32> {
    let items = host::items(list);
    std::iter::from_fn(move || Some(host::next(items)).filter(|place| *place != 0))
}

fn or_null(place: i32) -> i32 {
    if place == 0 { NULL } else { place }
}

/// Each call of a row, from places to a place, as in `tests/page/support/primitives.js`.
fn call(name: &str, places: &[i32]) -> i32 {
    match (name, places) {
        ("same", &[value]) => value,
        ("equal", &[one, other]) => flag(host::equal(or_null(one), or_null(other)) != 0),
        ("kind", &[value]) => host::of_number(host::kind(or_null(value)).into()),
        ("number", &[text]) => {
            let number = host::number(or_null(host::json(text)));
            list_of([host::of_number(number), flag(number.is_nan()), flag(number.is_infinite())])
        }
        ("get", &[map, name]) => host::get(map, name),
        ("put", &[map, ref members @ ..]) => {
            let copy = host::copy(map);
            members.chunks(2).for_each(|member| host::put(copy, member[0], member[1]));
            let names = |map| host::names(map);
            list_of([names(map), names(copy), host::to_json(copy)])
        }
        ("typed", &[map, name, kind]) => host::typed(map, name, host::number(kind) as i32),
        ("item", &[list, index]) => items(list).nth(host::number(index) as usize).unwrap_or(0),
        ("find", &[list, name, value]) => host::find(list, name, value),
        ("replace", &[list, index, by]) => {
            host::replace(list, items(list).nth(host::number(index) as usize).unwrap_or(0), by);
            list
        }
        ("last", &[list, most]) => host::last(list, host::number(most) as i32),
        ("has", &[value, item]) => flag(host::has(value, or_null(item)) != 0),
        ("joined", &[list, mark]) => host::joined(list, mark),
        ("length", &[text]) => host::of_number(host::length(text).into()),
        ("join", &[one, other]) => host::join(one, other),
        ("fits", &[text, pattern]) => flag(host::fits(text, pattern) != 0),
        ("part", &[text, pattern]) => host::part(text, pattern),
        ("matches", &[text, pattern]) => host::matches(text, pattern),
        ("replaced", &[text, pattern, by]) => host::replaced(text, pattern, by),
        ("after", &[text, beginning]) => host::after(text, beginning),
        ("split", &[text, mark]) => host::split(text, mark),
        ("lower", &[text]) => host::lower(text),
        ("url", &[text, base]) => host::url(text, base),
        ("parameters", &[text]) => host::parameters(text),
        ("encode", &[text]) => host::encode(text),
        ("json", &[text]) => {
            let value = host::json(text);
            list_of([value, host::to_json(or_null(value))])
        }
        ("toJson", &[value]) => host::to_json(or_null(value)),
        ("base64url", &[text]) => host::base64url(text),
        _ => panic!("no call {name} of {} values", places.len()),
    }
}

/// The answer to a row, as JSON text.
fn answer(row: &Row) -> String {
    let mut inputs = row["with"].get().to_owned();
    if let (Some(times), Json::Array(mut values)) = (member(row, "times").as_u64(), member(row, "with")) {
        values[0] = values[0].as_str().expect("a text").repeat(times as usize).into();
        inputs = Json::Array(values).to_string();
    }
    let flow = |text| {
        let places: Vec<i32> = items(host::json(text)).map(|place| if place == NULL { 0 } else { place }).collect();
        host::to_json(or_null(call(call_of(row), &places)))
    };
    match host::run(flow, &inputs.into()) {
        Ok(Json::String(text)) => text,
        other => panic!("{other:?}"),
    }
}

fn check(row: &Row) {
    let found: Json = serde_json::from_str(&answer(row)).expect("JSON");
    assert!(found == member(row, "expect"), "{}\n  found {found}", json!(row));
}

fn readme_describes_the_rows() {
    let members = VECTORS.iter().flat_map(|row| row.keys().map(String::as_str));
    readme_describes("primitives", members.chain(VECTORS.iter().map(call_of)));
}

/// A pattern is a literal that stands in a call, or one that is fixed to the beginning or the end of the text.
fn every_pattern_of_the_core_is_in_a_row() {
    let literal = r###"(c"(?:[^"\\]|\\.)*"|cr"[^"]*"|cr#".*?"#)"###;
    let in_call = Regex::new(&[r"\.(?:fits|part|matches|replaced)\(\s*", literal].concat()).expect("a pattern");
    let anywhere = Regex::new(literal).expect("a pattern");
    let known: Vec<Json> = VECTORS.iter().map(|row| member(row, "with")[1].clone()).collect();
    let mut found = 0;
    for folder in ["src/protocol", "src/client"] {
        for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder") {
            let source = fs::read_to_string(file.expect("a file").path()).expect("a file of text");
            let fixed = anywhere.captures_iter(&source).filter(|it| it[1].contains("\"^") || it[1].contains("$\""));
            for captures in in_call.captures_iter(&source).chain(fixed) {
                let text = captures[1].trim_start_matches('c');
                let pattern = match text.strip_prefix('r') {
                    Some(raw) => raw.trim_matches('#')[1..].strip_suffix('"').expect("a literal").to_owned(),
                    None => serde_json::from_str(text).expect("escapes that JSON has too"),
                };
                assert!(known.contains(&json!(pattern)), "no row of primitives.json has the pattern {pattern}");
                found += 1;
            }
        }
    }
    assert!(found > 20, "{found} patterns were found");
}

/// `PRIMITIVES_SEED` names other rows.
fn random_rows_are_answered_alike() {
    let seed = std::env::var("PRIMITIVES_SEED").unwrap_or("1".into());
    let script = format!(
        r#"import {{ answer, digest, randomRows }} from "./tests/page/support/primitives.js";
        const rows = randomRows({seed}).map((row) => ({{ ...row, answer: answer(row) }}));
        console.log(JSON.stringify({{ rows, digest: digest(randomRows(1)) }}));"#
    );
    let mut node = Command::new("node");
    node.args(["--no-warnings", "--input-type=module", "--eval", &script]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = node.output().expect("Node.js");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows: Vec<Row> = serde_json::from_str(told["rows"].get()).expect("rows");
    let differences: Vec<String> = rows
        .iter()
        .map(|row| (row, catch_unwind(AssertUnwindSafe(|| answer(row))).unwrap_or("it panics".into())))
        .filter(|(row, found)| member(row, "answer") != **found)
        .map(|(row, found)| format!("{}\n  found {}", json!(row), json!(found)))
        .collect();
    assert!(rows.len() > 2000 && differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));

    let digest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/support/primitives.digest.json");
    let known = fs::read_to_string(&digest).unwrap_or_default();
    let answered = member(&told, "digest");
    if serde_json::from_str(&known).ok().as_ref() != Some(&answered) {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("primitives.digest.json");
        fs::write(&fresh, format!("{answered:#}\n")).expect("a file");
        panic!("the random rows or their answers have changed: copy {} to {}", fresh.display(), digest.display());
    }
}

fn call_inside_a_call_has_a_table_of_its_own() {
    let flow = |input| {
        let before = host::of_number(1.0);
        let inner = |_| {
            host::refuse(host::hold(&json!("inner")));
            host::REFUSED
        };
        assert_eq!(host::run(inner, &json!({})), Err(json!("inner")));
        assert!(panics(|| host::run(|_| panic!("inner"), &json!({}))));
        list_of([before, input])
    };
    assert_eq!(host::run(flow, &json!("outer")), Ok(json!([1, "outer"])));
}

/// JavaScript keeps it.
fn half_of_a_surrogate_pair_is_replaced() {
    let read = |text: &str| host::show(host::json(host::hold(&json!(text))));
    assert_eq!(read(r#""\ud83da\ude00""#), json!("\u{fffd}a\u{fffd}"));
    assert_eq!(read(r#"{"\ud83d":"\ud83d\ud83d\ude00"}"#), json!({ "\u{fffd}": "\u{fffd}😀" }));
}

/// Whether that panics. It says nothing of it.
fn panics<R>(run: impl FnOnce() -> R) -> bool {
    thread_local! { static IS_EXPECTED: Cell<bool> = const { Cell::new(false) } }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |told| {
            if !IS_EXPECTED.get() {
                usual(told)
            }
        }));
    });
    IS_EXPECTED.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    IS_EXPECTED.set(false);
    result.is_err()
}

/// No such call may come from the core, and a native test has to see it if one does.
fn what_javascript_would_convert_panics() {
    let [number, text, list, map] = [json!(1), json!("a"), json!(["a", 1]), json!({})].map(|value| host::hold(&value));
    let hold = |text: &str| host::hold(&json!(text));
    let calls: [&dyn Fn() -> i32; 18] = [
        &|| host::kind(0),
        &|| host::kind(2),
        &|| host::kind(i32::MAX),
        &|| host::get(text, text),
        &|| host::items(text),
        &|| host::next(text),
        &|| host::last(text, 1),
        &|| host::find(list, number, text),
        &|| {
            host::replace(list, map, 0);
            list
        },
        &|| host::has(map, text),
        &|| host::has(text, number),
        &|| host::joined(list, text),
        &|| host::join(text, number),
        &|| host::fits(number, text),
        &|| host::fits(text, hold(r"\d")),
        &|| host::part(text, hold("a")),
        &|| host::replaced(text, hold("a"), hold("$1")),
        &|| host::split(text, hold("")),
    ];
    for (number, call) in calls.iter().enumerate() {
        assert!(panics(call), "call {number} does not panic");
    }
    assert!(panics(|| host::put(map, number, text)));
    assert!(panics(|| host::push(text, text)));
}
