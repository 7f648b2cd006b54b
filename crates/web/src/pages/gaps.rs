//! The gap map of a hub: which problems were met with which technology, and where nobody has tried anything.

use askama::Template;
use staffroom_service::hub;
use staffroom_vocabulary::{Concept, Facet as _, Problem, TechnologyType};

use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::practice::{GapDrawing, GapRow, Named, gap_row};
use crate::shown::viewer;
use crate::words::Words;

/// How many problems a page has.
const PROBLEMS: usize = 11;

#[derive(Template)]
#[template(path = "gaps.html")]
struct GapsPage {
    layout: Layout,
    t: Words,
    problems: Vec<Choice>,
    technologies: Vec<Choice>,
    is_narrowed: bool,
    rows: Vec<GapRow>,
    drawing: GapDrawing,
    before: Option<String>,
    next: Option<String>,
}

struct Choice {
    value: &'static str,
    name: Named,
    chosen: bool,
}

/// What was asked for.
struct Asked {
    problem: Option<&'static Concept>,
    technology: Option<&'static Concept>,
    /// Which part of the problems.
    part: usize,
}

impl Asked {
    fn of(page: &Page) -> Self {
        let query = page.query();
        let concept = |name: &str, property: &str| {
            let concept = Concept::from_path(query.get(name));
            concept.filter(|it| it.scheme().property() == property)
        };
        Self {
            problem: concept("problem", "problem"),
            technology: concept("technology", "technologyType"),
            part: query.get("part").parse().unwrap_or(1).max(1),
        }
    }

    /// What stands in lines: all problems at the top, or the one that was chosen.
    fn problems(&self) -> Vec<&'static Concept> {
        match self.problem {
            Some(one) => vec![one],
            None => usable(Problem::scheme().top_concepts()),
        }
    }

    /// What stands in columns: all technologies at the top, or what is below the one that was chosen.
    fn technologies(&self) -> Vec<&'static Concept> {
        match self.technology {
            Some(one) if one.narrower().is_empty() => vec![one],
            Some(one) => usable(one.narrower().iter().copied()),
            None => usable(TechnologyType::scheme().top_concepts()),
        }
    }

    fn address(&self, part: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, concept) in [("problem", self.problem), ("technology", self.technology)] {
            if let Some(concept) = concept {
                query.append_pair(name, concept.path());
            }
        }
        query.append_pair("part", &part.to_string());
        format!("/library/gaps?{}", query.finish())
    }
}

fn usable(concepts: impl Iterator<Item = &'static Concept>) -> Vec<&'static Concept> {
    concepts.filter(|it| !it.is_deprecated()).collect()
}

/// `GET /library/gaps`
pub(crate) async fn show(page: Page) -> PageResult {
    let (words, asked) = (page.words(), Asked::of(&page));
    let all = asked.problems();
    let from = PROBLEMS.saturating_mul(asked.part - 1);
    let some: Vec<&Concept> = all.iter().skip(from).take(PROBLEMS).copied().collect();
    if some.is_empty() {
        return Err(PageError::not_found());
    }
    let technologies = asked.technologies();
    let slugs = |of: &[&Concept]| of.iter().map(|it| it.slug().to_owned()).collect();
    let map = hub::gap_map(page.ctx(), slugs(&some), slugs(&technologies)).await?;
    let map = map.ok_or_else(PageError::not_found)?;
    let may_ask = viewer(&page).is_some();
    let rows = some
        .iter()
        .map(|problem| gap_row(words, &map, problem, &technologies, may_ask))
        .collect();
    let choice = |concept: &'static Concept, chosen: Option<&Concept>| Choice {
        value: concept.path(),
        name: Named::text(words, concept.label(words.code())),
        chosen: chosen == Some(concept),
    };
    let of_technologies = TechnologyType::scheme().top_concepts();
    html(&GapsPage {
        layout: page.layout(),
        t: words,
        problems: usable(Problem::scheme().top_concepts())
            .into_iter()
            .map(|it| choice(it, asked.problem))
            .collect(),
        technologies: usable(of_technologies)
            .into_iter()
            .map(|it| choice(it, asked.technology))
            .collect(),
        is_narrowed: asked.problem.is_some() || asked.technology.is_some(),
        drawing: GapDrawing::new(words, &map, &some, &technologies),
        rows,
        before: (asked.part > 1).then(|| asked.address(asked.part - 1)),
        next: (all.len() > from + PROBLEMS).then(|| asked.address(asked.part + 1)),
    })
}
