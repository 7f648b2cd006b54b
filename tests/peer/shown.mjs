// What other programs show of an object, by the rules that are known of them: plain JavaScript that shares no code with
// them, with Fedify or with Staffroom.

/** What Mastodon makes a post of its own kind of: title, summary and link. */
const CONVERTED = ["Image", "Audio", "Video", "Article", "Page", "Event"];

const READERS = { mastodon, gotosocial, mobilizon };

/** @param like `mastodon`, `gotosocial` or `mobilizon`; null where that one shows nothing */
export function shown(object, like) {
  const reader = READERS[like];
  if (reader == null) throw new Error(`nobody is like ${like}: there are ${Object.keys(READERS).join(", ")}`);
  return reader(object);
}

/** A Note with its warning; anything else as its name, its summary and a link, without a warning. */
function mastodon(object) {
  if (!CONVERTED.includes(object.type)) {
    return { ...post(object), warning: words(object.summary) || null, text: words(object.content) };
  }
  const link = linkOf(object);
  const parts = [`<h2>${escape(object.name ?? "")}</h2>`, object.summary ?? "", `<a href="${link}">${link}</a>`];
  const html = parts.filter((part) => part !== "").join("\n\n");
  return { ...post(object), warning: null, title: object.name ?? null, text: words(html) };
}

/** The whole content; the summary, or else the name, stands before it as the warning. */
function gotosocial(object) {
  return { ...post(object), warning: words(object.summary) || object.name || null, text: words(object.content) };
}

/** Events, and what is said about them. */
function mobilizon(object) {
  if (object.type === "Note") {
    return object.inReplyTo == null ? null : { text: words(object.content), replyTo: object.inReplyTo };
  }
  if (object.type !== "Event") return null;
  const places = list(object.location);
  return {
    title: object.name,
    text: words(object.content),
    starts: object.startTime,
    ends: object.endTime ?? null,
    timezone: object.timezone ?? null,
    place: places.find(({ type }) => type === "Place")?.name ?? null,
    address: addressOf(places.find(({ type }) => type === "Place")),
    online: places.find(({ type }) => type === "VirtualLocation")?.url ?? null,
    website: list(object.attachment).find(({ type, name }) => type === "Link" && name === "Website")?.href ?? null,
    join: object.joinMode ?? null,
    capacity: object.maximumAttendeeCapacity ?? null,
    left: object.remainingAttendeeCapacity ?? null,
    going: object.participantCount ?? null,
    status: object.status ?? object["ical:status"] ?? null,
    category: object.category ?? null,
    link: linkOf(object),
  };
}

/** What every reader of posts takes from anything. */
function post(object) {
  return {
    link: linkOf(object),
    language: [object.contentMap, object.nameMap, object.summaryMap].map((map) => Object.keys(map ?? {})[0])
      .find((language) => language != null) ?? null,
    hashtags: list(object.tag).filter(({ type }) => type === "Hashtag").map(({ name }) => name.replace(/^#/, "")),
    replyTo: object.inReplyTo ?? null,
    isSensitive: object.sensitive === true,
    isEdited: object.updated != null && object.updated !== object.published,
  };
}

function linkOf(object) {
  return list(object.url).map((one) => one.href ?? one)[0] ?? object.id;
}

function addressOf(place) {
  const address = place?.address;
  return (typeof address === "string" ? address : address?.streetAddress) ?? null;
}

function list(value) {
  return value == null ? [] : [value].flat();
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: "\"", "#39": "'", nbsp: "\u00a0" };

/** The words of some HTML, a line for each paragraph. */
function words(html) {
  return (html ?? "")
    .replace(/<br\s*\/?>|<\/(?:p|h[1-6]|li|ul|ol|blockquote)>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => ENTITIES[name])
    .split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n");
}
