//! What each incoming activity does here.
