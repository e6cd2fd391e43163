/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* A recovery key for every unit, in shares on paper, which are tried before they go into envelopes. */
#include "base/text.h"
#include "cli/choices.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/common/recovery_shares.h"
#include "tools/common/session.h"
#include "tools/officer/recovery_making.h"
#include "tools/officer/sitting.h"
#include "trust/recovery_key.h"

#include <stdio.h>
#include <stdlib.h>

/* A number within bounds; Enter is `standard`. */
static bool ask_number(struct sitting *t, const char *question, uint64_t least, uint64_t most,
                       uint64_t standard, unsigned *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	_cleanup_(string_freep) char *text = string_printf("%s (%u)", question, (unsigned)standard);
	enum reply reply;
	uint64_t n = 0;
	if (!text)
		return error_memory(e);
	while (!t->stopped) {
		if (!sitting_ask(t, text, _("Enter takes the number between the brackets."), false, &answer,
		                 &reply, e))
			return false;
		if (reply == REPLY_ENTER)
			n = standard;
		else if (reply != REPLY_TEXT || !number_parse(buffer_bytes(&answer), most, &n))
			n = 0;
		if (n >= least)
			break;
		if (!t->stopped)
			dialogue_say(&t->talk, _("  ! A number from %u to %u."), (unsigned)least,
			             (unsigned)most);
	}
	*ret = (unsigned)n;
	return true;
}

/* One in which no pages lie yet. */
static bool ask_folder(struct sitting *t, struct recovery_making *m, struct buffer *ret, struct error *e)
{
	struct error why;
	while (!t->stopped) {
		enum reply reply;
		if (!sitting_ask(t, _("In which folder are the pages to be written, until they are printed?"),
		                 _("On a stick that you destroy afterwards, or in memory, such as "
		                   "/dev/shm/shares; not in the folder that you share."),
		                 false, ret, &reply, e))
			return false;
		if (reply != REPLY_TEXT)
			continue;
		m->folder = buffer_string(ret);
		if (recovery_making_begin(m, &why))
			return true;
		if (why.code != ERR_FILE_EXISTS) {
			*e = why;
			return false;
		}
		dialogue_say(&t->talk, "%s",
		             _("  ! Pages of another key lie there. Erase them, or name another folder."));
	}
	return true;
}

/* Printed one by one, each by the officer whose it is. */
static bool print_pages(struct sitting *t, const struct recovery_making *m, struct error *e)
{
	for (size_t i = 0; !t->stopped && i < m->written; i++) {
		_cleanup_(string_freep) char *question = string_printf(
			_("Print %s alone, and give the paper to the officer whose it is to be. "
		          "Enter, when it is printed."),
			m->paths[i]);
		if (!question)
			return error_memory(e);
		if (!sitting_wait(t, question, e))
			return false;
	}
	return true;
}

/* As many pages as are needed, typed from the paper. */
static bool drill(struct sitting *t, struct error *e)
{
	_cleanup_(slip39_set_clear) struct slip39_set shares = { 0 };
	_cleanup_(age_identity_clear) struct age_identity key = { 0 };
	dialogue_say(&t->talk,
	             _("\nNow %u of the pages are tried, before they go into envelopes: each officer types "
	               "the words of her own page."),
	             (unsigned)t->c.recovery_threshold);
	if (!sitting_wait(t, _("Enter, when the first sits down."), e) || t->stopped)
		return t->stopped;
	if (!sitting_show(t, e) || !recovery_shares_take(t->s->in, &shares, e) ||
	    !recovery_key_combine(&shares, &key, e))
		return false;
	if (!age_recipient_equal(&key.recipient, &t->c.recovery))
		return error_set(e, ERR_RECOVERY_OTHER, t->folder, "%s",
		                 N_("these pages are of another set than the one that was made here"));
	return sitting_note(t, &(struct ceremony_row){ .step = CEREMONY_DRILL }, e);
}

