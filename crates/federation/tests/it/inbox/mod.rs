//! Federation on a real database, without any network.

mod decisions;
mod inbox_http;
mod instance;
mod receive_authority;
mod receive_groups;
mod receive_moves;
mod receive_objects;
mod receive_passed_on;
mod receive_polls;
mod receive_posts;
mod receive_requests;
mod worker;
