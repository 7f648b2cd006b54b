//! The questions about an event, section by section.

use staffroom_domain::Timestamp;
use staffroom_domain::calendar::{EventKind, Mode};
use staffroom_service::accounts::AccountRow;
use staffroom_service::calendar;

use super::written::{Written, offer_name};
use crate::draft::{Form, Group, ShownField, ShownOption, ShownSort};
use crate::pages::compose::languages;
use crate::pages::event_words;
use crate::words::{Message, Words, key};

/// Questions that belong together.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: Message,
    pub(super) fields: Vec<ShownField>,
}

/// What the questions depend on.
pub(super) struct Asking<'a> {
    pub(super) words: Words,
    pub(super) now: Timestamp,
    pub(super) written: &'a Written,
    /// Whether it is announced already.
    pub(super) is_there: bool,
    /// The groups that can hold it.
    pub(super) groups: &'a [AccountRow],
}

impl Asking<'_> {
    /// All of them.
    pub(super) fn sections(&self) -> Vec<Section> {
        let section = |id, title, fields| Section { id, title, fields };
        vec![
            section("what", key("event-form-what"), self.what()),
            section("when", key("event-form-when"), self.when()),
            section("where", key("event-form-where"), self.places()),
            section("room", key("event-form-room"), self.room()),
            section("who", key("event-form-who"), self.who()),
            section("about", key("event-form-about"), self.about()),
        ]
    }

    fn what(&self) -> Vec<ShownField> {
        let it = self.written;
        vec![
            line("title", key("event-form-title"), &it.title),
            long("text", key("event-form-text"), &it.text).hint(key("event-form-text-hint")),
            self.select(
                "kind",
                key("event-form-kind"),
                &it.kind,
                EventKind::ALL
                    .iter()
                    .map(|kind| (kind.as_str(), event_words::event_kind(*kind))),
            ),
            field(
                "language",
                key("compose-language"),
                ShownSort::Select {
                    options: languages(&it.language)
                        .into_iter()
                        .map(|it| ShownOption {
                            lang: Some(it.code.clone()),
                            ..ShownOption::plain(&it.code, it.name, it.is_chosen)
                        })
                        .collect(),
                    may_be_empty: false,
                },
            ),
            line("series", key("event-series"), &it.series).hint(key("event-form-series-hint")),
        ]
    }

    fn when(&self) -> Vec<ShownField> {
        let it = self.written;
        let mut fields = vec![
            zone_field(&it.zone, self.now),
            field(
                "starts",
                key("event-form-starts"),
                ShownSort::Day(it.starts.day.clone()),
            ),
            field(
                "starts-time",
                key("event-form-starts-time"),
                ShownSort::Time(it.starts.time.clone()),
            ),
            field(
                "ends",
                key("event-form-ends"),
                ShownSort::Day(it.ends.day.clone()),
            )
            .hint(key("event-form-ends-hint")),
            field(
                "ends-time",
                key("event-form-ends-time"),
                ShownSort::Time(it.ends.time.clone()),
            ),
        ];
        if self.is_there {
            let states = [
                ("scheduled", key("event-form-as-planned")),
                ("tentative", key("event-tentative")),
                ("postponed", key("event-postponed")),
                ("rescheduled", key("event-rescheduled")),
                ("online", key("event-moved-online")),
                ("cancelled", key("event-cancelled")),
            ];
            // It is called off on a page that asks once more.
            let states = states
                .into_iter()
                .filter(|(name, _)| *name != "cancelled" || it.state == *name);
            fields.push(self.select("state", key("event-form-state"), &it.state, states));
        }
        fields
    }

    fn places(&self) -> Vec<ShownField> {
        let it = self.written;
        let mode = |mode: Mode| (mode.as_str(), event_words::mode(mode));
        vec![
            self.radio(
                "mode",
                key("event-form-mode"),
                &it.mode,
                Mode::ALL.into_iter().map(mode),
            ),
            line("place", key("event-form-place"), &it.place).hint(key("event-form-place-hint")),
            line("address", key("event-form-address"), &it.address),
            long("access", key("event-form-access"), &it.access)
                .hint(key("event-form-access-hint")),
            line("online-url", key("event-form-online-url"), &it.online_url)
                .hint(key("event-form-online-url-hint")),
            long(
                "online-note",
                key("event-form-online-note"),
                &it.online_note,
            ),
            line("join-url", key("event-form-join-url"), &it.join_url)
                .hint(key("event-form-join-url-hint")),
        ]
    }

    fn room(&self) -> Vec<ShownField> {
        let it = self.written;
        let mut fields = vec![
            number("speakers", key("event-form-speakers"), &it.speakers)
                .hint(key("event-form-number-hint")),
            number("attendees", key("event-form-attendees"), &it.attendees),
            number("remote", key("event-form-remote"), &it.remote),
            self.checks(
                "waits",
                key("event-form-full"),
                vec![("yes", key("event-form-waits"), it.waits)],
            ),
        ];
        for (kind, minutes) in &it.offers {
            fields.push(number(
                offer_name(*kind),
                event_words::offer(*kind),
                minutes,
            ));
        }
        fields
    }

    fn who(&self) -> Vec<ShownField> {
        let it = self.written;
        let mut fields = Vec::new();
        if !self.is_there {
            if !self.groups.is_empty() {
                let own = self.words.say("event-form-holder-me").to_string();
                let mut options = vec![ShownOption::plain("", own, it.holder.is_empty())];
                options.extend(self.groups.iter().map(|group| {
                    let id = group.id.to_string();
                    let name = crate::shown::Person::here(group);
                    let name = format!("{} {}", name.name, name.handle);
                    ShownOption::plain(&id, name, id == it.holder)
                }));
                let select = ShownSort::Select {
                    options,
                    may_be_empty: false,
                };
                let holder = field("holder", key("event-form-holder"), select);
                fields.push(holder.hint(key("event-form-holder-hint")));
            }
            let choices = [
                ("public", key("visibility-public")),
                ("unlisted", key("visibility-unlisted")),
                ("private", key("visibility-private")),
            ];
            let choices = choices.into_iter();
            fields.push(self.radio(
                "visibility",
                key("compose-visibility"),
                &it.visibility,
                choices,
            ));
        }
        fields.push(
            long("rules", key("event-form-rules"), &it.rules).hint(key("event-form-rules-hint")),
        );
        fields
    }

    fn about(&self) -> Vec<ShownField> {
        let form = Form::of_event();
        let shown = |field| ShownField::new(self.words, field, &self.written.about);
        form.fields().map(shown).collect()
    }

    fn select<'a>(
        &self,
        name: &'static str,
        label: Message,
        chosen: &str,
        choices: impl Iterator<Item = (&'a str, Message)>,
    ) -> ShownField {
        let select = ShownSort::Select {
            options: self.options(chosen, choices),
            may_be_empty: false,
        };
        field(name, label, select)
    }

    fn radio<'a>(
        &self,
        name: &'static str,
        label: Message,
        chosen: &str,
        choices: impl Iterator<Item = (&'a str, Message)>,
    ) -> ShownField {
        field(name, label, ShownSort::Radio(self.options(chosen, choices)))
    }

    fn options<'a>(
        &self,
        chosen: &str,
        choices: impl Iterator<Item = (&'a str, Message)>,
    ) -> Vec<ShownOption> {
        choices
            .map(|(value, name)| {
                let name = self.words.say(name).to_string();
                ShownOption::plain(value, name, value == chosen)
            })
            .collect()
    }

    fn checks(
        &self,
        name: &'static str,
        label: Message,
        choices: Vec<(&'static str, Message, bool)>,
    ) -> ShownField {
        let options = choices.into_iter().map(|(value, name, is_chosen)| {
            ShownOption::plain(value, self.words.say(name).to_string(), is_chosen)
        });
        let group = Group {
            title: None,
            is_open: false,
            options: options.collect(),
        };
        field(name, label, ShownSort::Checks(vec![group]))
    }
}

