//! Names in brackets: `poll[options][]=a`, `id[]=1`, `fields_attributes[0][name]=x`.

use serde_json::{Map, Value};

use super::{MAX_DEPTH, MAX_PAIRS, Unreadable};

const CLASH: Unreadable = Unreadable("a parameter is given both as a value and as a list or group");
const TOO_DEEP: Unreadable = Unreadable("parameters are nested too deeply");
const TOO_MANY: Unreadable = Unreadable("too many parameters");

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step<'a> {
    /// `[name]`
    Key(&'a str),
    /// `[]`
    Next,
}

/// Names and values as one group, nested as the names say. A name that comes again replaces what it
/// named before, unless it ends in `[]`.
pub(super) fn nest(
    pairs: impl IntoIterator<Item = (String, String)>,
) -> Result<Map<String, Value>, Unreadable> {
    let mut all = Map::new();
    for (count, (name, value)) in pairs.into_iter().enumerate() {
        if count >= MAX_PAIRS {
            return Err(TOO_MANY);
        }
        let (first, steps) = steps(&name)?;
        if first.is_empty() {
            continue;
        }
        let slot = all.entry(first).or_insert(Value::Null);
        put(slot, &steps, value)?;
    }
    Ok(all)
}

/// Without brackets that match, the whole name is one key.
fn steps(name: &str) -> Result<(String, Vec<Step<'_>>), Unreadable> {
    let Some((first, mut rest)) = name.split_once('[') else {
        return Ok((name.to_owned(), Vec::new()));
    };
    let mut steps = Vec::new();
    loop {
        let Some((inside, after)) = rest.split_once(']') else {
            return Ok((name.to_owned(), Vec::new()));
        };
        steps.push(if inside.is_empty() {
            Step::Next
        } else {
            Step::Key(inside)
        });
        if steps.len() > MAX_DEPTH {
            return Err(TOO_DEEP);
        }
        match after.strip_prefix('[') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok((first.to_owned(), steps)),
            None => return Ok((name.to_owned(), Vec::new())),
        }
    }
}

fn put(slot: &mut Value, steps: &[Step<'_>], value: String) -> Result<(), Unreadable> {
    match steps.split_first() {
        None if slot.is_array() || slot.is_object() => Err(CLASH),
        None => {
            *slot = Value::String(value);
            Ok(())
        }
        Some((Step::Key(key), rest)) => {
            if slot.is_null() {
                *slot = Value::Object(Map::new());
            }
            let group = slot.as_object_mut().ok_or(CLASH)?;
            let inner = group.entry((*key).to_owned()).or_insert(Value::Null);
            put(inner, rest, value)
        }
        Some((Step::Next, rest)) => {
            if slot.is_null() {
                *slot = Value::Array(Vec::new());
            }
            let list = slot.as_array_mut().ok_or(CLASH)?;
            // `[][key]` begins a new group where the last one has that key already.
            if let Some(Step::Key(key)) = rest.first()
                && let Some(last) = list.last_mut()
                && last
                    .as_object()
                    .is_some_and(|group| !group.contains_key(*key))
            {
                return put(last, rest, value);
            }
            let mut new = Value::Null;
            put(&mut new, rest, value)?;
            list.push(new);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn nested(pairs: &[(&str, &str)]) -> Result<Value, Unreadable> {
        let pairs = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        nest(pairs).map(Value::Object)
    }

    #[test]
    fn brackets_nest_as_in_rails() {
        let all = nested(&[
            ("status", "hello"),
            ("poll[options][]", "a"),
            ("poll[options][]", "b"),
            ("poll[expires_in]", "300"),
            ("fields_attributes[0][name]", "n"),
            ("list[][a]", "1"),
            ("list[][b]", "2"),
            ("list[][a]", "3"),
            ("odd[", "x"),
            ("odd[a]b", "y"),
        ]);
        let expected = json!({
            "status": "hello",
            "poll": {"options": ["a", "b"], "expires_in": "300"},
            "fields_attributes": {"0": {"name": "n"}},
            "list": [{"a": "1", "b": "2"}, {"a": "3"}],
            "odd[": "x",
            "odd[a]b": "y",
        });
        assert_eq!(all.unwrap(), expected);
    }

    #[test]
    fn clashes_depth_and_number_are_refused() {
        assert_eq!(nested(&[("a", "1"), ("a[b]", "2")]), Err(CLASH));
        assert_eq!(nested(&[("a[]", "1"), ("a[b]", "2")]), Err(CLASH));
        assert_eq!(nested(&[("a[b]", "1"), ("a", "2")]), Err(CLASH));
        let deep = format!("a{}", "[b]".repeat(MAX_DEPTH + 1));
        assert_eq!(nested(&[(&deep, "1")]), Err(TOO_DEEP));
        let many = (0..=MAX_PAIRS).map(|n| (format!("n{n}"), String::new()));
        assert_eq!(nest(many), Err(TOO_MANY));
    }

    proptest! {
        #[test]
        fn nothing_panics(pairs in proptest::collection::vec(("[a-c\\[\\]0-2]{0,12}", ".{0,4}"), 0..12)) {
            let _ = nest(pairs);
        }
    }
}
