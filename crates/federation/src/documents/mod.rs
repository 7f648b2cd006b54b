//! What we publish: rows turned into ActivityStreams documents.
