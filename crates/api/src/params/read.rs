//! Parameters as an endpoint asks for them.

use serde_json::{Map, Value};

/// Parameters, or a group of them. However a client wrote a value, it is read leniently: Rails' rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Params(Map<String, Value>);

impl Params {
    pub(super) const fn new(all: Map<String, Value>) -> Self {
        Self(all)
    }

    /// A text; numbers and booleans as they are written.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        text(self.0.get(name)?)
    }

    /// A text that is more than white space.
    pub(crate) fn present(&self, name: &str) -> Option<String> {
        self.text(name).filter(|text| !text.trim().is_empty())
    }

    /// Whether it was given at all, `null` included.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A boolean, as Rails casts it: empty and `null` are none; `false`, 0, `f` and `off` are false;
    /// everything else is true.
    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(value) => Some(*value),
            Value::Number(number) => Some(number.as_f64() != Some(0.0)),
            Value::String(text) => match text.as_str() {
                "" => None,
                "0" | "f" | "F" | "false" | "FALSE" | "off" | "OFF" => Some(false),
                _ => Some(true),
            },
            Value::Null => None,
            Value::Array(_) | Value::Object(_) => Some(true),
        }
    }

    /// A whole number, also written as text.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        integer(self.0.get(name)?)
    }

    /// A list of texts; a single value is a list of one, and so are the values of `a[0]=x&a[1]=y`, in
    /// the order of their numbers.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        self.values(name).into_iter().filter_map(text).collect()
    }

    /// A list of whole numbers; none where one of them is not.
    pub(crate) fn integers(&self, name: &str) -> Option<Vec<i64>> {
        self.values(name).into_iter().map(integer).collect()
    }

    /// A list of groups: `a[][x]=1`, or numbered, `a[0][x]=1`, in the order of their numbers. What is no
    /// group is left out.
    pub(crate) fn groups(&self, name: &str) -> Vec<Self> {
        let values = self.values(name).into_iter();
        values
            .filter_map(Value::as_object)
            .map(|group| Self(group.clone()))
            .collect()
    }

    fn values(&self, name: &str) -> Vec<&Value> {
        match self.0.get(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list.iter().collect(),
            Some(Value::Object(group)) => {
                let mut numbered: Vec<(u32, &Value)> = group
                    .iter()
                    .filter_map(|(key, value)| Some((key.parse().ok()?, value)))
                    .collect();
                numbered.sort_by_key(|(number, _)| *number);
                numbered.into_iter().map(|(_, value)| value).collect()
            }
            Some(value) => vec![value],
        }
    }

    /// A group: `poll[…]`. An empty one counts as none.
    pub(crate) fn group(&self, name: &str) -> Option<Self> {
        let group = self.0.get(name)?.as_object()?;
        (!group.is_empty()).then(|| Self(group.clone()))
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn params(value: Value) -> Params {
        let Value::Object(all) = value else {
            panic!("no group")
        };
        Params::new(all)
    }

    #[test]
    fn booleans_are_cast_as_rails_does_it() {
        for no in [
            json!(false),
            json!(0),
            json!("0"),
            json!("f"),
            json!("F"),
            json!("false"),
            json!("FALSE"),
            json!("off"),
            json!("OFF"),
        ] {
            assert_eq!(params(json!({"a": no})).boolean("a"), Some(false), "{no}");
        }
        for yes in [
            json!(true),
            json!(1),
            json!("1"),
            json!("true"),
            json!("on"),
            json!("no"),
        ] {
            assert_eq!(params(json!({"a": yes})).boolean("a"), Some(true), "{yes}");
        }
        assert_eq!(params(json!({"a": ""})).boolean("a"), None);
        assert_eq!(params(json!({"a": null})).boolean("a"), None);
        assert_eq!(params(json!({})).boolean("a"), None);
    }

    #[test]
    fn a_list_may_be_bare_numbered_or_in_brackets() {
        assert_eq!(params(json!({"id": "1"})).texts("id"), ["1"]);
        assert_eq!(params(json!({"id": [1, "2"]})).texts("id"), ["1", "2"]);
        let numbered = params(json!({"id": {"10": "c", "2": "b", "0": "a", "x": "no"}}));
        assert_eq!(numbered.texts("id"), ["a", "b", "c"]);
        assert_eq!(
            params(json!({"n": ["0", 2]})).integers("n"),
            Some(vec![0, 2])
        );
        assert_eq!(params(json!({"n": ["x"]})).integers("n"), None);
        assert!(params(json!({"id": null})).texts("id").is_empty());
    }

    #[test]
    fn groups_come_in_a_list_or_numbered() {
        let list = params(json!({"f": [{"name": "a"}, 7, {"name": "b"}]}));
        let numbered = params(json!({"f": {"2": {"name": "b"}, "0": {"name": "a"}}}));
        for all in [list, numbered] {
            let names: Vec<_> = all
                .groups("f")
                .iter()
                .map(|group| group.text("name"))
                .collect();
            assert_eq!(names, [Some("a".to_owned()), Some("b".to_owned())]);
        }
        assert!(params(json!({"f": ""})).groups("f").is_empty());
    }

    #[test]
    fn numbers_and_texts_stand_for_each_other() {
        let all = params(json!({"n": "40", "m": 40, "bad": "x", "t": 5}));
        assert_eq!((all.integer("n"), all.integer("m")), (Some(40), Some(40)));
        assert_eq!(all.integer("bad"), None);
        assert_eq!(all.text("t").as_deref(), Some("5"));
        assert_eq!(params(json!({"poll": {}})).group("poll"), None);
    }
}
