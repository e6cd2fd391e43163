/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/recovery_page.h"

#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "report/page.h"
#include "report/when.h"

#include <stdio.h>

#define PAGE_MOST (64u * 1024u)
#define CHECK_WORDS 3u

/* A recovery key may be several units'. */
static void append_units(struct buffer *out, const struct recovery_page *p)
{
	for (size_t i = 0; i < p->unit_count; i++)
		buffer_printf(out, "%s%s", i ? ", " : "", p->units[i]);
}

static void tell_what_it_is(struct buffer *out, const struct recovery_page *p)
{
	const struct slip39_share *s = &p->shares->shares[p->share];
	char text[WHEN_SIZE], recipient[AGE_RECIPIENT_SIZE + 1];
	age_recipient_format(p->public, recipient);
	page_section(out, "set", _("Which share this is"));
	page_pairs(out);
	snprintf(text, sizeof text, "%u", s->id);
	page_pair(out, _("number of the set"), text);
	snprintf(text, sizeof text, "%u / %zu", s->member + 1u, p->shares->count);
	page_pair(out, _("share"), text);
	snprintf(text, sizeof text, "%u", s->threshold);
	page_pair(out, _("shares that are needed"), text);
	page_pair(out, _("made"), day_in_words(p->made, WHEN_IN_A_SENTENCE, text));
	page_pair(out, _("public half of the key"), recipient);
	page_pairs_end(out);
	page_section_end(out);
}

static void tell_how(struct buffer *out)
{
	page_section(out, "use", _("How it is used"));
	page_paragraph(out,
	               _("The last three words check the others: where one was mistyped, the program tells "
	                 "which. The first four letters of each are enough."));
	page_paragraph(out,
	               _("Once a year, at the unit: `sluis recovery drill`. It shows that the shares still "
	                 "open the store, and changes nothing."));
	page_paragraph(out, _("When nobody of the unit can open the store any more: `sluis-officer recovery "
	                      "combine`."));
	page_paragraph(out,
	               _("Without sluis: any program for SLIP-0039 combines the shares, without a "
	                 "passphrase. The 32 bytes that come of it are the secret key of age (X25519) whose "
	                 "public half stands above."));
	page_section_end(out);
}

static void tell(struct buffer *out, const struct recovery_page *p, struct bytes words,
                 const struct page_words *around)
{
	const unsigned needed = p->shares->shares[p->share].threshold;
	_cleanup_(string_freep) char *secret = string_printf(
		ngettext(
			"This page is a secret. Whoever has %u such page can read every record of the units "
			"that "
			"use this key. Print it, erase the file, and keep the page where nobody else gets at "
			"it.",
			"This page is a secret. Whoever has %u such pages can read every record of the units "
			"that use this key. Print it, erase the file, and keep the page where nobody else "
			"gets "
			"at it.",
			needed),
		needed);
	if (!secret) {
		out->failed = true;
		return;
	}
	page_begin(out, around);
	page_verdict(out, PAGE_BAD, secret);
	page_section(out, "words", _("The words"));
	page_words(out, words, CHECK_WORDS);
	page_section_end(out);
	tell_what_it_is(out, p);
	tell_how(out);
	page_end(out, around);
}

/* The page has all its room from the start, so that no part of it is left where it grew out of. */
bool recovery_page_write(const char *path, const struct recovery_page *p, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer page = { .limit = PAGE_MOST };
	_cleanup_(secret_clear) struct secret words = { 0 };
	_cleanup_(buffer_clear) struct buffer units = { 0 };
	_cleanup_(string_freep) char *title =
		string_printf(_("Recovery share %zu of %zu"), p->share + 1, p->shares->count);
	append_units(&units, p);
	if (!title || !buffer_room(&page, PAGE_MOST))
		return error_memory(e);
	const struct page_words around = {
		.language = language_code(),
		.title = title,
		.subtitle = p->unit_count ? buffer_string(&units) : NULL,
		.skip = _("To the content"),
		.made_by = _("Made by sluis-officer."),
	};
	if (!slip39_write(p->shares, p->share, &words, e))
		return false;
	tell(&page, p, secret_open(&words), &around);
	secret_close(&words);
	return buffer_ok(&page, e) && file_replace(path, buffer_bytes(&page), false, e);
}
