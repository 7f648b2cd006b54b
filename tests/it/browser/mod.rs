//! The pages as people have them: in a real browser, with a keyboard, on a phone and on a desk.

mod driver;
mod inspect;
mod journeys;
mod library;
mod pages;
mod routes;
mod samples;
