//! What was sanitised lately, so that what is shown often is not read each time.
//!
//! The sanitizer makes of a text what depends on nothing but the text, so what was made once holds for
//! as long as the program runs: a text that is stored otherwise is another text (ADR 0011).

use std::cell::RefCell;
use std::collections::HashMap;

use crate::sanitize::sanitize;

/// How many bytes each thread remembers at most, twice over.
const MOST: usize = 4 * 1024 * 1024;
/// Shorter texts are read as quickly as they are looked up.
const SHORTEST: usize = 64;

/// Texts and what was made of them, in two generations: when the younger is full, it becomes the older,
/// and the older is forgotten.
#[derive(Default)]
struct Memory {
    young: HashMap<Box<str>, Box<str>>,
    old: HashMap<Box<str>, Box<str>>,
    bytes: usize,
}

impl Memory {
    fn clean(&mut self, html: &str) -> String {
        if let Some(clean) = self.young.get(html) {
            return clean.as_ref().to_owned();
        }
        let clean = self
            .old
            .remove(html)
            .unwrap_or_else(|| sanitize(html).into_boxed_str());
        let bytes = html.len() + clean.len();
        if bytes > MOST {
            return clean.into_string();
        }
        if self.bytes + bytes > MOST {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += bytes;
        let answer = clean.as_ref().to_owned();
        self.young.insert(html.into(), clean);
        answer
    }
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// As [`sanitize`], remembering what was made of texts that were shown lately.
pub fn sanitize_shown(html: &str) -> String {
    if html.len() < SHORTEST {
        return sanitize(html);
    }
    MEMORY.with_borrow_mut(|memory| memory.clean(html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_the_sanitizer_makes() {
        for n in 0..3 {
            for html in ["<p>a</p><script>x</script>", "<b onclick=x>bold", ""] {
                let html = html.repeat(10);
                assert_eq!(sanitize_shown(&html), sanitize(&html), "round {n}");
            }
        }
    }

    #[test]
    fn memory_has_an_end() {
        let mut memory = Memory::default();
        let text = |n: usize| format!("<p>{n} {}</p>", "x".repeat(100_000));
        for n in 0..200 {
            assert_eq!(memory.clean(&text(n)), sanitize(&text(n)));
            assert!(memory.bytes <= MOST);
            assert!(memory.young.len() + memory.old.len() <= 2 * MOST / 100_000);
        }
        let huge = "y".repeat(MOST);
        assert_eq!(memory.clean(&huge), sanitize(&huge));
        assert!(!memory.young.contains_key(huge.as_str()));
    }
}
