//! Runs the real binary as a technician does: in a folder, with flags, reading what it says.

mod archives;
mod bad_input;
mod doctor;
mod init;
mod machine;
mod postgres;
mod restore;
