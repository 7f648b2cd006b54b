//! Structured fields (RFC 9651, without the types that it added to RFC 8941), read more strictly
//! than the RFC: a key that comes twice is refused. By the RFC the last one counts, and two programs
//! that read the same request could see two different ones.

use sfv::visitor::{
    DictionaryVisitor, EntryVisitor, InnerListVisitor, ItemVisitor, ParameterVisitor,
};
use sfv::{BareItemFromInput, KeyRef, ListSerializer, Parser, StringRef, TokenRef, Version};

use crate::verify::SignatureError;

/// More than anybody sends, and little enough to look through one by one.
const MOST: usize = 32;

/// A value without parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bare {
    Integer(i64),
    Text(String),
    Token(String),
    Bytes(Vec<u8>),
    Boolean(bool),
    /// A decimal; nothing here uses one.
    Other,
}

pub(crate) type Parameters = Vec<(String, Bare)>;

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) value: Bare,
    pub(crate) parameters: Parameters,
}

/// A member of a dictionary.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: String,
    items: Vec<Item>,
    is_list: bool,
    list_parameters: Parameters,
}

impl Member {
    /// The value, where it is one.
    pub(crate) fn item(&self) -> Option<&Item> {
        self.items.first().filter(|_| !self.is_list)
    }

    /// The values and the parameters of the whole, where it is an inner list.
    pub(crate) fn list(&self) -> Option<(&[Item], &Parameters)> {
        self.is_list.then_some((&self.items, &self.list_parameters))
    }
}

/// Reads a dictionary.
pub(crate) fn dictionary(header: &[u8]) -> Result<Vec<Member>, SignatureError> {
    Parser::new(header)
        .with_version(Version::Rfc8941)
        .parse_dictionary_with_visitor(Reader::default())
        .map_err(|_| SignatureError::Malformed("a header is not a dictionary of structured fields"))
}

/// Writes an inner list of texts, strictly as RFC 9651 has it. `None` where a text or a name is not
/// allowed there, or where there is a value that we never read.
pub(crate) fn inner_list(items: &[String], parameters: &Parameters) -> Option<String> {
    let mut list = ListSerializer::new();
    let mut inner = list.inner_list();
    for item in items {
        let _ = inner.bare_item(StringRef::from_str(item).ok()?);
    }
    let mut rest = inner.finish();
    for (name, value) in parameters {
        let name = KeyRef::from_str(name).ok()?;
        rest = match value {
            Bare::Integer(number) => rest.parameter(name, sfv::Integer::try_from(*number).ok()?),
            Bare::Text(text) => rest.parameter(name, StringRef::from_str(text).ok()?),
            Bare::Token(token) => rest.parameter(name, TokenRef::from_str(token).ok()?),
            Bare::Bytes(bytes) => rest.parameter(name, bytes.as_slice()),
            Bare::Boolean(truth) => rest.parameter(name, *truth),
            Bare::Other => return None,
        };
    }
    list.finish()
}

#[derive(Debug, thiserror::Error)]
#[error("too many, or one twice")]
struct Refused;

#[derive(Default)]
struct Reader(Vec<Member>);

struct MemberReader<'a>(&'a mut Member);
struct ItemReader<'a>(&'a mut Vec<Item>);
struct ParameterReader<'a>(&'a mut Parameters);

impl<'de> DictionaryVisitor<'de> for Reader {
    type Out = Vec<Member>;
    type Error = Refused;

    fn entry(&mut self, key: &'de KeyRef) -> Result<impl EntryVisitor<'de>, Refused> {
        if self.0.len() >= MOST || self.0.iter().any(|member| member.key == key.as_str()) {
            return Err(Refused);
        }
        let key = key.as_str().to_owned();
        self.0.push(Member {
            key,
            items: Vec::new(),
            is_list: false,
            list_parameters: Vec::new(),
        });
        self.0.last_mut().map(MemberReader).ok_or(Refused)
    }

    fn finish(self) -> Result<Self::Out, Refused> {
        Ok(self.0)
    }
}

impl<'de> EntryVisitor<'de> for MemberReader<'_> {
    type Error = Refused;

    fn item(self) -> Result<impl ItemVisitor<'de>, Refused> {
        Ok(ItemReader(&mut self.0.items))
    }

    fn inner_list(self) -> Result<impl InnerListVisitor<'de>, Refused> {
        self.0.is_list = true;
        Ok(self)
    }
}

impl<'de> InnerListVisitor<'de> for MemberReader<'_> {
    type Error = Refused;

    fn item(&mut self) -> Result<impl ItemVisitor<'de>, Refused> {
        Ok(ItemReader(&mut self.0.items))
    }

    fn finish(self) -> Result<impl ParameterVisitor<'de>, Refused> {
        Ok(ParameterReader(&mut self.0.list_parameters))
    }
}

impl<'de> ItemVisitor<'de> for ItemReader<'_> {
    type Out = ();
    type Error = Refused;

    fn bare_item(
        self,
        value: BareItemFromInput<'de>,
    ) -> Result<impl ParameterVisitor<'de, Out = ()>, Refused> {
        if self.0.len() >= MOST {
            return Err(Refused);
        }
        self.0.push(Item {
            value: bare(value),
            parameters: Vec::new(),
        });
        let item = self.0.last_mut().ok_or(Refused)?;
        Ok(ParameterReader(&mut item.parameters))
    }
}

impl<'de> ParameterVisitor<'de> for ParameterReader<'_> {
    type Out = ();
    type Error = Refused;

    fn parameter(
        &mut self,
        key: &'de KeyRef,
        value: BareItemFromInput<'de>,
    ) -> Result<(), Refused> {
        if self.0.len() >= MOST || self.0.iter().any(|(known, _)| known == key.as_str()) {
            return Err(Refused);
        }
        self.0.push((key.as_str().to_owned(), bare(value)));
        Ok(())
    }

    fn finish(self) -> Result<(), Refused> {
        Ok(())
    }
}

fn bare(value: BareItemFromInput<'_>) -> Bare {
    match value {
        BareItemFromInput::Integer(number) => Bare::Integer(number.into()),
        BareItemFromInput::String(text) => Bare::Text(text.as_str().to_owned()),
        BareItemFromInput::Token(token) => Bare::Token(token.as_str().to_owned()),
        BareItemFromInput::ByteSequence(bytes) => Bare::Bytes(bytes),
        BareItemFromInput::Boolean(truth) => Bare::Boolean(truth),
        _ => Bare::Other,
    }
}
