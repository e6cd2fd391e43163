/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/prove_evidence.h"

#include "cli/output.h"
#include "cli/words.h"
#include "log/evidence.h"

#include <stdio.h>

/* Its root too: for people its beginning, to compare. */
static void tell_checkpoint(struct account *a, const char *key, const char *root_key, const char *label,
                            const struct checkpoint *c)
{
	char hex[SHA256_HEX_SIZE + 1], text[24 + SHA256_HEX_SIZE + 1];
	sha256_hex(&c->root, hex);
	snprintf(text, sizeof text, "%llu  %.16s…", (unsigned long long)c->size, hex);
	account_pair_number(a, key, NULL, c->size);
	account_pair(a, root_key, NULL, hex);
	account_pair(a, NULL, label, text);
}

static void show_meaning(struct account *o, const struct evidence *is)
{
	switch (is->kind) {
	case EVIDENCE_FORK:
		account_line(
			o, "%s",
			_("PROVEN: the log's own key signed two different logs of the same size. Nothing "
		          "can explain that."));
		break;
	case EVIDENCE_ROLLBACK:
		account_line(
			o, "%s",
			_("NOT PROVEN, a question to the unit: a letter with a higher number stands on a "
		          "smaller log than an earlier one did. The unit answers it with a proof that the "
		          "larger log holds the smaller one. Without that, entries were taken away."));
		break;
	case EVIDENCE_UNPROVEN:
		account_line(
			o, "%s",
			_("NOT PROVEN, a question to the unit: both are signed by the log's key, and what "
		          "came along doesn't prove that the larger holds the smaller one. Two honest ones "
		          "look like that without their proof: ask the unit for it."));
		break;
	}
	account_line(o, "%s",
	             _("It doesn't show who did it, or why: a backup that was put back looks the same."));
}

bool evidence_prove(struct account *o, struct bytes file, const struct bytes *rosters, size_t roster_count,
                    const struct sha256 *fingerprint, bool *ret_proven, struct error *e)
{
	struct evidence is;
	if (!evidence_open(file, rosters, roster_count, fingerprint, &is, e))
		return false;
	account_pair_words(o, "kind", _("evidence of"), evidence_kind_name(is.kind),
	                   evidence_kind_words(is.kind));
	account_pair(o, "log", _("log of"), is.log);
	account_pair(o, "witness", _("found by, as it says"), is.witness);
	account_pair_moment(o, "found", _("found, as it says"), is.found);
	account_pair_number(o, "roster_version", _("roster version"), is.roster_version);
	tell_checkpoint(o, "known", "known_root", _("seen before, entries"), &is.known);
	tell_checkpoint(o, "shown", "shown_root", _("shown then, entries"), &is.shown);
	if (is.kind == EVIDENCE_ROLLBACK) {
		account_pair_number(o, "known_letter", _("with letter"), is.known_sequence);
		account_pair_number(o, "shown_letter", _("and letter"), is.shown_sequence);
	}
	*ret_proven = is.kind == EVIDENCE_FORK;
	account_truth(o, "proven", *ret_proven);
	account_blank(o);
	show_meaning(o, &is);
	return true;
}
