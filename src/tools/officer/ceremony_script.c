/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/ceremony_script.h"

#include "cli/language.h"
#include "cli/words.h"

#include <stdio.h>

#define LINES_MOST 6u

/* A part of the script: its lines, each to be read or done, and each with a box where `boxes`. */
static const struct part {
	const char *key, *heading;
	bool boxes;
	const char *lines[LINES_MOST + 1];
} parts[] = {
	{ "who",
	  N_("Who is there"),
	  true,
	  { N_("At least as many officers as must sign a roster: with three officers, two."),
	    N_("Somebody who reads along and signs below, such as the FG. That person has no key here."),
	    N_("Nobody else is in the room. Telephones are outside.") } },
	{ "bring",
	  N_("What is brought"),
	  true,
	  { N_("A machine with this program that is connected to nothing, and a printer that is connected to "
	       "it "
	       "alone."),
	    N_("For each officer a stick of her own, for her key file, and one stick for the folder that "
	       "goes to the units."),
	    N_("The cards of all who aren't here, on a stick: officers, clerks, the FG, the auditor. With "
	       "each a "
	       "paper on which its owner wrote the fingerprint by hand."),
	    N_("Paper and pens. For each recovery page an envelope that shows when it was opened."),
	    N_("The answers: which municipality, officers, units and people there are, and what each does."),
	    N_("This script, one copy for each.") } },
	{ "keys",
	  N_("1. The officers' keys"),
	  true,
	  { N_("One officer at a time sits down, and makes a key on her own stick, or opens the one she "
	       "brought. The others look away while she types a passphrase."),
	    N_("Say: \"I am NAME. This is my key, and nobody else has the file or its passphrase.\""),
	    N_("She reads the fingerprint of her card aloud from the screen, in groups. The others write it "
	       "down."),
	    N_("Another officer types it from her paper. Three times another one: stop, and find out "
	       "why.") } },
	{ "people",
	  N_("2. Who takes part"),
	  true,
	  { N_("The cards are copied into the folder, and the questions answered."),
	    N_("For each card whose owner isn't here an officer types the fingerprint from the paper that "
	       "came with it. Say: \"This is the card of NAME, and the paper is in her hand.\""),
	    N_("Without a paper it isn't compared, and the transcript says so: telephone that person before "
	       "the units begin.") } },
	{ "recovery",
	  N_("3. A recovery key, if there is to be one"),
	  true,
	  { N_("Each page is printed alone and taken by one officer, whose it is from then on. Nobody reads "
	       "another's page."),
	    N_("As many officers as are needed type their words, and the program says that the key is "
	       "whole."),
	    N_("Each puts her page into an envelope, closes it and signs across the flap. The files are "
	       "erased.") } },
	{ "roster",
	  N_("4. The roster"),
	  true,
	  { N_("Each officer in turn reads the roster on the screen, and signs it with her own key, and then "
	       "the law and the agreements. Whoever doesn't agree says no: then nothing is signed."),
	    N_("Say: \"I have read who may do what, and sign it.\""),
	    N_("The first officer reads the roster's fingerprint aloud. Everybody writes it down. The last "
	       "officer types it from paper."),
	    N_("Each keeps that paper: units and auditors ask for it by telephone.") } },
	{ "end",
	  N_("5. The end"),
	  true,
	  { N_("What went otherwise is typed, a line each. The one who read along is asked: \"Is anything "
	       "missing?\""),
	    N_("Each officer signs the transcript with her key. Its hash is read aloud, and written below."),
	    N_("The stick with the folder goes to the units: `sluis join FOLDER`. Their logs begin with the "
	       "transcript's hash."),
	    N_("Each takes her own stick and envelope along. The machine is emptied or locked away.") } },
};

/* To be filled in by hand. */
static void tell_blank(struct account *a, const char *label)
{
	account_pair(a, NULL, label, "________________________________________");
}

static void tell_part(struct account *a, const struct part *p)
{
	account_section(a, p->key, _(p->heading));
	for (size_t i = 0; i < LINES_MOST && p->lines[i]; i++)
		account_line(a, "%s%s", p->boxes ? "[  ] " : "", _(p->lines[i]));
	account_section_end(a);
}

static void tell_signatures(struct account *a)
{
	account_section(a, "signatures", _("Signed by hand"));
	tell_blank(a, _("date and place"));
	tell_blank(a, _("begun, ended"));
	for (unsigned i = 1; i <= 3; i++) {
		char label[64];
		snprintf(label, sizeof label, _("officer %u"), i);
		tell_blank(a, label);
	}
	tell_blank(a, _("who read along"));
	tell_blank(a, _("fingerprint of the roster"));
	tell_blank(a, _("hash of the transcript"));
	account_section_end(a);
}

bool ceremony_script(struct account *ret, struct error *e)
{
	static struct page_words words; /* borrowed until the end */
	words = (struct page_words){ .language = language_code(),
		                     .title = _("The first set-up of a partnership: the script"),
		                     .subtitle = _("For officers at one machine, and for who reads along."),
		                     .skip = _("To the content"),
		                     .made_by = _("Made by sluis-officer.") };
	account_begin(ret, ACCOUNT_TEXT | ACCOUNT_PAGE, "type", "sluis.ceremony-script/v1", &words);
	for (size_t i = 0; i < ELEMENTS(parts); i++)
		tell_part(ret, &parts[i]);
	tell_signatures(ret);
	return account_end(ret, e);
}
