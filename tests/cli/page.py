#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""A page that sluis wrote, held against what WCAG 2.2 AA asks of one like it.

  page.py FILE LANGUAGE             what can be told from the markup: language, title, landmarks, one h1 and
                                    headings in order, captions and scopes, names of images, unique ids, no
                                    script, nothing from outside, contrast of the style's colours

pages.py opens it in a browser.
"""
import html.parser
import pathlib
import re
import sys

VOID = {"meta", "br", "col", "hr", "img", "link", "input", "path", "rect"}
LEAST_CONTRAST = 4.5


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.faults, self.open, self.seen, self.ids, self.headings = [], [], [], set(), []
        self.tables, self.text, self.labels = [], {}, set()

    def fault(self, what):
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        self.seen.append((tag, attributes))
        if tag in ("script", "iframe", "object", "embed", "link", "form") or any(a.startswith("on") for a in attributes):
            self.fault(f"<{tag}> has no place here")
        for name in ("src", "href", "srcset", "data", "action", "xlink:href"):
            if attributes.get(name, "#")[:1] != "#":
                self.fault(f"{name} leads outside: {attributes[name]}")
        if "id" in attributes:
            if attributes["id"] in self.ids:
                self.fault(f"id {attributes['id']} twice")
            self.ids.add(attributes["id"])
        self.labels.update(attributes.get("aria-labelledby", "").split())
        if re.fullmatch("h[1-6]", tag):
            level = int(tag[1])
            if level > (self.headings[-1] if self.headings else 0) + 1:
                self.fault(f"<{tag}> behind h{self.headings[-1] if self.headings else 0}")
            self.headings.append(level)
        if tag == "svg" and not (attributes.get("role") == "img" and attributes.get("aria-label")):
            self.fault("an image without a name")
        if tag == "table":
            self.tables.append({"caption": False, "rows": []})
        if tag == "caption":
            self.tables[-1]["caption"] = True
        if tag == "tr":
            self.tables[-1]["rows"].append([])
        if tag in ("td", "th"):
            self.tables[-1]["rows"][-1].append(attributes.get("scope") if tag == "th" else "")
        if attributes.get("tabindex") == "0" and not (attributes.get("role") and attributes.get("aria-label")):
            self.fault("a region that the keyboard reaches has no name")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.fault(f"</{tag}> closes something else")

    def handle_data(self, data):
        if self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    channels = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def check_colours(style):
    """Each rule's text colour against its own background, or else against the page's white."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style)
    for selector, body in rules:
        colour = re.search(r"(?:^|;)(?:color|fill):(#[0-9a-f]+)", body)
        ground = re.search(r"background:(#[0-9a-f]+)", body)
        text = colour.group(1) if colour else "#1b1f24"
        if (colour or ground) and contrast(text, ground.group(1) if ground else "#fff") < LEAST_CONTRAST:
            yield f"{selector}: too little contrast"


def check(path, language):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    page.close()
    tags = [tag for tag, _ in page.seen]
    faults = page.faults
    if page.open:
        faults.append(f"not closed: {page.open}")
    if dict(page.seen[0][1]).get("lang") != language:
        faults.append("another language")
    for tag in ("title", "header", "main", "footer", "h1"):
        if tags.count(tag) != 1:
            faults.append(f"{tags.count(tag)} of <{tag}>")
    if not page.text.get("title", "").strip():
        faults.append("no title")
    faults += [f"aria-labelledby names {label}, which isn't there" for label in page.labels - page.ids]
    if "href=\"#content\"" not in text or "content" not in page.ids:
        faults.append("no link to the content")
    if re.search(r"https?:|url\(|@import|//", re.sub(r"<!DOCTYPE html>", "", text)):
        faults.append("an address")
    for number, table in enumerate(page.tables):
        if not table["caption"] or set(table["rows"][0]) != {"col"} or any(row[0] != "row" for row in table["rows"][1:]):
            faults.append(f"table {number}: caption or headers")
        if len({len(row) for row in table["rows"]}) != 1:
            faults.append(f"table {number}: rows of different length")
    if "svg" in tags and not page.tables:
        faults.append("a chart without its table")
    faults += check_colours(page.text["style"])
    return faults


found = check(*sys.argv[1:3])
print("\n".join(found) if found else "nothing found")
sys.exit(1 if found else 0)
