/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The transcript of a ceremony (sluis.ceremony/v1): how officers set up a partnership together, step by step,
 * and with which keys. While they are at it the text is a draft that grows by a row a step; at the end each
 * officer who was there signs it. No secret is in it, and no employee's name. docs/format/ceremony.md.
 *
 * It is worth what those who signed it are worth: that they say what they saw. Its hash stands in units'
 * logs, so that no other account of that day can be made later. */

#include "base/moment.h"
#include "trust/roster.h"

#define CEREMONY_TYPE "sluis.ceremony/v1"
#define CEREMONY_WORDS_MOST 2000u /* of one deviation, in bytes */
#define CEREMONY_WITNESS_MOST 200u

/* Each step by its name in the text, and in words. */
/* clang-format off */
#define CEREMONY_STEPS(X) \
	X(CEREMONY_BEGUN, "begun", N_("the ceremony was begun")) \
	X(CEREMONY_RESUMED, "resumed", N_("it was stopped, and goes on")) \
	X(CEREMONY_KEY, "key", N_("made a key, or brought one")) \
	X(CEREMONY_CARD, "card-spoken", N_("the card's fingerprint was read aloud, and typed from paper")) \
	X(CEREMONY_ANSWERS, "answers", N_("the questions on the whole partnership were answered")) \
	X(CEREMONY_RECOVERY, "recovery-key", N_("a recovery key was made, in shares on paper")) \
	X(CEREMONY_DRILL, "recovery-drill", N_("the key was put together again from enough of the pages")) \
	X(CEREMONY_ROSTER, "roster", N_("the roster was drafted")) \
	X(CEREMONY_SIGNED, "signed", N_("signed the roster, and what lay ready")) \
	X(CEREMONY_ROOT, "roster-spoken", N_("the roster's fingerprint was read aloud, and typed from paper"))
/* clang-format on */

enum ceremony_step {
#define X(step, name, words) step,
	CEREMONY_STEPS(X)
#undef X
		CEREMONY_STEP_COUNT
};
const char *ceremony_step_name(enum ceremony_step s);
const char *ceremony_step_words(enum ceremony_step s); /* not translated yet */

/* Failed: the paper said another fingerprint three times. */
enum ceremony_result { CEREMONY_DONE, CEREMONY_SKIPPED, CEREMONY_FAILED };
const char *ceremony_result_name(enum ceremony_result r); /* "done", "skipped", "failed" */

struct ceremony_row {
	enum ceremony_step step;
	char *about; /* a person or a unit; NULL: all */
	char *by;    /* of what was typed from paper: who typed it; NULL */
	bool has_hash;
	struct sha256 hash; /* of the card, the roster or the answers that it is about */
	enum ceremony_result result;
	uint64_t tries; /* how often something else was typed; 0: never */
	moment at;
};
struct ceremony_officer {
	char *person;
	struct note_verifier key;
	struct sha256 card; /* fingerprint */
	bool made;          /* here, and not brought along */
};
struct ceremony_card {
	char *name;
	struct sha256 card;
};
struct ceremony_text {
	char *type;
	struct sha256 hash;
};
struct ceremony_deviation {
	moment at;
	char *words;
};

struct ceremony {
	char *roster; /* the id of the partnership's rosters; NULL until there is one */
	bool has_root;
	struct sha256 root;                /* of the first roster's text: its fingerprint */
	moment begun, ended;               /* ended 0: it is still going on */
	char **programs;                   /* with which it was done: "sluis-officer 0.1.0" */
	struct ceremony_officer *officers; /* who were there, and sign it */
	char *witness;                     /* who read along, in words; NULL: nobody */
	bool has_recovery;
	struct age_recipient recovery; /* made here */
	uint64_t recovery_threshold, recovery_shares;
	struct ceremony_card *cards; /* that others had brought, as the roster has them */
	struct ceremony_text *texts; /* signed here besides the roster */
	struct ceremony_row *steps;
	struct ceremony_deviation *deviations;
	size_t program_count, officer_count, card_count, text_count, step_count, deviation_count;
	struct buffer note; /* as it came; empty for one that was made */
	struct sha256 hash; /* of the text */
};
void ceremony_clear(struct ceremony *c);

/* A draft or a signed one. With line: ERR_SYNTAX &c. of keyed_read, ERR_DUPLICATE for an officer twice,
 * ERR_MISSING for one that has ended without a roster or officers; ERR_NOTE, ERR_VERSION. */
bool ceremony_parse(struct bytes raw, const char *subject, struct ceremony *ret, struct error *e)
	_must_check_;
bool ceremony_format(const struct ceremony *c, struct buffer *out, struct error *e) _must_check_;

/* Was it of the ceremony in which this first roster was made, and did all sign it whom it says were there,
 * officers in it by these keys, and enough of them to sign that roster? ERR_TRANSCRIPT, ERR_UNSIGNED,
 * ERR_SIGNATURE, ERR_QUORUM. */
bool ceremony_verify(const struct ceremony *c, const struct roster *root, struct error *e) _must_check_;

/* A step more; the texts are copied, and may be NULL. */
bool ceremony_add_step(struct ceremony *c, const struct ceremony_row *row, struct error *e) _must_check_;
bool ceremony_add_officer(struct ceremony *c, const char *person, const struct note_verifier *key,
                          const struct sha256 *card, bool made, struct error *e) _must_check_;
bool ceremony_add_card(struct ceremony *c, const char *name, const struct sha256 *card, struct error *e)
	_must_check_;
bool ceremony_add_text(struct ceremony *c, const char *type, const struct sha256 *hash, struct error *e)
	_must_check_;
bool ceremony_add_deviation(struct ceremony *c, moment at, const char *words, struct error *e) _must_check_;
/* Once each. */
bool ceremony_add_program(struct ceremony *c, const char *program, struct error *e) _must_check_;
/* The last row of that step, about that person (NULL: of all); NULL when there is none. */
const struct ceremony_row *ceremony_last(const struct ceremony *c, enum ceremony_step step,
                                         const char *about);
