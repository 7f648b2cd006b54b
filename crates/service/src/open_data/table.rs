//! A table as two files: lines of JSON, and comma-separated values. What stands in one stands in the other.

use std::io::{self, BufWriter, Write as _};

use aws_lc_rs::digest::{Context, SHA256};
use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use tempfile::NamedTempFile;

use super::{FileOf, Written};
use crate::cells;

/// What stands in a column: its name, its type as Frictionless names them, and what it means.
pub(super) struct Column(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

/// A file in the making, with its digest.
pub(super) struct Output {
    file: NamedTempFile,
    writer: BufWriter<std::fs::File>,
    hash: Context,
    bytes: u64,
}

impl Output {
    pub(super) fn new(file: NamedTempFile) -> io::Result<Self> {
        Ok(Self {
            writer: BufWriter::new(file.reopen()?),
            hash: Context::new(&SHA256),
            bytes: 0,
            file,
        })
    }

    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.hash.update(text.as_bytes());
        self.bytes += u64::try_from(text.len()).unwrap_or(0);
        self.writer.write_all(text.as_bytes())
    }

    /// The file, and what is told of it.
    pub(super) fn finish(mut self, name: &str) -> io::Result<Written> {
        self.writer.flush()?;
        let sha256 = HEXLOWER.encode(self.hash.finish().as_ref());
        let of = FileOf {
            name: name.to_owned(),
            bytes: self.bytes,
            sha256,
        };
        Ok((self.file, of))
    }
}

/// A table in the making.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    lines: Output,
    sheet: Output,
    pub(super) rows: u64,
}

impl Table {
    pub(super) fn new(
        name: &'static str,
        columns: &'static [Column],
        file: impl Fn() -> io::Result<NamedTempFile>,
    ) -> io::Result<Self> {
        let mut sheet = Output::new(file()?)?;
        sheet.write(&cells::line(columns.iter().map(|column| column.0)))?;
        Ok(Self {
            name,
            columns,
            lines: Output::new(file()?)?,
            sheet,
            rows: 0,
        })
    }

    /// Writes a row: what it does not say of a column is unknown.
    pub(super) fn row(&mut self, row: &Map<String, Value>) -> io::Result<()> {
        let mut line = Map::new();
        let mut sheet = Vec::with_capacity(self.columns.len());
        for Column(name, ..) in self.columns {
            let value = row.get(*name).cloned().unwrap_or(Value::Null);
            sheet.push(match &value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            line.insert((*name).to_owned(), value);
        }
        self.lines.write(&format!("{}\n", Value::Object(line)))?;
        self.sheet.write(&cells::line(sheet))?;
        self.rows += 1;
        Ok(())
    }

    /// Both files, and their resources for the data package.
    pub(super) fn finish(self) -> io::Result<(Vec<Written>, Vec<Value>)> {
        let schema = schema(self.columns);
        let lines = self.lines.finish(&format!("{}.jsonl", self.name))?;
        let sheet = self.sheet.finish(&format!("{}.csv", self.name))?;
        let resource = |of: &FileOf, form: &str, media_type: &str, profile: &str| {
            json!({
                "name": format!("{}-{form}", self.name), "path": of.name, "profile": profile, "format": form,
                "mediatype": media_type, "encoding": "utf-8", "bytes": of.bytes,
                "hash": format!("sha256:{}", of.sha256), "schema": schema, "rows": self.rows,
            })
        };
        let resources = vec![
            resource(&lines.1, "jsonl", "application/jsonl", "data-resource"),
            resource(&sheet.1, "csv", "text/csv", "tabular-data-resource"),
        ];
        Ok((vec![lines, sheet], resources))
    }
}

fn schema(columns: &[Column]) -> Value {
    let fields = columns.iter().map(
        |Column(name, kind, about)| json!({ "name": name, "type": kind, "description": about }),
    );
    json!({
        "fields": fields.collect::<Vec<_>>(),
        "primaryKey": columns.first().map(|column| column.0),
        "missingValues": [""],
    })
}
