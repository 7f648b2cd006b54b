//! JSON-LD: indented, keys in the order of the graph.

use super::node::{Node, Value};
use core::fmt::{self, Write};

/// Writes one resource as the document, or several as its `@graph`.
pub(super) fn write(out: &mut impl Write, nodes: &[Node], single: bool) -> fmt::Result {
    write!(out, "{{\n  \"@context\": ")?;
    string(out, crate::CONTEXT_IRI)?;
    match nodes {
        [node] if single => members(out, node, 1)?,
        _ => {
            out.write_str(",\n  \"@graph\": ")?;
            array(out, nodes, 1, |out, node, depth| object(out, node, depth))?;
        }
    }
    out.write_str("\n}\n")
}

fn object<W: Write>(out: &mut W, node: &Node, depth: usize) -> fmt::Result {
    if node.is_reference() {
        out.write_str("{ \"id\": ")?;
        string(out, node.iri)?;
        return out.write_str(" }");
    }
    out.write_char('{')?;
    let mut inner = Inner { out, empty: true };
    inner.members(node, depth + 1)?;
    newline(out, depth)?;
    out.write_char('}')
}

/// The members of a document that has begun with its context.
fn members<W: Write>(out: &mut W, node: &Node, depth: usize) -> fmt::Result {
    Inner { out, empty: false }.members(node, depth)
}

/// The inside of an object, which knows whether a comma is due.
struct Inner<'a, W> {
    out: &'a mut W,
    empty: bool,
}

impl<W: Write> Inner<'_, W> {
    fn key(&mut self, key: &str, depth: usize) -> fmt::Result {
        if !self.empty {
            self.out.write_char(',')?;
        }
        self.empty = false;
        newline(self.out, depth)?;
        string(self.out, key)?;
        self.out.write_str(": ")
    }

    fn members(&mut self, node: &Node, depth: usize) -> fmt::Result {
        self.key("id", depth)?;
        string(self.out, node.iri)?;
        if let Some(class) = node.class {
            self.key("type", depth)?;
            string(self.out, class)?;
        }
        for (term, value) in &node.properties {
            self.key(term.json, depth)?;
            write_value(self.out, value, depth)?;
        }
        Ok(())
    }
}

fn write_value<W: Write>(out: &mut W, value: &Value, depth: usize) -> fmt::Result {
    match value {
        Value::ByLanguage(texts) => {
            out.write_char('{')?;
            let mut inner = Inner { out, empty: true };
            for (language, text) in texts {
                inner.key(language, depth + 1)?;
                string(inner.out, text)?;
            }
            newline(out, depth)?;
            out.write_char('}')
        }
        Value::ListByLanguage(texts) => {
            out.write_char('{')?;
            let mut inner = Inner { out, empty: true };
            for (language, values) in texts {
                inner.key(language, depth + 1)?;
                array(inner.out, values, depth + 1, |out, text, _| {
                    string(out, text)
                })?;
            }
            newline(out, depth)?;
            out.write_char('}')
        }
        Value::Text(text) => string(out, text),
        Value::Texts(texts) => array(out, texts, depth, |out, text, _| string(out, text)),
        Value::Number(number) => write!(out, "{number}"),
        Value::True => out.write_str("true"),
        Value::Node(node) => object(out, node, depth),
        Value::Nodes(nodes) => array(out, nodes, depth, |out, node, depth| {
            object(out, node, depth)
        }),
        Value::Sequence(iris) => array(out, iris, depth, |out, iri, depth| {
            object(out, &Node::reference(iri), depth)
        }),
    }
}

fn array<W: Write, T>(
    out: &mut W,
    items: &[T],
    depth: usize,
    mut item: impl FnMut(&mut W, &T, usize) -> fmt::Result,
) -> fmt::Result {
    out.write_char('[')?;
    for (position, value) in items.iter().enumerate() {
        if position > 0 {
            out.write_char(',')?;
        }
        newline(out, depth + 1)?;
        item(out, value, depth + 1)?;
    }
    newline(out, depth)?;
    out.write_char(']')
}

fn newline(out: &mut impl Write, depth: usize) -> fmt::Result {
    write!(out, "\n{:1$}", "", depth * 2)
}

/// A JSON string (RFC 8259, section 7).
fn string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c if c.is_control() => write!(out, "\\u{:04x}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::string;
    use alloc::string::String;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_string_reads_back(text in any::<String>()) {
            let mut out = String::new();
            string(&mut out, &text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
