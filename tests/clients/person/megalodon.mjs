// What people do with a program made with megalodon, which Whalebird and others are: Amira and Chris at one
// instance.

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";

import megalodon, { detector } from "megalodon";

import { step, story, until } from "./story.mjs";

const generator = megalodon.default ?? megalodon;

step("what software is it");
const kind = await detector(story.url);
assert.equal(kind, "mastodon", "it is used as a Mastodon");
const amira = generator(kind, story.url, story.amira_token);
const chris = generator(kind, story.url, story.chris_token);
const instance = (await amira.getInstance()).data;
assert.ok(instance.urls.streaming_api.startsWith("ws"), JSON.stringify(instance.urls));

step("introduce a program");
const program = await amira.registerApp("A program", { scopes: ["read", "write", "follow"] });
assert.ok(program.client_id && program.client_secret && program.url.includes("/oauth/authorize"));

step("streaming: a socket for one stream");
const heard = [];
const stream = await amira.userStreaming();
for (const event of ["update", "notification", "delete", "status_update", "error"]) {
  stream.on(event, (payload) => heard.push([event, payload]));
}
let isOpen = false;
stream.on("connect", () => (isOpen = true));
await until("the stream is open", () => isOpen);
const me = (await amira.verifyAccountCredentials()).data;
await chris.followAccount(me.id);
await until("the follower", () => heard.some(([event, told]) => event === "notification" && told.type === "follow"));
const own = (await amira.postStatus("Hear this")).data;
await until("one's own post", () => heard.some(([event, post]) => event === "update" && post.id === own.id));
await amira.editStatus(own.id, { status: "Hear this again" });
await until("the edit", () => heard.some(([event, post]) => event === "status_update" && post.id === own.id));
await amira.deleteStatus(own.id);
await until("its end", () => heard.some(([event, id]) => event === "delete" && id === own.id));
stream.stop();
assert.deepEqual(heard.filter(([event]) => event === "error"), []);

step("media, poll, vote");
const media = (await amira.uploadMedia(createReadStream(story.picture), { description: "A river" })).data;
assert.equal(media.type, "image");
const shown = (await amira.postStatus("See", { media_ids: [media.id], visibility: "public", spoiler_text: "a picture" })).data;
assert.deepEqual(shown.media_attachments.map((one) => one.description), ["A river"]);
const asked = (await amira.postStatus("Exit tickets?", { poll: { options: ["yes", "no"], expires_in: 3600 } })).data;
const poll = (await chris.votePoll(asked.poll.id, [0])).data;
assert.equal(poll.voted, true);
assert.deepEqual(poll.options.map((option) => option.votes_count), [1, 0]);

step("what others do");
await chris.favouriteStatus(shown.id);
await chris.reblogStatus(shown.id);
await chris.postStatus("@amira fine", { in_reply_to_id: shown.id });
await until("notifications", async () => {
  const types = new Set((await amira.getNotifications()).data.map((one) => one.type));
  return ["favourite", "reblog", "mention", "follow"].every((type) => types.has(type));
});
const context = (await amira.getStatusContext(shown.id)).data;
assert.equal(context.descendants.length, 1);
const home = (await chris.getHomeTimeline()).data;
assert.ok(home.some((one) => one.id === asked.id));
assert.ok((await chris.getLocalTimeline()).data.some((one) => one.id === shown.id));
const found = (await amira.search("chris", { type: "accounts" })).data;
assert.deepEqual(found.accounts.map((account) => account.username), ["chris"]);
await amira.deleteStatus(shown.id);
await assert.rejects(amira.getStatus(shown.id), (error) => error.response.status === 404);

step("done");
