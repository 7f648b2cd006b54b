//! Black-box tests: the real program, used through its doors only.

mod harness;
mod kill;
mod smoke;
