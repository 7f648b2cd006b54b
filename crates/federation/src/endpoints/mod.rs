//! What other servers can fetch from us, and where they ask who we are.
