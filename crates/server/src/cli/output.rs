//! What a command says on standard output. A reader that has seen enough (`| head`) ends the command
//! quietly; a full disk ends it with an error.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};

/// As `println!`.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::cli::output::write(format_args!("{}\n", format_args!($($text)*)))
    };
}

/// As `print!`.
macro_rules! say_exactly {
    ($($text:tt)*) => { $crate::cli::output::write(format_args!($($text)*)) };
}

pub(crate) use {say, say_exactly};

pub(crate) fn write(text: Arguments<'_>) {
    let mut out = io::stdout().lock();
    match out.write_fmt(text).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            eprintln!("error: standard output cannot be written: {error}");
            std::process::exit(1);
        }
    }
}
