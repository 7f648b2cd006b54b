"""A browser without a screen: keeps cookies, follows redirects, fills in forms as they are on the page."""

from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup


class Browser:
    def __init__(self):
        self.session = requests.Session()

    def open(self, address):
        self.answer = self.session.get(address)
        self.answer.raise_for_status()

    @property
    def address(self):
        return self.answer.url

    @property
    def page(self):
        return BeautifulSoup(self.answer.text, "html.parser")

    def form(self, selector):
        form = self.page.select_one(selector)
        assert form is not None, f"no {selector} at {self.address}:\n{self.answer.text}"
        return form

    def send(self, form, **filled):
        """Sends a form with its first button, with what stands in it but for what is filled in."""
        values = []
        for field in form.select("input[name], textarea[name]"):
            kind = field.get("type", "text")
            if kind in ("submit", "button"):
                continue
            if kind in ("checkbox", "radio") and not field.has_attr("checked"):
                continue
            values.append((field["name"], filled.get(field["name"], field.get("value", ""))))
        button = form.select_one("button[type=submit]")
        if button is not None and button.get("name"):
            values.append((button["name"], button.get("value", "")))
        here = urlsplit(self.address)
        self.answer = self.session.post(
            urljoin(self.address, form.get("action", "")),
            data=values,
            headers={"Origin": f"{here.scheme}://{here.netloc}", "Referer": self.address},
        )
        self.answer.raise_for_status()

    def allow(self, address, name, password):
        """Signs in where that is asked for, agrees that a program may use the account, and gives the code
        that the page shows."""
        self.open(address)
        if self.page.select_one("input[name=password]"):
            self.send(self.form("form:has(input[name=password])"), username=name, password=password)
        self.send(self.form('form[action*="/oauth/authorize"]'))
        code = parse_qs(urlsplit(self.address).query)["code"][0]
        assert code in self.page.get_text(), "the page shows the code"
        return code
