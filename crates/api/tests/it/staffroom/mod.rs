//! Our own API, below `/api/staffroom/v1`.

mod described;
mod openapi;
mod vocabulary;
