# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What `status` says, on standard input: the size of the log first, then all that must stay as it is."""
import json, sys
o = json.load(sys.stdin)
print(o.pop("log_size"))
o.pop("unwitnessed", None)  # these grow with the log
for witness in o.get("witnesses", []):
    witness.pop("unseen")
print(json.dumps(o))
