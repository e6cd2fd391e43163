# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""template.yaml, with other values: KEY=VALUE… of the agreement and of its one purpose; its article is its row's,
unless one is given"""
import os, re, sys
text, fields = open("template.yaml").read(), None
units = {"oss.nl/wi": "pw", "oss.nl/wmo": "wmo"}
for word in sys.argv[1:]:
    key, value = word.split("=", 1)
    if key == "fields":
        fields = value.split(",")
    elif key == "kind-of":
        unit, kind = value.split(":")
        units[unit] = kind
    elif key == "end":
        text += value + "\n"
    else:
        text, n = re.subn(rf"^(\s*(?:- )?{key}:) .*$", lambda m: m[1] + " " + value, text, flags=re.M)
        assert n == 1, key
if not any(word.startswith("article=") for word in sys.argv[1:]):
    table = open(os.environ["SLUIS_SOURCE"] + "/share/sluis/grounds-nl.yaml").read()
    rows = dict(re.findall(r"(?ms)^  - id: (\S+)$.*?^    article: (.*?)$", table))
    ground = re.search(r"(?m)^    ground: (\S+)$", text)[1]
    text = re.sub(r"(?m)^    article: .*$", lambda m: "    article: " + rows.get(ground, '"x"'), text)
text = re.sub(r"(  - unit: (\S+)\n    controller: .*\n    kind:) \S+", lambda m: m[1] + " " + units[m[2]], text)
if fields:
    lines = "".join(f"      - field: {f}\n        why: \"Nodig voor dit doel.\"\n" for f in fields)
    text = re.sub(r"(?m)(^    fields:\n)(?:      - field: .*\n        why: .*\n)+", lambda m: m[1] + lines, text)
sys.stdout.write(text)
