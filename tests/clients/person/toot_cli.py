"""What people do with toot on a command line. Every step fails loudly."""

import json
import os
import re
import subprocess
import sys
import tempfile

from browser import Browser
from mastodon import Mastodon
from story import HOST, OTHER, OTHER_HOST, PASSWORD, STORY, URL, step, until

HERE = os.path.dirname(os.path.abspath(__file__))


class Person:
    """Somebody with a terminal, and a folder for settings."""

    def __init__(self, name, folder):
        self.name = name
        self.environment = {**os.environ, "XDG_CONFIG_HOME": os.path.join(folder, name), "BROWSER": "true"}

    def start(self, *words, **more):
        return subprocess.Popen(
            [sys.executable, os.path.join(HERE, "toot_here.py"), *words],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **more,
        )

    def toot(self, *words):
        running = self.start(*words)
        said, _ = running.communicate(timeout=60)
        assert running.returncode == 0, f"toot {' '.join(words)}:\n{said}"
        return said

    def json(self, *words):
        return json.loads(self.toot(*words, "--json"))

    def log_in(self):
        running = self.start("login", "--instance", URL)
        said = ""
        while not (found := re.search(r"https?://\S+/oauth/authorize/\S+", said)):
            line = running.stdout.readline()
            assert line, f"toot login ended:\n{said}"
            said += line
        code = Browser().allow(found.group(0), self.name, PASSWORD)
        rest, _ = running.communicate(f"n\n{code}\n", timeout=60)
        assert running.returncode == 0 and "Successfully logged in" in rest, said + rest
        assert f"@{self.name}" in self.toot("whoami")


def talk(amira, chris):
    step("post, reply, boost, favourite, bookmark")
    post = amira.json("post", "Who has tried exit tickets?", "--spoiler-text", "teaching", "--language", "en")
    assert post["spoiler_text"] == "teaching"
    reply = chris.json("post", "@amira we have", "--reply-to", post["id"])
    assert reply["in_reply_to_id"] == post["id"]
    assert chris.json("reblog", post["id"])["reblog"]["id"] == post["id"]
    assert chris.json("favourite", post["id"])["favourited"]
    assert chris.json("bookmark", post["id"])["bookmarked"]
    assert post["id"] in chris.toot("bookmarks", "--once")
    assert [one["id"] for one in amira.json("thread", post["id"])["descendants"]] == [reply["id"]]
    assert [one["username"] for one in amira.json("reblogged-by", post["id"])] == ["chris"]

    step("notifications")
    wanted = {"mention", "reblog", "favourite"}
    until("notifications", lambda: wanted <= {one["type"] for one in amira.json("notifications")})
    assert "favourited your status" in amira.toot("notifications")


def meet_ben(amira, ben):
    step("search somebody elsewhere, follow, read, mute")
    handle = f"@ben@{OTHER_HOST}"
    until("Ben", lambda: amira.json("search", handle, "--resolve", "--type", "accounts")["accounts"])
    amira.toot("follow", handle)
    account = amira.json("whois", handle)
    assert account["acct"] == f"ben@{OTHER_HOST}"
    until("the follow is accepted", lambda: f"ben@{OTHER_HOST}" in amira.toot("following", "amira"))
    posted = ben.status_post(f"Hello @amira@{HOST}, a lesson plan")
    until("at home", lambda: any(one["uri"] == posted.uri for one in amira.json("timelines", "home")))

    step("lists")
    amira.toot("lists", "create", "planners")
    amira.toot("lists", "add", "planners", handle)
    assert f"ben@{OTHER_HOST}" in amira.toot("lists", "accounts", "planners")
    again = ben.status_post("Another lesson plan")
    until(
        "in the list",
        lambda: any(one["uri"] == again.uri for one in amira.json("timelines", "list", "planners")),
    )
    amira.toot("lists", "delete", "planners")
    assert amira.json("lists", "list") == []
    amira.toot("mute", handle)
    assert [one["acct"] for one in amira.json("muted")] == [f"ben@{OTHER_HOST}"]
    amira.toot("unmute", handle)
    assert amira.json("muted") == []


def show(amira, chris):
    step("media")
    post = amira.json("post", "See", "--media", STORY["picture"], "--description", "A river")
    assert [one["description"] for one in post["media_attachments"]] == ["A river"]
    assert "See" in amira.toot("status", post["id"])

    step("poll and vote")
    post = amira.json("post", "Exit tickets?", "--poll-option", "yes", "--poll-option", "no", "--poll-expires-in", "1h")
    poll = post["poll"]["id"]
    assert chris.json("polls", "vote", poll, "0")["voted"]
    assert [one["votes_count"] for one in amira.json("polls", "show", poll)["options"]] == [1, 0]

    step("schedule, pin, delete")
    later = amira.json("post", "Tomorrow", "--scheduled-in", "1d")
    assert later["scheduled_at"]
    assert amira.json("pin", post["id"])["pinned"]
    assert not amira.json("unpin", post["id"])["pinned"]
    amira.toot("delete", post["id"])
    gone = amira.start("status", post["id"])
    said, _ = gone.communicate(timeout=60)
    assert gone.returncode != 0 and "not found" in said.lower(), said

    step("tags")
    amira.toot("tags", "follow", "rivers")
    assert [one["name"] for one in amira.json("tags", "followed")] == ["rivers"]
    amira.toot("tags", "unfollow", "rivers")
    assert amira.json("tags", "followed") == []


def main():
    with tempfile.TemporaryDirectory() as folder:
        amira, chris = Person("amira", folder), Person("chris", folder)
        step("log in by the browser")
        amira.log_in()
        chris.log_in()
        ben = Mastodon(access_token=STORY["ben_token"], api_base_url=OTHER)
        talk(amira, chris)
        meet_ben(amira, ben)
        show(amira, chris)
        step("log out")
        amira.toot("logout", f"amira@{HOST}")
        assert "not logged in" in amira.toot("auth")
        step("done")


main()
