"""What people do with a program made with Mastodon.py. Every step fails loudly."""

import time

import requests
from browser import Browser
from mastodon import Mastodon, MastodonNotFoundError, MastodonUnauthorizedError, StreamListener
from story import HOST, OTHER, OTHER_HOST, PASSWORD, STORY, URL, step, until

SCOPES = ["read", "write", "follow", "push"]
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def log_in(name):
    client_id, client_secret = Mastodon.create_app(
        "A program", api_base_url=URL, scopes=SCOPES, redirect_uris=OUT_OF_BAND, website="https://program.example"
    )
    api = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=URL)
    page = api.auth_request_url(scopes=SCOPES, redirect_uris=OUT_OF_BAND, force_login=True)
    code = Browser().allow(page, name, PASSWORD)
    api.log_in(code=code, scopes=SCOPES, redirect_uri=OUT_OF_BAND)
    assert api.account_verify_credentials().username == name
    return api


def with_id(listed, id):
    return next((one for one in listed if one.id == id), None)


class Heard(StreamListener):
    def __init__(self):
        self.updates, self.deleted, self.notified, self.edited = [], [], [], []

    def on_update(self, status):
        self.updates.append(status.id)

    def on_delete(self, status_id):
        self.deleted.append(str(status_id))

    def on_status_update(self, status):
        self.edited.append(status.id)

    def on_notification(self, notification):
        self.notified.append(notification.type)


def talk(amira, chris):
    step("post, reply, boost, favourite, bookmark")
    post = amira.status_post(
        "Who has tried #exittickets?", spoiler_text="teaching", language="en", visibility="public"
    )
    assert post.spoiler_text == "teaching" and post.language == "en"
    assert post.application.name == "A program", post.application
    assert [tag.name for tag in post.tags] == ["exittickets"]
    reply = chris.status_reply(post, "we have")
    assert reply.in_reply_to_id == post.id and reply.mentions[0].username == "amira"
    assert chris.status_reblog(post).reblog.reblogged
    assert chris.status_favourite(post).favourited
    assert chris.status_bookmark(post).bookmarked
    assert with_id(chris.bookmarks(), post.id) and with_id(chris.favourites(), post.id)
    seen = amira.status(post)
    assert (seen.replies_count, seen.reblogs_count, seen.favourites_count) == (1, 1, 1), seen
    assert [one.id for one in amira.status_context(post).descendants] == [reply.id]
    assert [one.username for one in amira.status_favourited_by(post)] == ["chris"]

    step("notifications, one by one and in groups")
    wanted = {"mention", "reblog", "favourite"}
    until("notifications", lambda: wanted <= {one.type for one in amira.notifications()})
    groups = amira.grouped_notifications(expand_accounts="full")
    assert wanted <= {group.type for group in groups.notification_groups}
    newest = amira.notifications(limit=1)
    older = amira.fetch_next(newest)
    assert older[0].id != newest[0].id
    return post


def meet_ben(amira, ben):
    step("search somebody elsewhere, follow, read")
    found = until("Ben", lambda: amira.search_v2(f"@ben@{OTHER_HOST}", result_type="accounts").accounts)
    account = found[0]
    assert account.acct == f"ben@{OTHER_HOST}", account.acct
    amira.account_follow(account)
    until("the follow is accepted", lambda: amira.account_relationships(account)[0].following)
    posted = ben.status_post(f"Hello @amira@{HOST}, a lesson plan about #rivers")
    seen = until(
        "Ben's post at home", lambda: next((one for one in amira.timeline_home() if one.uri == posted.uri), None)
    )
    assert seen.account.id == account.id
    until("his mention", lambda: any(one.type == "mention" and one.status.uri == posted.uri for one in amira.notifications()))
    by_address = amira.search_v2(posted.url, result_type="statuses").statuses
    assert [one.id for one in by_address] == [seen.id], by_address

    step("lists")
    planners = amira.list_create("planners")
    amira.list_accounts_add(planners, account)
    assert [one.id for one in amira.list_accounts(planners)] == [account.id]
    again = ben.status_post("Another lesson plan")
    until("Ben's post in the list", lambda: any(one.uri == again.uri for one in amira.timeline_list(planners)))
    amira.list_delete(planners)
    return account


