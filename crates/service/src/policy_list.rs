//! Decisions as a file, in the form that servers of the fediverse exchange: Mastodon's
//! `domain_blocks.csv`.

use staffroom_domain::Timestamp;
use thiserror::Error;

use crate::cells::{guarded, plain};
use crate::domains::normal_domain;
use crate::policies::{self, DomainPolicyRow};

/// The first line, whose names begin with `#`.
const HEADER: [&str; 6] = [
    "#domain",
    "#severity",
    "#reject_media",
    "#reject_reports",
    "#public_comment",
    "#obfuscate",
];

/// Why a list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ListError {
    /// It is no CSV.
    #[error("the list cannot be read: {0}")]
    Csv(String),
    /// A line names no domain.
    #[error("line {line}: {text:?} is not a domain")]
    Domain {
        /// Which line, from 1.
        line: u64,
        /// What stands there.
        text: String,
    },
    /// A line says something else than `silence`, `suspend` or `noop`.
    #[error("line {line}: {text:?} is not a severity (silence, suspend, noop)")]
    Severity {
        /// Which line, from 1.
        line: u64,
        /// What stands there.
        text: String,
    },
}

/// Reads a list. Columns are found by the names in the first line; without such a line, the first
/// column has the domains, and those are suspended. Later lines about the same domain win.
///
/// # Errors
/// See [`ListError`]: a list is taken as a whole or not at all.
pub fn read_list(bytes: &[u8], now: Timestamp) -> Result<Vec<DomainPolicyRow>, ListError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let mut columns = Columns::plain();
    let mut rows: Vec<DomainPolicyRow> = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|error| ListError::Csv(error.to_string()))?;
        if n == 0
            && let Some(named) = Columns::named(&record)
        {
            columns = named;
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let Some(row) = columns.row(&record, line, now)? else {
            continue;
        };
        rows.retain(|other| other.domain != row.domain);
        rows.push(row);
    }
    Ok(rows)
}

/// Where in a line each column stands.
struct Columns([Option<usize>; 6]);

impl Columns {
    /// A list of domains.
    const fn plain() -> Self {
        Self([Some(0), None, None, None, None, None])
    }

    /// From a first line that names them, with or without `#`.
    fn named(record: &csv::StringRecord) -> Option<Self> {
        let at = |name: &str| {
            record
                .iter()
                .position(|cell| cell.trim_start_matches('#') == name.trim_start_matches('#'))
        };
        at("#domain")?;
        Some(Self(HEADER.map(at)))
    }

    fn row(
        &self,
        record: &csv::StringRecord,
        line: u64,
        now: Timestamp,
    ) -> Result<Option<DomainPolicyRow>, ListError> {
        let [domain, severity, media, reports, comment, obfuscate] = self
            .0
            .map(|column| column.and_then(|n| record.get(n)).unwrap_or_default());
        if domain.is_empty() || domain.starts_with('#') {
            return Ok(None);
        }
        let Some(name) = normal_domain(domain) else {
            let text = domain.to_owned();
            return Err(ListError::Domain { line, text });
        };
        let level = match severity.to_ascii_lowercase().as_str() {
            "" | "suspend" => policies::SUSPEND,
            "silence" | "limit" => policies::LIMIT,
            // Mastodon's "no limit, but without media": here it exchanges, and is named as such.
            "noop" | "none" | "allow" => policies::ALLOW,
            _ => {
                let text = severity.to_owned();
                return Err(ListError::Severity { line, text });
            }
        };
        Ok(Some(DomainPolicyRow {
            reject_media: is_true(media),
            reject_reports: is_true(reports),
            obfuscate: is_true(obfuscate),
            public_comment: plain(comment).to_owned(),
            ..policies::decision(&name, level, now)
        }))
    }
}

fn is_true(cell: &str) -> bool {
    matches!(
        cell.to_ascii_lowercase().as_str(),
        "true" | "1" | "t" | "yes"
    )
}

/// Writes a list that Mastodon and others import. Private comments stay here.
pub fn write_list(rows: &[DomainPolicyRow]) -> Result<Vec<u8>, ListError> {
    let failed = |error: csv::Error| ListError::Csv(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(failed)?;
    for row in rows {
        let severity = match row.level.as_str() {
            policies::ALLOW => "noop",
            policies::LIMIT => "silence",
            _ => "suspend",
        };
        let comment = guarded(&row.public_comment);
        let cells = [
            row.domain.as_str(),
            severity,
            word(row.reject_media),
            word(row.reject_reports),
            &comment,
            word(row.obfuscate),
        ];
        writer.write_record(cells).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| ListError::Csv(error.to_string()))
}

const fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1);

    #[test]
    fn a_list_of_mastodon_is_read_and_written_again() {
        let list = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
                    bad.example,suspend,true,true,\"spam, mostly\",false\n\
                    École.example.,silence,false,true,,true\n\
                    media.example,noop,true,false,,false\n";
        let rows = read_list(list.as_bytes(), NOW).unwrap();
        let seen: Vec<(&str, &str)> = rows
            .iter()
            .map(|row| (row.domain.as_str(), row.level.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("bad.example", "suspend"),
                ("xn--cole-9oa.example", "limit"),
                ("media.example", "allow"),
            ]
        );
        assert_eq!(rows[0].public_comment, "spam, mostly");
        assert!(rows[1].obfuscate && rows[1].reject_reports && rows[2].reject_media);
        let again = write_list(&rows).unwrap();
        assert_eq!(read_list(&again, NOW).unwrap(), rows);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            decisions in proptest::collection::btree_map(
                "[a-z0-9]{1,9}(\\.[a-z]{2,9}){1,3}",
                ("allow|limit|suspend", any::<[bool; 3]>(), any::<String>()),
                0..20,
            )
        ) {
            let rows: Vec<DomainPolicyRow> = decisions
                .into_iter()
                .filter_map(|(domain, (level, [media, reports, obfuscate], comment))| {
                    Some(DomainPolicyRow {
                        reject_media: media,
                        reject_reports: reports,
                        obfuscate,
                        public_comment: comment.trim().to_owned(),
                        ..policies::decision(&normal_domain(&domain)?, &level, NOW)
                    })
                })
                .collect();
            let written = write_list(&rows).unwrap();
            prop_assert_eq!(read_list(&written, NOW).unwrap(), rows);
        }

        #[test]
        fn any_list_is_survived(bytes in any::<Vec<u8>>()) {
            let _ = read_list(&bytes, NOW);
        }
    }

    #[test]
    fn a_plain_list_of_domains_suspends_them() {
        let rows = read_list(
            b"\xef\xbb\xbfa.example\n# why\n\nB.example\na.example\n",
            NOW,
        )
        .unwrap();
        let names: Vec<&str> = rows.iter().map(|row| row.domain.as_str()).collect();
        assert_eq!(names, ["b.example", "a.example"]);
        assert!(rows.iter().all(|row| row.level == policies::SUSPEND));
    }

    #[test]
    fn a_list_with_a_mistake_is_not_taken() {
        let wrong = read_list(b"#domain,#severity\na b,suspend\n", NOW).unwrap_err();
        assert_eq!(wrong.to_string(), "line 2: \"a b\" is not a domain");
        let wrong = read_list(b"#domain,#severity\na.example,annoy\n", NOW).unwrap_err();
        assert!(matches!(wrong, ListError::Severity { line: 2, .. }));
        assert!(read_list(b"\xff\xfe", NOW).is_err());
    }
}
