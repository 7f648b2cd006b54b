//! Turtle: one block for each resource, in the order of the graph; nested resources follow the one that names them.

use super::node::{Node, Value};
use core::fmt::{self, Write};

const PREFIXES: &str = "@prefix cop: <https://w3id.org/staffroom/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
";

/// Writes a whole document.
pub(super) fn write(out: &mut impl Write, nodes: &[Node]) -> fmt::Result {
    out.write_str(PREFIXES)?;
    nodes.iter().try_for_each(|node| block(out, node))
}

fn block<W: Write>(out: &mut W, node: &Node) -> fmt::Result {
    if node.is_reference() {
        return Ok(());
    }
    out.write_char('\n')?;
    iri(out, node.iri)?;
    let mut begun = false;
    if let Some(class) = node.class {
        write!(out, " a skos:{class}")?;
        begun = true;
    }
    for (term, value) in &node.properties {
        out.write_str(if begun { " ;\n    " } else { " " })?;
        begun = true;
        write!(out, "{} ", term.turtle)?;
        objects(out, value)?;
    }
    out.write_str(" .\n")?;
    node.properties
        .iter()
        .flat_map(|(_, value)| value.nodes())
        .try_for_each(|nested| block(out, nested))
}

fn objects<W: Write>(out: &mut W, value: &Value) -> fmt::Result {
    match value {
        Value::ByLanguage(texts) => separated(out, texts, |out, (language, text)| {
            tagged(out, text, language)
        }),
        Value::ListByLanguage(texts) => separated(out, texts, |out, (language, values)| {
            separated(out, values, |out, text| tagged(out, text, language))
        }),
        Value::Text(text) => string(out, text),
        Value::Texts(texts) => separated(out, texts, |out, text| string(out, text)),
        Value::Number(number) => write!(out, "{number}"),
        Value::True => out.write_str("true"),
        Value::Node(node) => iri(out, node.iri),
        Value::Nodes(nodes) => separated(out, nodes, |out, node| iri(out, node.iri)),
        Value::Sequence(iris) => {
            out.write_char('(')?;
            for item in iris {
                out.write_str("\n        ")?;
                iri(out, item)?;
            }
            out.write_str("\n    )")
        }
    }
}

fn separated<W: Write, T>(
    out: &mut W,
    items: &[T],
    mut item: impl FnMut(&mut W, &T) -> fmt::Result,
) -> fmt::Result {
    for (position, value) in items.iter().enumerate() {
        if position > 0 {
            out.write_str(",\n        ")?;
        }
        item(out, value)?;
    }
    Ok(())
}

fn tagged(out: &mut impl Write, text: &str, language: &str) -> fmt::Result {
    string(out, text)?;
    write!(out, "@{language}")
}

/// `STRING_LITERAL_QUOTE` of the Turtle grammar.
fn string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

/// `IRIREF` of the Turtle grammar, which has no place for some characters.
fn iri(out: &mut impl Write, iri: &str) -> fmt::Result {
    out.write_char('<')?;
    for c in iri.chars() {
        match c {
            '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\0'..=' ' => {
                write!(out, "\\u{:04X}", u32::from(c))?;
            }
            c => out.write_char(c)?,
        }
    }
    out.write_char('>')
}

#[cfg(test)]
mod tests {
    use super::string;
    use alloc::format;
    use alloc::string::String;
    use oxrdf::Term;
    use oxttl::TurtleParser;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_string_reads_back(text in any::<String>()) {
            let mut literal = String::new();
            string(&mut literal, &text).unwrap();
            let document = format!("<urn:a> <urn:b> {literal} .");
            let triple = TurtleParser::new().for_slice(&document).next().unwrap().unwrap();
            let Term::Literal(read) = triple.object else { panic!("no literal") };
            prop_assert_eq!(read.value(), text);
        }
    }
}