def show(amira):
    step("media")
    media = amira.media_post(STORY["picture"], description="A river", focus=(0.5, -0.5), synchronous=True)
    assert media.type == "image" and media.description == "A river" and media.blurhash
    post = amira.status_post("See", media_ids=[media])
    shown = post.media_attachments[0]
    assert shown.id == media.id and shown.meta.focus.x == 0.5
    for address in (shown.url, shown.preview_url):
        got = requests.get(address)
        assert got.status_code == 200 and got.headers["content-type"].startswith("image/"), address
    return post


def ask(amira, chris):
    step("poll and vote")
    poll = amira.make_poll(["yes", "no"], expires_in=3600)
    post = amira.status_post("Do you use exit tickets?", poll=poll)
    voted = chris.poll_vote(post.poll, [0])
    assert voted.voted and voted.own_votes == [0]
    assert [option.votes_count for option in amira.poll(post.poll).options] == [1, 0]


def change(amira, chris):
    step("edit, history, delete")
    post = amira.status_post("Exit tickets are grate")
    edited = amira.status_update(post, "Exit tickets are great")
    assert "great" in edited.content and edited.edited_at
    assert len(chris.status_history(post)) == 2
    assert amira.status_source(post).text == "Exit tickets are great"
    gone = amira.status_delete(post)
    assert gone.text == "Exit tickets are great"
    try:
        chris.status(post)
    except MastodonNotFoundError:
        return
    raise AssertionError("a deleted post is still there")


def hide(amira, chris):
    step("filters")
    filtering = amira.create_filter_v2(
        title="no football",
        context=["home", "public"],
        filter_action="warn",
        keywords_attributes=[{"keyword": "football", "whole_word": True}],
    )
    amira.account_follow(amira.account_lookup("chris"))
    post = chris.status_post("A football match")
    seen = until("the post at home", lambda: with_id(amira.timeline_home(), post.id))
    assert [one.filter.title for one in seen.filtered] == ["no football"], seen.filtered
    amira.delete_filter_v2(filtering)
    assert not with_id(amira.timeline_home(), post.id).filtered


def listen(amira, chris):
    step("streaming: server-sent events")
    assert amira.stream_healthy()
    heard = Heard()
    stream = amira.stream_user(heard, run_async=True)
    until("the stream is open", stream.is_receiving)
    post = chris.status_post("Hear this, @amira")
    until("the post", lambda: post.id in heard.updates)
    until("the mention", lambda: "mention" in heard.notified)
    chris.status_update(post, "Hear this again, @amira")
    until("the edit", lambda: post.id in heard.edited)
    chris.status_delete(post)
    until("the end of the post", lambda: str(post.id) in heard.deleted)
    stream.close()

    step("streaming: one WebSocket for several streams")
    home, tagged = Heard(), Heard()
    with amira.stream_open_websocket() as socket:
        amira.stream_user(home, websocket_handle=socket)
        amira.stream_hashtag("rivers", tagged, websocket_handle=socket)
        # What is posted before the server has read both subscriptions is not sent: the first proves them.
        def reaches_both():
            post = chris.status_post("About #rivers")
            time.sleep(0.3)
            return post.id in home.updates and post.id in tagged.updates

        until("a post in both streams", reaches_both)


def log_out(amira):
    step("log out")
    token = amira.access_token
    amira.revoke_access_token()
    try:
        Mastodon(access_token=token, api_base_url=URL).account_verify_credentials()
    except MastodonUnauthorizedError:
        return
    raise AssertionError("a token that was given back still opens the account")


def main():
    step("log in by the browser")
    amira, chris = log_in("amira"), log_in("chris")
    ben = Mastodon(access_token=STORY["ben_token"], api_base_url=OTHER)
    talk(amira, chris)
    meet_ben(amira, ben)
    show(amira)
    ask(amira, chris)
    change(amira, chris)
    hide(amira, chris)
    listen(amira, chris)
    log_out(amira)
    step("done")


main()
