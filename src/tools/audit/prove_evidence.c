/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/prove_evidence.h"

#include "cli/words.h"
#include "log/evidence.h"
#include "tools/audit/commands.h"

#include <stdio.h>

static void show_checkpoint(struct output *o, const char *key, const char *label, const struct checkpoint *c)
{
	char hex[SHA256_HEX_SIZE + 1], text[24 + SHA256_HEX_SIZE + 1], root_key[32];
	sha256_hex(&c->root, hex);
	if (o->json) {
		snprintf(root_key, sizeof root_key, "%s_root", key);
		output_pair_number(o, key, label, c->size);
		output_pair(o, root_key, label, hex);
		return;
	}
	snprintf(text, sizeof text, "%llu  %.16s…", (unsigned long long)c->size, hex);
	output_pair(o, key, label, text);
}

static void show_meaning(struct output *o, const struct evidence *is)
{
	switch (is->kind) {
	case EVIDENCE_FORK:
		output_line(o, "%s",
		            _("PROVEN: the log's own key signed two different logs of the same size. Nothing "
		              "can explain that."));
		break;
	case EVIDENCE_ROLLBACK:
		output_line(o, "%s",
		            _("SHOWN: a letter with a higher number stands on a smaller log than an earlier "
		              "one did. Unless the unit can prove that the larger "
		              "log holds the smaller one, entries were taken away."));
		break;
	case EVIDENCE_UNPROVEN:
		output_line(o, "%s",
		            _("SHOWN: both are signed by the log's key, and what came along doesn't prove "
		              "that the larger holds the smaller one. Unless the unit "
		              "can prove it, the log was changed."));
		break;
	}
	output_line(o, "%s",
	            _("It doesn't show who did it, or why: a backup that was put back looks the same."));
}

bool evidence_prove(struct output *o, struct bytes file, const struct bytes *rosters, size_t roster_count,
                    const struct sha256 *fingerprint, struct error *e)
{
	struct evidence is;
	if (!evidence_open(file, rosters, roster_count, fingerprint, &is, e))
		return false;
	output_pair_token(o, "kind", _("evidence of"), evidence_kind_name(is.kind));
	output_pair(o, "log", _("log of"), is.log);
	output_pair(o, "witness", _("found by, as it says"), is.witness);
	audit_show_moment(o, "found", _("found, as it says"), is.found);
	output_pair_number(o, "roster_version", _("roster version"), is.roster_version);
	show_checkpoint(o, "known", _("seen before, entries"), &is.known);
	show_checkpoint(o, "shown", _("shown then, entries"), &is.shown);
	if (is.kind == EVIDENCE_ROLLBACK) {
		output_pair_number(o, "known_letter", _("with letter"), is.known_sequence);
		output_pair_number(o, "shown_letter", _("and letter"), is.shown_sequence);
	}
	if (o->json)
		json_truth(&o->writer, "proven", is.kind == EVIDENCE_FORK);
	output_line(o, "%s", "");
	show_meaning(o, &is);
	return true;
}
