# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""log.json has an entry for each client of the package, without a name."""
import json
entries = json.load(open("log.json"))["entries"]
packed = [e for e in entries if e["action"] == "pack"]
assert len(packed) == 2 # the cases, and the retraction that the withdrawal made
children = [e for e in entries if e["parent"] == str(packed[0]["entry"])]
assert len(children) == 12, len(children)
assert all(not e["private"] for e in entries)
