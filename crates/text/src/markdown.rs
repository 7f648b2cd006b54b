//! Markdown as HTML, by comrak and then by the sanitiser.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, format_html, parse_document};

use crate::entities::{Entities, Entity, MentionText, Part, extract, parts};
use crate::escape::escape;
use crate::render::{MentionTarget, Rendered, Renderer};
use crate::sanitize::{Policy, sanitize_with};

/// Longer texts, in bytes, are not read as Markdown.
pub(crate) const MAX_INPUT: usize = 64 * 1024;

/// The most cells that a text may be able to make. The parser fills up short rows, so that 8 KiB can
/// become half a million empty cells; in a text that could go beyond this, nothing is a table.
const MAX_CELLS: usize = 10_000;

/// What stands for an entity from the parser to the end: its number between two characters that are
/// not for interchange (Unicode §23.7), and that no text keeps.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

fn options(text: &str) -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = most_cells(text) <= MAX_CELLS;
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

/// No table has more rows than the text has lines, nor more columns than its widest line.
fn most_cells(text: &str) -> usize {
    let (rows, columns) = text
        .split(['\n', '\r'])
        .map(|line| line.matches('|').count().saturating_add(1))
        .fold((0_usize, 0), |(rows, widest), columns| {
            (rows.saturating_add(1), columns.max(widest))
        });
    rows.saturating_mul(columns)
}

/// Renders Markdown; see [`crate::render`].
pub(crate) fn render(
    text: &str,
    resolver: &dyn Fn(&MentionText) -> Option<MentionTarget>,
    tag_url: &dyn Fn(&str) -> String,
) -> Rendered {
    let text: String = text
        .chars()
        .filter(|c| !matches!(*c, OPEN | CLOSE))
        .collect();
    let options = options(&text);
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options);
    let (found, entities) = take_entities(root);
    let mut html = String::with_capacity(text.len().saturating_mul(2));
    if format_html(root, &options, &mut html).is_err() {
        // Writing to a string does not fail; if it did, the text itself is still right.
        html = escape(&text);
    }
    let policy = Policy {
        is_compact: true,
        ..Policy::default()
    };
    let html = sanitize_with(&html, policy);
    let renderer = Renderer::new(entities, resolver, tag_url);
    let html = put_entities(&html, &found, &renderer);
    renderer.rendered(html)
}

/// Replaces the entities in the texts that are in neither links, pictures nor code by placeholders.
fn take_entities(root: Node<'_>) -> (Vec<Entity>, Entities) {
    let mut found = Vec::new();
    let mut said = String::new();
    let mut links = 0_usize;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => match &mut node.data_mut().value {
                NodeValue::Link(_) | NodeValue::Image(_) => links = links.saturating_add(1),
                NodeValue::Text(text) if links == 0 => {
                    said.push_str(text);
                    said.push('\n');
                    if let Some(replaced) = replace(text, &mut found) {
                        *text = replaced.into();
                    }
                }
                _ => {}
            },
            NodeEdge::End(node) => {
                if matches!(node.data().value, NodeValue::Link(_) | NodeValue::Image(_)) {
                    links = links.saturating_sub(1);
                }
            }
        }
    }
    (found, extract(&said))
}

fn replace(text: &str, found: &mut Vec<Entity>) -> Option<String> {
    let mut replaced = String::with_capacity(text.len());
    let before = found.len();
    for part in parts(text) {
        match part {
            Part::Text(text) => replaced.push_str(text),
            Part::Entity(entity) => {
                replaced.push(OPEN);
                replaced.push_str(&found.len().to_string());
                replaced.push(CLOSE);
                found.push(entity);
            }
        }
    }
    (found.len() > before).then_some(replaced)
}

/// Puts the entities in the places of their placeholders.
fn put_entities(html: &str, found: &[Entity], renderer: &Renderer<'_>) -> String {
    let mut put = String::with_capacity(html.len().saturating_mul(2));
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(OPEN) {
        put.push_str(before);
        let Some((number, behind)) = after.split_once(CLOSE) else {
            // Cut off by the sanitiser's limit.
            return put;
        };
        if let Some(entity) = number.parse::<usize>().ok().and_then(|n| found.get(n)) {
            renderer.push(&mut put, entity);
        }
        rest = behind;
    }
    put.push_str(rest);
    put
}