impl ShownField {
    fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// On which clocks times are meant: the zones that are offered, and the one that is chosen where it is another.
pub(in crate::pages) fn zone_field(chosen: &str, now: Timestamp) -> ShownField {
    let option = |name: &str| ShownOption::plain(name, name.to_owned(), name == chosen);
    let mut options: Vec<ShownOption> = calendar::zones().map(option).collect();
    let clock = calendar::clock_of(chosen, now);
    if clock.is_some() && !options.iter().any(|it| it.is_chosen) {
        options.insert(0, option(chosen));
    }
    let select = ShownSort::Select {
        options,
        may_be_empty: false,
    };
    let field = field("zone", key("event-form-zone"), select);
    match clock {
        Some(time) => field.hint(
            key("event-form-zone-hint")
                .with("zone", chosen)
                .with("time", time),
        ),
        None => field,
    }
}

const fn field(name: &'static str, label: Message, sort: ShownSort) -> ShownField {
    ShownField {
        name,
        label,
        hint: None,
        sort,
    }
}

fn line(name: &'static str, label: Message, value: &str) -> ShownField {
    field(name, label, ShownSort::Line(value.to_owned()))
}

fn long(name: &'static str, label: Message, value: &str) -> ShownField {
    field(name, label, ShownSort::Long(value.to_owned()))
}

fn number(name: &'static str, label: Message, value: &str) -> ShownField {
    field(name, label, ShownSort::Number(value.to_owned()))
}
