/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What has to be known of a declaration before it is put down: from the options of `sluis consent record`,
 * and on a terminal asked where they say nothing. `sluis send` asks the same, for clients who haven't said
 * it. */

#include "cli/choices.h"
#include "cli/command.h"
#include "crypto/hash.h"
#include "exchange/consenting.h"

#define DECLARATION_OPTIONS \
	{ "kind", 0, OPTION_VALUE, "KIND", \
	  N_("consent, no-objection or both; told, where data go unless the client objects") }, \
		{ "field", 0, OPTION_VALUES, "FIELD…", \
		  N_("only these of the fields that the purpose lists; all of them when left out") }, \
		{ "given", 0, OPTION_VALUE, "DAY", \
		  N_("day it was given, YYYY-MM-DD; today unless told otherwise") }, \
		{ "until", 0, OPTION_VALUE, "DAY", N_("last day on which it holds") }, \
		{ "by", 0, OPTION_VALUES, "GIVER…", \
		  N_("who gave it, together: client, parent, voogd, curator, mentor, gevolmachtigde") }, \
		{ "unable", 0, OPTION_FLAG, NULL, \
		  N_("the client can't weigh it, and others speak for the client") }, \
		{ "age-band", 0, OPTION_VALUE, "BAND", \
		  N_("how old the client was: 0-11, 12-15 or 16+; only where no birth date is recorded") }, \
		{ "assured", 0, OPTION_VALUE, "ASSURANCE", \
		  N_("how it was assured that the client could refuse: conversation, telephone, form, " \
		     "supporter or own-request; this travels") }, \
		{ "words-from", 0, OPTION_VALUE, "FILE", \
		  N_("how you made sure it was voluntary, in your words; asked for when left out; - is " \
		     "standard input; they stay in this store") }, \
	{ \
		"evidence", 0, OPTION_VALUE, "FILE", \
			N_("the signed form; only its SHA-256 is kept; a no-objection needs one") \
	}

struct declared_answers {
	struct consenting_request request; /* borrows from here, the command line and the agreement */
	struct buffer words;
	char evidence[SHA256_HEX_SIZE + 1];
};
void declared_answers_clear(struct declared_answers *a);
/* For a purpose of an agreement that is in force; everything in the request but the selection, and its
 * callback. ERR_USAGE names all that is missing where nobody can be asked; ERR_INTERRUPTED when it was
 * stopped. `talk` has begun. */
bool declaration_ask(struct session *s, struct dialogue *talk, const struct agreement *agreement,
                     const struct agreement_purpose *purpose, struct declared_answers *ret, struct error *e)
	_must_check_;
/* Puts it down, and tells how many; of clients who are named by the set, by which, to be compared with the
 * form. With room for an id in the request it says how the client gets a receipt. */
bool declaration_put(struct session *s, struct consenting_request *q, struct error *e) _must_check_;
