#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Pages in a browser: all that they say can be read, on a telephone, on a desk and on paper.

  pages.py WORK FILE…     in headless Chromium, at 400 and at 1280 pixels wide and on A4: every text lies inside the
                          page and inside its cell, nothing is clipped or scrolls, no title's word is broken, what is
                          folded is all there on paper; with the values as they are, and with each of them replaced
                          by one that is long. With AXE (axe-core's axe.min.js) named in the environment: it finds
                          nothing. And nothing but the file itself is asked for.
"""
import json
import os
import pathlib
import re
import sys

from browser import Browser

# The width of A4 between the page's own margins (16 mm), in CSS pixels: (210 - 32) / 25.4 × 96.
LAYOUTS = {"400 px": (400, False), "1280 px": (1280, False), "A4": (672, True)}
LEAST_HEIGHT = 8  # pixels, of a line of text
LONG = ["W" * 200, "0123456789abcdef" * 4, "Arbeidsongeschiktheidsverzekeringsmaatschappij " * 6, "18446744073709551615", "ja"]

MEASURE = """(function (folded) {
  var width = document.documentElement.clientWidth, faults = [], seen = 0;
  function fault(what, text) { faults.push(what + ": " + text.trim().slice(0, 60)); }
  function outside(r, box) { return r.left < box.left - 1 || r.right > box.right + 1; }
  if (document.scrollingElement.scrollWidth > width) fault("the page scrolls sideways", String(document.scrollingElement.scrollWidth));
  document.querySelectorAll("body, body *").forEach(function (e) {
    var style = getComputedStyle(e);
    if (!e.closest("svg, .skip") && (style.overflowX != "visible" || style.overflowY != "visible")) fault("cuts or scrolls", e.outerHTML);
    if (style.display != "inline" && !e.closest("svg, .skip") && e.scrollWidth > e.clientWidth + 1) fault("wider than its room", e.outerHTML);
    if (style.textOverflow == "ellipsis" || style.webkitLineClamp != "none") fault("shortened", e.outerHTML);
  });
  var walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    var text = walk.currentNode, e = text.parentElement;
    if (!text.data.trim() || e.closest(".skip, style, script")) continue;
    var details = e.closest("details"), closed = details && !details.open && !e.closest("summary");
    var range = document.createRange();
    range.selectNodeContents(text);
    var rects = Array.from(range.getClientRects()).filter(function (r) { return r.width > 0; });
    var none = e.closest("thead, figure"), hidden = none && getComputedStyle(none).display == "none";
    var shown = e.checkVisibility({contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true});
    if (!rects.length || !shown) { if (!hidden && !(closed && folded)) fault("not shown", text.data); continue; }
    if (closed && folded) fault("not folded", text.data);
    seen++;
    var cell = e.closest("td, th, dd, dt, p, summary");
    rects.forEach(function (r) {
      if (r.left < -0.5 || r.right > width + 0.5 || r.top + window.scrollY < 0) fault("outside the page", text.data);
      if (r.height < LEAST) fault("too small", text.data);
      if (cell && outside(r, cell.getBoundingClientRect())) fault("outside its cell", text.data);
    });
  }
  document.querySelectorAll("thead th").forEach(function (th) {
    if (!th.firstChild || getComputedStyle(th.closest("thead")).display == "none") return;
    var words = /\\S+/g, found;
    while ((found = words.exec(th.firstChild.data))) {
      var range = document.createRange();
      range.setStart(th.firstChild, found.index);
      range.setEnd(th.firstChild, found.index + found[0].length);
      if (range.getClientRects().length > 1) fault("a word of a title is broken", found[0]);
    }
  });
  document.querySelectorAll("table").forEach(function (table) {
    var titles = Array.from(table.querySelectorAll("thead th")).map(function (th) { return th.textContent; });
    var blocks = getComputedStyle(table.querySelector("thead")).display == "none";
    table.querySelectorAll("tbody tr").forEach(function (row) { Array.from(row.children).forEach(function (cell, i) {
      var label = getComputedStyle(cell, "::before").content;
      if (blocks && cell.textContent && label != JSON.stringify(titles[i])) fault("a cell without its title", cell.textContent);
    }); });
  });
  return {seen: seen, faults: faults.slice(0, 5)};
})(FOLDED)"""

FILL = """document.querySelectorAll("td, th[scope=row], dd, summary, details p, h1, h3, header p, main > p, section > p").forEach(
  function (e, i) { if (e.textContent.trim()) e.textContent = VALUES[i % VALUES.length]; })"""

SKIP = """(function () {
  var skip = document.querySelector(".skip");
  skip.focus();
  var r = skip.getBoundingClientRect();
  skip.blur();
  return r.left >= 0 && r.right <= document.documentElement.clientWidth;
})()"""

RUN_AXE = """axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(
  function (r) { return {passes: r.passes.length, violations: r.violations.map(function (v) {
    return v.id + ": " + v.help + ": " + v.nodes.map(function (n) { return n.html.slice(0, 120); }).join(" "); })}; })"""


def measure(browser, folded):
    script = MEASURE.replace("LEAST", str(LEAST_HEIGHT)).replace("FOLDED", json.dumps(folded))
    result = browser.run(script)
    if not folded and result["seen"] < 10:
        result["faults"].append(f"only {result['seen']} texts were seen")
    return result["faults"]


def unfold(browser, opened):
    browser.run(f"document.querySelectorAll('details').forEach(function (d) {{ d.open = {json.dumps(opened)}; }})")


def look(browser):
    """All of the page that is open; on paper it has to be seen as it comes, folded."""
    for name, (width, paper) in LAYOUTS.items():
        browser.lay_out(width, paper)
        unfold(browser, not paper)
        yield from (f"{name}: {fault}" for fault in measure(browser, False))


def look_as_it_comes(browser, axe):
    yield from look(browser)
    for name in ("400 px", "1280 px"):
        browser.lay_out(*LAYOUTS[name])
        unfold(browser, False)
        yield from (f"{name}, folded: {fault}" for fault in measure(browser, True))
        unfold(browser, True)
        if not browser.run(SKIP):
            yield f"{name}: the link to the content isn't inside the page when it is reached"
        if axe and name == "400 px":  # where tables are blocks, and have to say what they are
            yield from (f"{name}: axe: {fault}" for fault in ask_axe(browser, axe))


def ask_axe(browser, axe):
    browser.run(axe + "; 0")
    result = browser.run(RUN_AXE)
    if result["passes"] < 10:
        yield f"looked at only {result['passes']} things"
    yield from result["violations"]


def faults_of(browser, path, axe):
    asked = browser.open(path)
    if len(asked) != 1:
        yield f"asks for {asked}"
    yield from look_as_it_comes(browser, axe)
    # All as long as can be; and long beside short, by turns.
    for values in (LONG[:1], LONG):
        browser.run(FILL.replace("VALUES", json.dumps(values)))
        yield from (f"filled with {values[0][:8]}… and {len(values) - 1} others: {fault}" for fault in look(browser))
    browser.open(path)
    sheets = set(re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", browser.paper()))
    if {(round(float(w)), round(float(h))) for w, h in sheets} != {(595, 842)}:
        yield f"paper of {sheets}"


def main():
    work, files = sys.argv[1], sys.argv[2:]
    axe = os.environ.get("AXE") and pathlib.Path(os.environ["AXE"]).read_text(encoding="utf-8")
    found = 0
    with Browser(work) as browser:
        for path in files:
            for fault in faults_of(browser, path, axe):
                print(f"{path}: {fault}")
                found += 1
    print(f"{len(files)} pages, {found} faults")
    sys.exit(1 if found or not files else 0)


main()