static bool make(struct sitting *t, const struct setup_plan *p, struct error *e)
{
	_cleanup_(recovery_making_clear) struct recovery_making m = { 0 };
	_cleanup_(buffer_clear) struct buffer folder = { 0 };
	const struct setup_controller *c = &p->controllers[0];
	const char **units = calloc(p->unit_count + 1, sizeof *units);
	if (!units)
		return error_memory(e);
	for (size_t i = 0; i < p->unit_count; i++)
		units[i] = p->units[i].name;
	m.units = units;
	m.unit_count = p->unit_count;
	uint64_t most = c->officer_count < SLIP39_MEMBERS_MOST ? c->officer_count : SLIP39_MEMBERS_MOST;
	bool ok =
		ask_number(t, _("How many pages are to be made, one an officer?"), 2, SLIP39_MEMBERS_MOST,
	                   most, &m.count, e) &&
		(t->stopped || ask_number(t, _("How many of them together are to be enough?"), 2, m.count,
	                                  c->threshold ? c->threshold : m.count / 2 + 1, &m.threshold, e)) &&
		(t->stopped || ask_folder(t, &m, &folder, e)) && (t->stopped || recovery_making_write(&m, e));
	if (ok && !t->stopped) {
		t->c.has_recovery = true;
		t->c.recovery = m.public;
		t->c.recovery_threshold = m.threshold;
		t->c.recovery_shares = m.count;
		ok = sitting_note(t, &(struct ceremony_row){ .step = CEREMONY_RECOVERY }, e) &&
		     print_pages(t, &m, e) && (t->stopped || drill(t, e)) &&
		     (t->stopped || recovery_making_erase(&m, e));
		if (ok && !t->stopped)
			dialogue_say(&t->talk,
			             _("The files in %s are erased. Each officer puts her page into "
			               "an envelope, closes it, and signs across the flap."),
			             m.folder);
	}
	free(units);
	return ok;
}

/* Made already, and not tried yet: by whom it was cut off, the paper may be there or not. */
static bool go_on(struct sitting *t, bool *ret_anew, struct error *e)
{
	bool there = false;
	if (!sitting_yes(t,
	                 _("A recovery key was made, and its pages weren't tried yet. Are they on paper? "
	                   "Without the paper another key is made"),
	                 &there, e))
		return false;
	if (t->stopped)
		return true;
	*ret_anew = !there;
	if (!there)
		return true;
	return drill(t, e) &&
	       (t->stopped ||
	        sitting_wait(
			t,
			_("Erase the files of the pages now, where they still are, hidden ones too: `shred "
	                  "-u`. Enter, when they are gone."),
			e));
}

/* Offered, and taken or not. */
static bool offer(struct sitting *t, const struct setup_plan *p, struct error *e)
{
	bool wanted = false;
	if (!sitting_yes(t,
	                 _("When nobody of a unit can open its store any more, officers can, with a key on "
	                   "paper: some of the pages are enough. Make one now?"),
	                 &wanted, e))
		return false;
	if (t->stopped)
		return true;
	return wanted ? make(t, p, e)
	              : sitting_note(t,
	                             &(struct ceremony_row){ .step = CEREMONY_RECOVERY,
	                                                     .result = CEREMONY_SKIPPED },
	                             e);
}

bool sitting_recovery(struct sitting *t, const struct setup_plan *p, struct error *e)
{
	const struct ceremony_row *made = ceremony_last(&t->c, CEREMONY_RECOVERY, NULL),
				  *tried = ceremony_last(&t->c, CEREMONY_DRILL, NULL);
	bool anew = false;
	if (ceremony_last(&t->c, CEREMONY_ROSTER, NULL) || (made && made->result == CEREMONY_SKIPPED) ||
	    (made && tried && tried > made))
		return true;
	sitting_heading(t, _("A recovery key"));
	if (!made)
		return offer(t, p, e);
	return go_on(t, &anew, e) && (t->stopped || !anew || make(t, p, e));
}
