//! What the `OpenAPI` document says of an answer, and whether the answer is so.

use serde_json::{Map, Value, json};

use crate::app::{Answer, TestApp};

/// The document.
pub(crate) struct Described(pub(crate) Value);

impl Described {
    pub(crate) async fn by(app: &TestApp) -> Self {
        let answer = app.stranger().get("/api/staffroom/v1/openapi.json").await;
        Self(answer.ok())
    }

    /// An operation, by its method and its path with braces.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        self.0["paths"].get(path)?.get(method.to_ascii_lowercase())
    }

    /// Fails where an answer is none of those that the document has for this operation.
    #[track_caller]
    pub(crate) fn assert_covers(&self, method: &str, path: &str, answer: &Answer) {
        let place = format!("{method} {path}: {} {}", answer.status, answer.text);
        let operation = self
            .operation(method, path)
            .unwrap_or_else(|| panic!("{place}"));
        let responses = &operation["responses"];
        let status = answer.status.to_string();
        let told = responses.get(&status).or_else(|| {
            let is_failure = answer.status >= 400;
            responses.get("default").filter(|_| is_failure)
        });
        let told = told.unwrap_or_else(|| panic!("not described: {place}"));
        let Some(content) = told.get("content") else {
            assert_eq!(answer.text, "", "{place}");
            return;
        };
        let content_type = answer.header("content-type");
        let content = content
            .get(content_type)
            .unwrap_or_else(|| panic!("{content_type}: {place}"));
        let body: Value = serde_json::from_str(&answer.text).unwrap();
        self.check(&content["schema"], &body, "$", &place);
    }

    fn named(&self, reference: &str) -> &Value {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        let schema = self.0["components"]["schemas"].get(name);
        schema.unwrap_or_else(|| panic!("{reference} is not there"))
    }

    /// Of JSON Schema what `utoipa` writes; members that a schema with members does not name are none.
    fn check(&self, schema: &Value, value: &Value, at: &str, place: &str) {
        assert!(
            self.takes(schema, value, at).is_ok(),
            "{}\n{place}",
            self.takes(schema, value, at).unwrap_err()
        );
    }

    fn takes(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        if let Some(reference) = schema.get("$ref") {
            return self.takes(self.named(reference.as_str().unwrap()), value, at);
        }
        if let Some(one) = schema.get("oneOf").and_then(Value::as_array) {
            let (taken, refused) = self.tried(one, value, at);
            return match taken {
                0 => Err(refused.join(" | ")),
                1 => Ok(()),
                _ => Err(format!("{at} is {taken} of {one:?} at once")),
            };
        }
        if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
            let (taken, refused) = self.tried(any, value, at);
            return if taken > 0 {
                Ok(())
            } else {
                Err(refused.join(" | "))
            };
        }
        if let Some(all) = schema.get("allOf").and_then(Value::as_array) {
            return self.takes(&self.together(all), value, at);
        }
        let types = match &schema["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => return Ok(()),
        };
        let is = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.contains(&is) {
            return Err(format!("{at} is of type {is}, not {types:?}"));
        }
        let words = schema.get("enum").and_then(Value::as_array);
        if words.is_some_and(|words| !words.contains(value)) {
            return Err(format!("{at}: {value} is none of {words:?}"));
        }
        match value {
            Value::Array(items) => items.iter().enumerate().try_for_each(|(n, item)| {
                self.takes(&schema["items"], item, &format!("{at}[{n}]"))
            }),
            Value::Object(members) => self.takes_members(schema, members, at),
            _ => Ok(()),
        }
    }

    /// How many take a value, and why the others do not.
    fn tried(&self, schemas: &[Value], value: &Value, at: &str) -> (usize, Vec<String>) {
        let tried = schemas.iter();
        let refused: Vec<String> = tried
            .filter_map(|schema| self.takes(schema, value, at).err())
            .collect();
        (schemas.len() - refused.len(), refused)
    }

    /// Objects with the members of all of them.
    fn together(&self, all: &[Value]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for schema in all {
            let schema = match schema.get("$ref") {
                Some(reference) => self.named(reference.as_str().unwrap()),
                None => schema,
            };
            properties.extend(schema["properties"].as_object().unwrap().clone());
            required.extend(schema["required"].as_array().unwrap().clone());
        }
        json!({"type": "object", "properties": properties, "required": required})
    }

    fn takes_members(
        &self,
        schema: &Value,
        members: &Map<String, Value>,
        at: &str,
    ) -> Result<(), String> {
        let known = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        for name in schema["required"].as_array().into_iter().flatten() {
            if !members.contains_key(name.as_str().unwrap()) {
                return Err(format!("{at} lacks {name}"));
            }
        }
        for (name, value) in members {
            let at = format!("{at}.{name}");
            match (known.and_then(|known| known.get(name)), others) {
                (Some(schema), _) | (None, Some(schema)) => self.takes(schema, value, &at)?,
                (None, None) if known.is_none() => {}
                (None, None) => return Err(format!("{at} is not described")),
            }
        }
        Ok(())
    }
}
