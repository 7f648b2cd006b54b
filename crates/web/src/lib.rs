//! Pages and forms for people, rendered by the server: nothing that needs JavaScript, nothing from third
//! parties.
//!
//! Here belongs what a browser sees: routes, extractors, templates and the style sheet. Here does not
//! belong what happens when a form is sent: that is a use case of `staffroom-service`, which the
//! client interface calls too.

mod accept;
mod access;
mod announcement;
mod assets;
mod browser;
mod cookies;
mod csrf;
mod draft;
mod error;
mod error_page;
mod fields;
mod flash;
mod form;
mod frame;
mod layout;
mod machines;
mod moment;
mod object;
mod page;
mod pages;
mod paging;
mod parts;
mod person;
mod post;
mod practice;
mod problems;
mod qr;
mod return_to;
mod routes;
mod shown;
mod visitor;
mod vocab;
mod web;
mod words;

pub use parts::takes_files;
pub use routes::{configure, configure_below_api};
pub use web::Web;
