/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* A fingerprint that goes over paper: one reads it from the screen, another types what stands on the paper.
 */
#include "cli/fingerprints.h"
#include "cli/words.h"
#include "tools/officer/sitting.h"

#include <stdio.h>
#include <string.h>

#define TRIES 3u
#define GROUPS 16u
#define GROUPS_A_LINE 4u

/* Four groups a line, with their numbers, so that who reads and who writes stay together. */
static void show_groups(struct sitting *t, const struct sha256 *h)
{
	char shown[FINGERPRINT_SHOWN_SIZE + 1], spoken[FINGERPRINT_SPOKEN_SIZE + 1];
	fingerprint_show(h, shown);
	fingerprint_show_spoken(h, spoken);
	for (unsigned i = 0; i < GROUPS; i += GROUPS_A_LINE)
		dialogue_say(&t->talk, "  %2u-%-2u  %.23s    %.19s", i + 1, i + GROUPS_A_LINE, spoken + 6 * i,
		             shown + 5 * i);
}

/* "3, 7": the groups in which they differ. */
static void append_differing(struct buffer *out, const struct sha256 *a, const struct sha256 *b)
{
	for (size_t i = 0; i < GROUPS; i++)
		if (memcmp(a->bytes + 2 * i, b->bytes + 2 * i, 2) != 0)
			buffer_printf(out, "%s%zu", out->size ? ", " : "", i + 1);
}

static bool say_differing(struct sitting *t, const struct spoken *w, const struct sha256 *typed,
                          struct error *e)
{
	_cleanup_(buffer_clear) struct buffer groups = { 0 };
	append_differing(&groups, typed, w->hash);
	const char *text = buffer_string(&groups);
	if (!text)
		return error_memory(e);
	dialogue_say(&t->talk,
	             _("  ! The paper says another fingerprint. Groups that differ: %s. Read these "
	               "aloud again, and type it again."),
	             text);
	return true;
}

static bool say_it(struct sitting *t, const struct spoken *w, struct error *e)
{
	if (!w->reads) {
		dialogue_say(&t->talk,
		             _("\n%s isn't here. The fingerprint of that card stands on the paper that came "
		               "with it, in its owner's hand."),
		             w->about);
		return true;
	}
	if (w->about)
		dialogue_say(&t->talk,
		             _("\n%s reads the fingerprint of her card aloud, group by group: the digits, or "
		               "the signs beside them. The others write it down."),
		             w->about);
	else
		dialogue_say(&t->talk,
		             _("\n%s reads the fingerprint of the roster aloud, group by group. "
		               "Everybody writes it down, and keeps that paper: all trust in this "
		               "partnership rests on it."),
		             w->reads);
	show_groups(t, w->hash);
	return sitting_wait(t, _("Enter, when it stands on paper."), e);
}

static bool note(struct sitting *t, const struct spoken *w, enum ceremony_result result, uint64_t tries,
                 struct error *e)
{
	char *by = t->c.officers[w->types].person;
	_cleanup_(string_freep) char *about = string_copy(w->about);
	if (w->about && !about)
		return error_memory(e);
	const struct ceremony_row row = { .step = w->step,
		                          .about = about,
		                          .by = by,
		                          .has_hash = true,
		                          .hash = *w->hash,
		                          .result = result,
		                          .tries = tries };
	return sitting_note(t, &row, e);
}

bool sitting_was_spoken(const struct sitting *t, const struct spoken *w)
{
	const struct ceremony_row *last = ceremony_last(&t->c, w->step, w->about);
	return last && last->result != CEREMONY_FAILED && last->has_hash &&
	       sha256_equal(&last->hash, w->hash);
}

/* One answer: `*ret_done` when it is the right one, or none is asked any more. */
static bool take(struct sitting *t, const struct spoken *w, struct bytes typed, uint64_t *tries,
                 bool *ret_done, struct error *e)
{
	struct sha256 hash;
	if (!fingerprint_parse(typed, &hash)) {
		dialogue_say(&t->talk, "  ! %s", _(FINGERPRINT_FORMS));
		return true;
	}
	if (sha256_equal(&hash, w->hash)) {
		*ret_done = true;
		return note(t, w, CEREMONY_DONE, *tries, e);
	}
	if (++*tries < TRIES)
		return say_differing(t, w, &hash, e);
	return note(t, w, CEREMONY_FAILED, *tries, e) &&
	       error_set(e, ERR_SPOKEN, w->about ? w->about : t->c.roster, "%s", "");
}

bool sitting_spoken(struct sitting *t, const struct spoken *w, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer typed = { 0 };
	_cleanup_(string_freep) char *question =
		string_printf(w->may_skip ? _("%s types it from the paper. Without a paper: -")
	                                  : _("%s types it from the paper, not from the screen."),
	                      t->c.officers[w->types].person);
	uint64_t tries = 0;
	bool done = sitting_was_spoken(t, w);
	if (!question)
		return error_memory(e);
	if (!done && !say_it(t, w, e))
		return false;
	while (!done && !t->stopped) {
		enum reply reply;
		if (!sitting_ask(t, question,
		                 _("Sixteen groups: of five digits, or of four digits and letters from a to "
		                   "f. Blanks don't matter. Three times another one ends the ceremony."),
		                 w->may_skip, &typed, &reply, e))
			return false;
		if (reply == REPLY_CLEAR) {
			dialogue_say(&t->talk, "%s",
			             _("Not compared: the transcript says so, and nobody knows yet whose "
			               "card that is."));
			return note(t, w, CEREMONY_SKIPPED, tries, e);
		}
		if (reply == REPLY_TEXT && !take(t, w, buffer_bytes(&typed), &tries, &done, e))
			return false;
	}
	return true;
}
