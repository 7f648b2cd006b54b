//! The program: command line, wiring, workers, telemetry, start and stop.
//!
//! Here belongs what puts the other crates together and keeps them running. Here does not belong
//! any rule about people, posts or pages. A library, so that the test server is the same program.

pub mod app;
pub mod backup;
pub mod cli;
pub mod demo;
pub mod doctor;
pub mod exchange;
pub mod files;
pub mod http;
pub mod init;
pub mod jobs;
pub mod key_file;
pub mod node;
pub mod serve;
pub mod system;
pub mod telemetry;
