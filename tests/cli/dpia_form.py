# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Is it what assessment-output.v2.schema.json of MinBZK/par-dpia-form asks, and does it answer and leave blank what it
should? Usage: dpia_form.py FILE"""
import json, re, sys

form = json.load(open(sys.argv[1]))
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
QUESTION = re.compile(r"[0-9]+(\.[0-9]+)*(\[[0-9]+\])?")
BLANK = "7.2 8.2 13.2 14.1 14.2 16.2 17.2 17.3 18".split()


def is_answer(a):
    value = a["value"]
    return (set(a) == {"value", "lastEditedAt"} and MOMENT.fullmatch(a["lastEditedAt"]) is not None and
            (value is None or (isinstance(value, str) and value != "") or
             (isinstance(value, list) and all(isinstance(v, str) for v in value))))


assert list(form) == ["$schema", "metadata", "answers"], list(form)
assert form["$schema"].endswith("/schemas/assessment-output.v2.schema.json")
assert form["metadata"]["urn"] == "urn:nl:dpia:3.0" and MOMENT.fullmatch(form["metadata"]["createdAt"])
for question, answer in form["answers"].items():
    assert QUESTION.fullmatch(question), question
    if isinstance(answer, dict):
        assert is_answer(answer), question
        continue
    assert [element.pop("_index") for element in answer] == list(range(len(answer))), question
    for element in answer:
        assert element and all(part.startswith(question + ".") and is_answer(a) for part, a in element.items()), question
answers = form["answers"]
assert all(answers[q]["value"] is None for q in BLANK), "what people weigh is blank"
assert all(answers[q]["value"] for q in "1.1 2.3 3.2 4 5.2 6.2 9.2 10.2 11.2 15.1.2".split()), "what the agreement says is there"
known = [e["2.1.1"]["value"] for e in answers["2.1"]]
assert len(known) == len(set(known)) and all(set(e["3.1.3"]["value"]) <= set(known) for e in answers["3.1"]), "fields, each once"
kinds = {e["2.1.1"]["value"]: e["2.1.4"]["value"] for e in answers["2.1"]}
for question, kind in (("12.1", "bijzonder"), ("12.3", "nationaal identificatienummer")):
    of_kind = [name for name in known if kinds[name] == kind]
    assert answers[question + ".1"]["value"] == ("true" if of_kind else "false"), question
    assert not of_kind or answers[question + ".2"][0][question + ".2.3"]["value"] == of_kind, question
