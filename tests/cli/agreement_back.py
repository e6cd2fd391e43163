# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Makes back.note: an agreement in the other direction, whose ground asks for an override."""
import os, re, subprocess
subprocess.run(["sluis-officer", "agreement", "new", "--template", "wmo-wi", "-o", "back.note"], check=True, stdout=subprocess.DEVNULL)
text = open("back.note").read()
table = open(os.environ["SLUIS_SOURCE"] + "/share/sluis/grounds-nl.yaml").read()
for old, new in [("id: oss-wmo-wi\n", "id: oss-terug\n"), ("code: onderzoek-2.3.2", "code: reintegratie"), ("task: wmo-2.3.2", "task: pw-7-1-a"),
                 ("from: oss.nl/wi\n    to: oss.nl/wmo\n", "from: oss.nl/wmo\n    to: oss.nl/wi\n"), ("phase: onderzoek", "phase: uitvoering"),
                 ("ground: wmo-5.1.1-4", "ground: wmo-5.3.3-1"),
                 (re.search(r"    article: .*\n", text)[0], "    article: " + re.search(r"(?s)id: wmo-5\.3\.3-1\n.*?    article: (.*?\n)", table)[1]),
                 ("no_objection: true", "no_objection: false")]:
    assert text.count(old) == 1, old
    text = text.replace(old, new)
open("back.note", "w").write(text)
