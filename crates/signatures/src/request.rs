//! What of an HTTP request a signature is about, without the types of any HTTP library.

use crate::verify::SignatureError;

/// A request without its body, as it came.
#[derive(Clone, Copy, Debug)]
pub struct RequestHead<'a> {
    /// The method as it was sent, in upper case.
    pub method: &'a str,
    /// `https`, or what the client used according to a trusted proxy.
    pub scheme: &'a str,
    /// Our host, with the port where it is not the scheme's own: the `:authority` of HTTP/2, or what
    /// a trusted proxy was asked for. Used where no `Host` header came.
    pub authority: &'a str,
    /// `/inbox?page=2`, as it was sent: neither decoded nor put in order.
    pub path_and_query: &'a str,
    /// All headers in the order in which they came. One that came twice is here twice; the case of
    /// names does not matter.
    pub headers: &'a [(&'a str, &'a [u8])],
}

impl<'a> RequestHead<'a> {
    /// The path alone.
    pub fn path(&self) -> &'a str {
        self.path_and_query
            .split_once('?')
            .map_or(self.path_and_query, |(path, _)| path)
    }

    /// What comes after the question mark, if there is one.
    pub fn query(&self) -> Option<&'a str> {
        self.path_and_query.split_once('?').map(|(_, query)| query)
    }

    /// Whether the method promises to change nothing, and so carries no body.
    pub fn only_reads(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }

    /// All values of a header, trimmed.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim_ascii())
    }

    /// The only value of a header, trimmed. One that came twice, or with control characters that
    /// could end a line of what is signed, is refused.
    pub(crate) fn only_value(&self, name: &str) -> Result<Option<&'a [u8]>, SignatureError> {
        let mut values = self.values(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(SignatureError::Repeated);
        }
        if first.is_some_and(|value| value.iter().any(|byte| *byte < b' ' && *byte != b'\t')) {
            return Err(SignatureError::Malformed("a header has control characters"));
        }
        Ok(first)
    }

    /// The only value of a header, as text.
    pub(crate) fn only_text(&self, name: &str) -> Result<Option<&'a str>, SignatureError> {
        self.only_value(name)?
            .map(str::from_utf8)
            .transpose()
            .map_err(|_| SignatureError::Malformed("a header is not text"))
    }
}

/// The hosts that are ours: signatures for other hosts are not for us, whatever a proxy forwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Each `example.org` or `example.org:8443`; case and the port 443 or 80 do not matter.
    pub fn new<T: AsRef<str>>(hosts: impl IntoIterator<Item = T>) -> Self {
        Self(
            hosts
                .into_iter()
                .map(|host| normal_authority(host.as_ref()))
                .collect(),
        )
    }

    /// Whether this is one of them.
    pub fn contains(&self, authority: &str) -> bool {
        self.0.contains(&normal_authority(authority))
    }
}

/// In lower case and without a port that is the scheme's own (RFC 9421, section 2.2.3). A trailing
/// dot stays: it is another name to other programs.
pub(crate) fn normal_authority(authority: &str) -> String {
    let lower = authority.trim().to_ascii_lowercase();
    for port in [":443", ":80"] {
        if let Some(host) = lower.strip_suffix(port) {
            return host.to_owned();
        }
    }
    lower
}

/// A request as text, as HTTP/1.1 puts it on the wire: for tests, fuzzers and captured requests. It
/// is no HTTP parser; what the server accepts, its HTTP library decides.
#[derive(Clone, Debug)]
pub struct RequestText<'a> {
    method: &'a str,
    target: &'a str,
    headers: Vec<(&'a str, &'a [u8])>,
    body: &'a [u8],
}

impl<'a> RequestText<'a> {
    /// `POST /inbox HTTP/1.1`, lines `name: value`, an empty line, the body. `None` for what has no
    /// such form.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (line, mut rest) = next_line(bytes)?;
        let mut words = str::from_utf8(line).ok()?.split(' ');
        let (method, target) = (words.next()?, words.next()?);
        let mut headers = Vec::new();
        loop {
            let (line, after) = next_line(rest)?;
            rest = after;
            if line.is_empty() {
                return Some(Self {
                    method,
                    target,
                    headers,
                    body: rest,
                });
            }
            let colon = line.iter().position(|byte| *byte == b':')?;
            let (name, value) = line.split_at_checked(colon)?;
            headers.push((str::from_utf8(name).ok()?, value.get(1..)?));
        }
    }

    /// The head, of a request by HTTPS to this host.
    pub fn head(&'a self, authority: &'a str) -> RequestHead<'a> {
        RequestHead {
            method: self.method,
            scheme: "https",
            authority,
            path_and_query: self.target,
            headers: &self.headers,
        }
    }

    /// The body; empty where none came.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }
}

fn next_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest.get(1..)?))
}
