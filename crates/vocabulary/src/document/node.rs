//! A small model of RDF that both writers take, so that they cannot disagree about what is said.

use alloc::string::String;
use alloc::vec::Vec;

/// A property, by its key in JSON (through the context) and its name in Turtle.
#[derive(Clone, Copy)]
pub(super) struct Term {
    pub(super) json: &'static str,
    pub(super) turtle: &'static str,
}

/// A resource with an IRI. With neither class nor properties it is a reference.
pub(super) struct Node {
    pub(super) iri: &'static str,
    /// A class of SKOS, without prefix.
    pub(super) class: Option<&'static str>,
    pub(super) properties: Vec<(Term, Value)>,
}

/// What a property says.
pub(super) enum Value {
    /// One text for each language.
    ByLanguage(Vec<(&'static str, &'static str)>),
    /// Several texts for each language, grouped by language.
    ListByLanguage(Vec<(&'static str, Vec<&'static str>)>),
    Text(&'static str),
    Texts(Vec<String>),
    Number(u32),
    True,
    Node(Node),
    Nodes(Vec<Node>),
    /// An `rdf:List` of references.
    Sequence(Vec<&'static str>),
}

impl Node {
    pub(super) fn reference(iri: &'static str) -> Self {
        Self {
            iri,
            class: None,
            properties: Vec::new(),
        }
    }

    pub(super) fn new(iri: &'static str, class: &'static str) -> Self {
        Self {
            iri,
            class: Some(class),
            properties: Vec::new(),
        }
    }

    pub(super) fn is_reference(&self) -> bool {
        self.class.is_none() && self.properties.is_empty()
    }

    /// Adds a property, unless it would say nothing.
    pub(super) fn with(mut self, term: Term, value: Value) -> Self {
        if !value.is_empty() {
            self.properties.push((term, value));
        }
        self
    }
}

impl Value {
    fn is_empty(&self) -> bool {
        match self {
            Self::ByLanguage(texts) => texts.is_empty(),
            Self::ListByLanguage(texts) => texts.is_empty(),
            Self::Texts(texts) => texts.is_empty(),
            Self::Nodes(nodes) => nodes.is_empty(),
            Self::Text(_) | Self::Number(_) | Self::True | Self::Node(_) | Self::Sequence(_) => {
                false
            }
        }
    }

    /// The resources that are the value, or part of it.
    pub(super) fn nodes(&self) -> &[Node] {
        match self {
            Self::Node(node) => core::slice::from_ref(node),
            Self::Nodes(nodes) => nodes,
            _ => &[],
        }
    }
}
