/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A question whose answer is one of a few: they are numbered, and the number, the name or what is shown of
 * it is the answer. */

#include "cli/dialogue.h"

struct choice {
	char *token; /* what programs call it */
	char *label; /* for people, beside the token; may be NULL */
};
struct choices {
	struct choice *list;
	size_t count;
	bool failed; /* memory was out: choices_pick tells */
	bool hidden; /* tokens aren't shown, since labels say it all */
};
void choices_clear(struct choices *c);
/* Both texts are copied. */
void choices_add(struct choices *c, const char *token, const char *label);
/* In the order of what is shown. */
void choices_sort(struct choices *c);
/* Above the question, a line for each. */
void choices_say(struct dialogue *d, const struct choices *c);
/* Which of them the text means, by its number, token or label, whatever their capitals; NULL: none. */
const struct choice *choices_meant(const struct choices *c, const char *text);
/* "yes", "ja", "y", "j", "true" are true. False when the text is neither. */
bool choices_truth(const char *text, bool *ret) _must_check_;

struct choice_question {
	const char *text, *help; /* translated; no help: NULL */
	const char *standard;    /* the token that Enter means; NULL: the only one there is, if so */
	bool optional;           /* Enter means none of them */
};
/* Asks until one of them, or none, was chosen: then `*ret` is it or NULL and `*ret_reply` REPLY_TEXT or
 * REPLY_ENTER; or until the reply is to go back, to stop, or the end. What there are none of can't be asked:
 * ERR_NOT_FOUND. In a script another answer is ERR_USAGE. */
bool choices_pick(struct dialogue *d, const struct choice_question *q, const struct choices *c,
                  const struct choice **ret, enum reply *ret_reply, struct error *e) _must_check_;
/* The same for yes and no; Enter asks again. */
bool choices_yes(struct dialogue *d, const char *question, const char *help, bool *ret, enum reply *ret_reply,
                 struct error *e) _must_check_;
