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
    /// What nobody has tried: leads to asking about it.
    pub(crate) empty: Vec<Named>,
}

/// A technology that somebody has tried for it.
pub(crate) struct GapCell {
    pub(crate) technology: Named,
    pub(crate) count: Counted,
}

/// A line of the table. Those who are signed in can ask about what nobody has tried; others come to the search, which
/// tells them how.
pub(crate) fn gap_row(
    words: Words,
    map: &GapMap,
    problem: &Concept,
    technologies: &[&Concept],
    may_ask: bool,
) -> GapRow {
    let (mut cells, mut empty) = (Vec::new(), Vec::new());
    for technology in technologies {
        let name = Named::text(words, technology.label(words.code()));
        let count = map.cell(problem.slug(), technology.slug());
        if count.practices == 0 {
            let href = if may_ask {
                ask_about(&[problem, technology])
            } else {
                cell_search(problem, technology)
            };
            let href = Some(href);
            empty.push(Named { href, ..name });
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

/// Where somebody asks about concepts.
fn ask_about(concepts: &[&Concept]) -> String {
    let about: Vec<String> = concepts
        .iter()
        .map(|it| format!("about={}", it.path()))
        .collect();
    format!("/library/questions/new?{}", about.join("&"))
}

/// How wide the names of problems are.
const NAMES: usize = 150;
/// How high the names of technologies are.
const HEADS: usize = 160;
/// How wide a column is.
const COLUMN: usize = 36;
/// How high a line is.
const LINE: usize = 44;
/// The longest bar.
const BAR: u64 = 28;
/// A name that is no longer stays on one line, in characters.
const ONE_LINE: usize = 18;
/// From one line of a name to the next.
const LEADING: usize = 15;

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

/// A name on one line, or on two: none is cut.
pub(crate) struct DrawnName {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) first: String,
    /// Below the first, or beside it where the name stands upright.
    pub(crate) second: Option<String>,
    /// How far it is from the first.
    pub(crate) leading: usize,
    pub(crate) lang: Option<String>,
}

impl DrawnName {
    /// How far two lines are moved, so that their middle is where that of one would be.
    fn half(&self) -> usize {
        self.second.as_ref().map_or(0, |_| LEADING / 2)
    }
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
        let (column, line) = (
            |concept: &Concept, middle: usize| {
                let name = drawn_name(words, concept);
                let x = middle + 4 - name.half();
                DrawnName {
                    x,
                    y: HEADS - 8,
                    ..name
                }
            },
            |concept: &Concept, middle: usize| {
                let name = drawn_name(words, concept);
                let y = middle + 4 - name.half();
                DrawnName { y, ..name }
            },
        );
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
                .map(|(n, it)| column(it, NAMES + n * COLUMN + COLUMN / 2))
                .collect(),
            lines: (0..)
                .zip(problems)
                .map(|(n, it)| line(it, HEADS + n * LINE + LINE / 2))
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

fn drawn_name(words: Words, concept: &Concept) -> DrawnName {
    let name = Named::text(words, concept.label(words.code()));
    let (first, second) = in_two(&name.name);
    DrawnName {
        x: 0,
        y: 0,
        first: first.to_owned(),
        second: second.map(str::to_owned),
        leading: LEADING,
        lang: name.lang,
    }
}

/// A long name in two lines that are about as long, between words.
fn in_two(name: &str) -> (&str, Option<&str>) {
    let length = |text: &str| text.chars().count();
    if length(name) <= ONE_LINE {
        return (name, None);
    }
    let between = name
        .match_indices(' ')
        .filter_map(|(at, _)| name.split_at_checked(at));
    let best = between.min_by_key(|(first, second)| length(first).max(length(second.trim())));
    best.map_or((name, None), |(first, second)| (first, Some(second.trim())))
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{Facet as _, Problem, TechnologyType};

    use super::in_two;

    /// What fits into the room that names have in the drawing.
    const FITS: usize = 22;

    #[test]
    fn every_name_fits_and_none_is_cut() {
        let all = [Problem::scheme(), TechnologyType::scheme()];
        for concept in all.iter().flat_map(|scheme| scheme.concepts()) {
            for language in ["en", "cy"] {
                let name = concept.label(language).value;
                let (first, second) = in_two(name);
                for line in std::iter::once(first).chain(second) {
                    assert!(line.chars().count() <= FITS, "{line:?} of {name:?}");
                }
                let lines: Vec<&str> = std::iter::once(first).chain(second).collect();
                assert_eq!(lines.join(" "), name);
            }
        }
        assert_eq!(in_two("Workload"), ("Workload", None));
        let parts = ("Tutoring, retrieval", Some("and adaptive work"));
        assert_eq!(in_two("Tutoring, retrieval and adaptive work"), parts);
    }
}
