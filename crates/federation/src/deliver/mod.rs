//! Sending what is due, host by host.
//!
//! Here belongs how activities reach inboxes: in which order, how often, how signed, and what an
//! answer means. Here does not belong what is sent, nor to whom (`outbox`).
//!
//! A worker claims hosts, not deliveries. Each host has a task of its own, which sends one delivery
//! first and, once that was taken, several threads at a time; a host that does not answer therefore
//! holds one place. What came of it is written for many hosts in one transaction. A process that dies
//! between an answer and that transaction sends again: activities have ids for that.

mod answer;
mod attempt;
mod backoff;
mod batch;
mod followers;
mod results;
mod round;
mod worker;

pub use worker::{drain, run};
