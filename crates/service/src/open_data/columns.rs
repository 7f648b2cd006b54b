//! What stands in the tables. Names stay; new ones are added at the end.

use super::table::Column;

pub(super) const PRACTICES: &[Column] = &[
    Column("id", "string", "The id of the practice everywhere"),
    Column("title", "string", "What it is called"),
    Column("url", "string", "The page for people"),
    Column(
        "attribution",
        "string",
        "Whom to name: its author, as name@server",
    ),
    Column(
        "licence",
        "string",
        "What its author lets others do with its text (SPDX); empty: nothing is said, so cite it and no more",
    ),
    Column("version", "integer", "Which version is current"),
    Column(
        "withdrawn",
        "boolean",
        "Whether its author does not stand by it any more",
    ),
    Column("published", "datetime", "When it was published"),
    Column("language", "string", "Its language (BCP 47)"),
    Column("region", "string", "Where it was done (ISO 3166)"),
    Column("instance", "string", "The server that it is of"),
    Column("organisation", "string", "The organisation that it names"),
    Column(
        "evidence_level",
        "string",
        "How sure its author is, by the vocabulary (ev)",
    ),
    Column("outcome", "string", "What came of it for its author (oc)"),
    Column("innovation_kind", "string", "How new it is (ik)"),
    Column(
        "problem",
        "string",
        "For what problems (pr), with spaces between",
    ),
    Column(
        "technology_type",
        "string",
        "With what technology (tech), with spaces between",
    ),
    Column(
        "phase",
        "string",
        "In which phases (ph), with spaces between",
    ),
    Column(
        "subject",
        "string",
        "In which subjects (su), with spaces between",
    ),
    Column(
        "setting",
        "string",
        "In what kinds of places (se), with spaces between",
    ),
    Column("cost_band", "string", "What it costs (co)"),
    Column("study_design", "string", "How results were gathered (sd)"),
];

pub(super) const OUTCOMES: &[Column] = &[
    Column("id", "string", "The id of the outcome everywhere"),
    Column("practice", "string", "The id of the practice"),
    Column("practice_version", "integer", "Which version was tried"),
    Column("said", "date", "On which day it was said"),
    Column("outcome", "string", "What came of it (oc)"),
    Column("evidence_level", "string", "How it is known (ev)"),
    Column(
        "independence",
        "string",
        "How they stand to the practice (in)",
    ),
    Column(
        "interest",
        "boolean",
        "Whether they declare an interest in a product",
    ),
    Column(
        "counts_for",
        "string",
        "The same for all reports of one setting about one practice, and says nothing else; made with a key that this \
            hub keeps",
    ),
    Column(
        "standing",
        "string",
        "How the setting stands to the practice: independent, undeclared, vendor, unverified or own",
    ),
    Column(
        "newest",
        "boolean",
        "Whether it is the one that its setting counts for",
    ),
    Column(
        "region",
        "string",
        "Where it was tried (ISO 3166); empty where fewer than ten learners took part",
    ),
    Column(
        "instance",
        "string",
        "The server that it is of; empty where fewer than ten learners took part",
    ),
    Column("learners", "string", "How many learners took part (gs)"),
    Column(
        "phase",
        "string",
        "In which phases (ph), with spaces between; empty where fewer than ten learners took part",
    ),
    Column(
        "subject",
        "string",
        "In which subjects (su), with spaces between; empty where fewer than ten learners took part",
    ),
    Column(
        "setting",
        "string",
        "In what kinds of places (se), with spaces between; empty where fewer than ten learners took part",
    ),
    Column(
        "suppressed",
        "boolean",
        "Whether something is left out because fewer than ten learners took part",
    ),
    Column(
        "fidelity",
        "string",
        "How closely the description was followed",
    ),
    Column("would_do_again", "string", "Whether they would do it again"),
    Column(
        "licence",
        "string",
        "What may be done with this row (SPDX): it has codes and none of anybody's words",
    ),
];

pub(super) const LEDGERS: &[Column] = &[
    Column("practice", "string", "The id of the practice"),
    Column("practice_version", "integer", "Which version is current"),
    Column("as_of", "datetime", "When this was so"),
    Column(
        "said",
        "integer",
        "Known settings without interest that said they would try it",
    ),
    Column("reported", "integer", "Of these, how many reported"),
    Column(
        "overdue",
        "integer",
        "Of these, of how many the day has passed",
    ),
    Column("gave_up", "integer", "Of these, how many gave up"),
    Column("waiting", "integer", "Of these, how many still have time"),
    Column(
        "organisations",
        "integer",
        "Known settings without interest that reported",
    ),
    Column(
        "independent",
        "integer",
        "Of these, how many are independent",
    ),
    Column(
        "too_few_to_say",
        "boolean",
        "Whether that is fewer than five",
    ),
    Column("instances", "integer", "On how many servers"),
    Column("countries", "integer", "In how many countries"),
    Column("worked", "integer", "For how many settings it worked"),
    Column("partly", "integer", "For how many it worked in part"),
    Column("no_effect", "integer", "For how many it made no difference"),
    Column("harmful", "integer", "For how many it did harm"),
    Column("inconclusive", "integer", "How many cannot tell"),
    Column("abandoned", "integer", "How many gave it up"),
    Column(
        "unknown",
        "integer",
        "How many say something that this version does not know",
    ),
    Column(
        "reports",
        "integer",
        "Current reports behind these settings",
    ),
    Column("own", "integer", "The author's own settings that reported"),
    Column(
        "vendor_interest",
        "integer",
        "Settings with an interest that reported",
    ),
    Column(
        "unverified_settings",
        "integer",
        "Settings that nobody knows that reported",
    ),
    Column("withdrawn", "integer", "Outcomes that were taken back"),
    Column("flags", "string", "Warnings, with spaces between"),
    Column(
        "unlisted",
        "integer",
        "Current outcomes that are counted and that their authors do not let be listed here",
    ),
    Column(
        "ledger",
        "string",
        "The ledger as a document, to be counted again",
    ),
    Column("snapshots", "string", "What was kept of it day by day"),
    Column("licence", "string", "What may be done with this row (SPDX)"),
];

pub(super) const WITHDRAWN: &[Column] = &[
    Column(
        "digest",
        "string",
        "sha-256: and the SHA-256, in hexadecimal, of the id of something that was in these tables, and is not any \
            more: take it out where you have it",
    ),
    Column("table", "string", "In which"),
    Column("since", "date", "Since when"),
];
