// What people do with a program made with masto.js, which Elk and Phanpy are: Amira and Chris at one instance.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { createRestAPIClient, createStreamingAPIClient } from "masto";

import { step, story, until } from "./story.mjs";

const client = (accessToken) => createRestAPIClient({ url: story.url, accessToken });
const [amira, chris] = [client(story.amira_token), client(story.chris_token)];

step("instance and account");
const instance = await amira.v2.instance.fetch();
assert.ok(instance.apiVersions.mastodon >= 2, "grouped notifications are promised");
const me = await amira.v1.accounts.verifyCredentials();
assert.equal(me.username, "amira");
const changed = await amira.v1.accounts.updateCredentials({
  displayName: "Amira K.",
  fieldsAttributes: [{ name: "teaches", value: "history" }],
});
assert.equal(changed.displayName, "Amira K.");
assert.deepEqual(changed.fields.map((field) => field.name), ["teaches"]);

step("streaming: one socket for several streams");
const streaming = createStreamingAPIClient({
  streamingApiUrl: instance.configuration.urls.streaming,
  accessToken: story.amira_token,
});
const heard = [];
const listen = async (name, subscription) => {
  for await (const event of subscription) heard.push([name, event.event, event.payload]);
};
const home = streaming.user.subscribe();
const tagged = streaming.hashtag.subscribe({ tag: "rivers" });
const listening = [listen("user", home), listen("hashtag", tagged)];
const has = (name, event, fits) =>
  heard.some(([stream, kind, payload]) => stream === name && kind === event && fits(payload));
// What is posted before the server has read both subscriptions is not sent: the first that comes proves them.
await until("a post in both streams", async () => {
  const post = await chris.v1.statuses.create({ status: "About #rivers, @amira" });
  await new Promise((wake) => setTimeout(wake, 300));
  return has("hashtag", "update", ({ id }) => id === post.id) && has("user", "notification", ({ status }) => status?.id === post.id);
});
const gone = await chris.v1.statuses.create({ status: "Soon gone #rivers" });
await until("the post", () => has("hashtag", "update", ({ id }) => id === gone.id));
await chris.v1.statuses.$select(gone.id).update({ status: "Soon gone, really #rivers" });
await until("the edit", () => has("hashtag", "status.update", ({ id }) => id === gone.id));
home.unsubscribe();
tagged.unsubscribe();
streaming.close();
await Promise.all(listening);

step("media");
const file = new Blob([await readFile(story.picture)], { type: "image/jpeg" });
const media = await amira.v2.media.create({ file, description: "A river", focus: "0.5,-0.5" });
assert.equal(media.type, "image");
assert.ok(media.url && media.previewUrl && media.blurhash, JSON.stringify(media));
const post = await amira.v1.statuses.create({ status: "See", mediaIds: [media.id], visibility: "public" });
assert.deepEqual(post.mediaAttachments.map((one) => one.description), ["A river"]);
const picture = await fetch(post.mediaAttachments[0].url);
assert.equal(picture.status, 200);
assert.match(picture.headers.get("content-type"), /^image\//);

step("what others do, and notifications in groups");
await chris.v1.accounts.$select(me.id).follow();
await chris.v1.statuses.$select(post.id).favourite();
await chris.v1.statuses.$select(post.id).reblog();
const reply = await chris.v1.statuses.create({ status: "@amira fine", inReplyToId: post.id });
const wanted = ["favourite", "follow", "mention", "reblog"];
const grouped = await until("all of them", async () => {
  const found = await amira.v2.notifications.list();
  const types = new Set(found.notificationGroups.map((group) => group.type));
  return wanted.every((type) => types.has(type)) && found;
});
const favourite = grouped.notificationGroups.find((group) => group.type === "favourite");
assert.equal(favourite.statusId, post.id);
const who = favourite.sampleAccountIds.map((id) => grouped.accounts.find((account) => account.id === id)?.username);
assert.deepEqual(who, ["chris"]);
const group = await amira.v2.notifications.$select(favourite.groupKey).fetch();
assert.equal(group.notificationGroups[0].groupKey, favourite.groupKey);
await amira.v2.notifications.$select(favourite.groupKey).dismiss();
const left = await amira.v2.notifications.list();
assert.ok(left.notificationGroups.every((one) => one.groupKey !== favourite.groupKey));
const policy = await amira.v2.notifications.policy.update({ forNewAccounts: "filter" });
assert.equal(policy.forNewAccounts, "filter");
await amira.v2.notifications.policy.update({ forNewAccounts: "accept" });

step("thread, pages, search, delete");
const thread = await amira.v1.statuses.$select(post.id).context.fetch();
assert.deepEqual(thread.descendants.map((one) => one.id), [reply.id]);
const seen = new Set();
for await (const page of chris.v1.accounts.$select(me.id).statuses.list({ limit: 1 })) {
  assert.ok(page.length <= 1);
  for (const one of page) seen.add(one.id);
}
assert.ok(seen.has(post.id));
const found = await amira.v2.search.list({ q: "chris", resolve: true });
assert.deepEqual(found.accounts.map((account) => account.username), ["chris"]);
await amira.v1.statuses.$select(post.id).remove();
await assert.rejects(amira.v1.statuses.$select(post.id).fetch(), { statusCode: 404 });

step("done");
