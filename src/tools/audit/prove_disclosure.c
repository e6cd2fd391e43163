/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/prove_disclosure.h"

#include "cli/words.h"
#include "log/disclosure.h"

#include <stdio.h>

/* What the entry of an act says in public, and of a client's that it belongs to one. */
static void show_act(struct output *o, const struct entry *entry)
{
	char when[MOMENT_SIZE + 1];
	output_pair_number(o, "entry", _("entry"), entry->index);
	if (entry->child) {
		output_pair_number(o, "parent", _("a client of entry"), entry->parent);
		return;
	}
	moment_format(entry->start, when);
	output_pair(o, "start", _("when"), when);
	output_pair_token(o, "action", _("act"), entry->action);
	if (entry->finding)
		output_pair(o, "finding", _("finding"), entry->finding);
	if (entry->terms.agreement)
		output_pair(o, "agreement", _("agreement"), entry->terms.agreement);
	if (entry->terms.purpose)
		output_pair(o, "purpose", _("purpose"), entry->terms.purpose);
	if (entry->terms.ground)
		output_pair(o, "ground", _("ground"), entry->terms.ground);
	if (entry->peer)
		output_pair(o, "peer", _("unit"), entry->peer);
	if (entry->role)
		output_pair(o, "role", _("role"), entry->role);
	if (entry->mandate)
		output_pair(o, "mandate", _("mandate"), entry->mandate);
}

static const char *field_label(enum private_field f)
{
	static const char *const labels[PRIVATE_COUNT] = {
		[PRIVATE_SUBJECT] = N_("client"),
		[PRIVATE_SUBJECT_TYPE] = N_("known by"),
		[PRIVATE_RECORD] = N_("record"),
		[PRIVATE_REASON] = N_("reason"),
		[PRIVATE_CASE] = N_("case"),
		[PRIVATE_CONSENT] = N_("consent"),
		[PRIVATE_FIELDS_SHOWN] = N_("fields shown"),
		[PRIVATE_WITHHELD] = N_("kept back"),
		[PRIVATE_WORKSTATION] = N_("workstation"),
	};
	return _(labels[f]);
}

static bool show_entry(void *context, const struct disclosure_entry *entry, struct error *e)
{
	struct output *o = context;
	if (o->json)
		json_object_of(&o->writer, NULL);
	else
		output_line(o, "%s", "");
	show_act(o, entry->entry);
	if (o->json)
		json_object_of(&o->writer, "disclosed");
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		if (entry->disclosed[f] && (o->json || *entry->values[f]))
			output_pair(o, private_field_name((enum private_field)f),
			            field_label((enum private_field)f), entry->values[f]);
	if (o->json) {
		json_end_object(&o->writer);
		json_end_object(&o->writer);
	}
	return account_ok(o, e);
}

bool disclosure_prove(struct output *o, struct bytes file, const char *path, const struct bytes *rosters,
                      size_t roster_count, const struct sha256 *fingerprint, struct error *e)
{
	_cleanup_(disclosure_text_freep) struct disclosure_text *text = NULL;
	struct disclosure d;
	char made[MOMENT_SIZE + 1];
	output_pair(o, "kind", _("kind"), "disclosure");
	if (o->json)
		json_array_of(&o->writer, "entries");
	if (!disclosure_verify(file, path, rosters, roster_count, fingerprint, &d, &text, show_entry, o, e))
		return false;
	if (o->json)
		json_end_array(&o->writer);
	moment_format(d.made, made);
	output_line(o, "%s", "");
	output_pair(o, "log", _("log of"), d.log);
	output_pair(o, "made", _("disclosed on"), made);
	output_pair(o, "by", _("by"), d.by);
	if (d.second)
		output_pair(o, "second", _("and"), d.second);
	output_pair(o, "recipient", _("to"), d.recipient);
	output_pair(o, "reason", _("reason"), d.reason);
	if (o->json)
		json_truth(&o->writer, "proved", true);
	output_line(o, "%s",
	            _("Proved: these entries stand in that log, and these are the values that they commit "
	              "to. Whether an entry is true, no log can show."));
	return true;
}
