//! The JSON-LD context.

/// The context document (`application/ld+json`), to be served at [`CONTEXT_IRI`](crate::CONTEXT_IRI) and by every
/// instance.
///
/// Bare keys are SKOS; `id` and `type` stand for `@id` and `@type`; labels and definitions are language maps.
pub fn context_json() -> &'static str {
    CONTEXT
}

const CONTEXT: &str = r#"{
  "@context": {
    "@version": 1.1,
    "@vocab": "http://www.w3.org/2004/02/skos/core#",
    "id": "@id",
    "type": "@type",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "cop": "https://w3id.org/staffroom/ns#",
    "title": { "@id": "dct:title", "@container": "@language" },
    "description": { "@id": "dct:description", "@container": "@language" },
    "isReplacedBy": { "@id": "dct:isReplacedBy", "@container": "@set" },
    "deprecated": { "@id": "owl:deprecated", "@type": "xsd:boolean" },
    "versionInfo": { "@id": "owl:versionInfo" },
    "prefLabel": { "@id": "skos:prefLabel", "@container": "@language" },
    "altLabel": { "@id": "skos:altLabel", "@container": ["@language", "@set"] },
    "hiddenLabel": { "@id": "skos:hiddenLabel", "@container": "@set" },
    "definition": { "@id": "skos:definition", "@container": "@language" },
    "notation": { "@id": "skos:notation", "@container": "@set" },
    "memberList": { "@id": "skos:memberList", "@container": "@list" },
    "hasTopConcept": { "@id": "skos:hasTopConcept", "@container": "@set" },
    "narrower": { "@id": "skos:narrower", "@container": "@set" },
    "related": { "@id": "skos:related", "@container": "@set" },
    "exactMatch": { "@id": "skos:exactMatch", "@container": "@set" },
    "closeMatch": { "@id": "skos:closeMatch", "@container": "@set" },
    "narrowMatch": { "@id": "skos:narrowMatch", "@container": "@set" },
    "broadMatch": { "@id": "skos:broadMatch", "@container": "@set" },
    "relatedMatch": { "@id": "skos:relatedMatch", "@container": "@set" },
    "cop:unreviewedTranslation": { "@container": "@set" }
  }
}
"#;
