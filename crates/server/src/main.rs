//! The binary `staffroom`.

use std::process::ExitCode;

fn main() -> ExitCode {
    staffroom_server::cli::main()
}
