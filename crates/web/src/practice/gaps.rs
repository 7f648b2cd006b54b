//! The gap map, as a table in words and as a drawing of the same.

use staffroom_service::hub::{Counted, GapMap};
use staffroom_vocabulary::Concept;

use super::concept::{Named, concept_search};
use crate::words::Words;

/// A problem, with what was tried for it.
pub(crate) struct GapRow {
    pub(crate) problem: Named,
    pub(crate) all: Counted,
    pub(crate) cells: Vec<GapCell>,
    /// What nobody has tried.
    pub(crate) empty: Vec<Named>,
}

/// A technology that somebody has tried for it.
pub(crate) struct GapCell {
    pub(crate) technology: Named,
    pub(crate) count: Counted,
}

/// A line of the table.
pub(crate) fn gap_row(
    words: Words,
    map: &GapMap,
    problem: &Concept,
    technologies: &[&Concept],
) -> GapRow {
    let (mut cells, mut empty) = (Vec::new(), Vec::new());
    for technology in technologies {
        let name = Named::text(words, technology.label(words.code()));
        let count = map.cell(problem.slug(), technology.slug());
        if count.practices == 0 {
            empty.push(name);
            continue;
        }
        let href = Some(cell_search(problem, technology));
        cells.push(GapCell {
            technology: Named { href, ..name },
            count,
        });
    }
    let all = map.problem(problem.slug());
    GapRow {
        problem: Named {
            href: (all.practices > 0).then(|| concept_search(problem)),
            ..Named::text(words, problem.label(words.code()))
        },
        all,
        cells,
        empty,
    }
}

/// The practices that have both.
fn cell_search(problem: &Concept, technology: &Concept) -> String {
    format!(
        "{}&{}={}",
        concept_search(problem),
        technology.scheme().property(),
        technology.path()
    )
}

/// How wide the names of problems are.
const NAMES: usize = 170;
/// How high the names of technologies are.
const HEADS: usize = 180;
/// How wide a column is.
const COLUMN: usize = 35;
/// How high a line is.
const LINE: usize = 44;
/// The longest bar.
const BAR: u64 = 27;
/// The longest name, in characters.
const NAME: usize = 26;

/// The map as a drawing: a number for practices, and below it a bar for outcomes, of which what is no success is filled.
pub(crate) struct GapDrawing {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) columns: Vec<DrawnName>,
    pub(crate) lines: Vec<DrawnName>,
    pub(crate) cells: Vec<DrawnCell>,
    /// The bars of all cells, as one path.
    pub(crate) bars: String,
    /// What of them is filled.
    pub(crate) parts: String,
    /// How many outcomes the longest bar is.
    pub(crate) longest: u64,
}

pub(crate) struct DrawnName {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) text: String,
    pub(crate) lang: Option<String>,
}

pub(crate) struct DrawnCell {
    /// The middle of the number.
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) practices: u64,
}

impl GapDrawing {
    pub(crate) fn new(
        words: Words,
        map: &GapMap,
        problems: &[&Concept],
        technologies: &[&Concept],
    ) -> Self {
        let name = |concept: &Concept, x: usize, y: usize| {
            let name = Named::text(words, concept.label(words.code()));
            DrawnName {
                x,
                y,
                text: shortened(&name.name),
                lang: name.lang,
            }
        };
        let counts: Vec<Vec<Counted>> = problems
            .iter()
            .map(|problem| {
                let cells = technologies.iter();
                cells
                    .map(|technology| map.cell(problem.slug(), technology.slug()))
                    .collect()
            })
            .collect();
        let longest = counts.iter().flatten().map(|it| it.outcomes).max();
        let longest = longest.unwrap_or(0);
        let mut cells = Vec::new();
        let (mut bars, mut parts) = (String::new(), String::new());
        for (line, of_line) in counts.iter().enumerate() {
            for (column, count) in of_line.iter().enumerate() {
                let (left, top) = (NAMES + column * COLUMN, HEADS + line * LINE);
                cells.push(DrawnCell {
                    x: left + COLUMN / 2,
                    y: top + 20,
                    practices: count.practices,
                });
                let at = (left + 4, top + 28);
                bars.push_str(&bar(count.outcomes, at, longest));
                parts.push_str(&bar(count.unsuccessful, at, longest));
            }
        }
        Self {
            width: NAMES + technologies.len() * COLUMN,
            height: HEADS + problems.len() * LINE,
            columns: (0..)
                .zip(technologies)
                .map(|(n, it)| name(it, NAMES + n * COLUMN + COLUMN / 2 + 4, HEADS - 8))
                .collect(),
            lines: (0..)
                .zip(problems)
                .map(|(n, it)| name(it, 0, HEADS + n * LINE + LINE / 2 + 4))
                .collect(),
            cells,
            bars,
            parts,
            longest,
        }
    }

    /// The boxes: a line above each line of the map.
    pub(crate) fn rules(&self) -> Vec<usize> {
        (0..self.lines.len()).map(|n| HEADS + n * LINE).collect()
    }
}

/// A bar as part of a path; so short that it is not seen only where there is nothing.
fn bar(n: u64, (x, y): (usize, usize), longest: u64) -> String {
    if n == 0 {
        return String::new();
    }
    let length = (n.saturating_mul(BAR) / longest.max(1)).clamp(2, BAR);
    format!("M{x} {y}h{length}v8h-{length}z")
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(NAME - 1).collect();
    short.push('…');
    short
}
