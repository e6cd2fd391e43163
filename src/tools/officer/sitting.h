/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Officers who sit at one machine, and set up a partnership together: `sluis-officer ceremony`. The steps are
 * said one by one, and each is written into the transcript (trust/ceremony.h), which lies in the folder as a
 * draft, before the next is begun. What was done is read from there and from the texts of the folder: there
 * is no other state, so that whoever stops, or is cut off, goes on where it was.
 *
 * No officer's key is kept between her turns: each time she opens it herself. */

#include "cli/dialogue.h"
#include "tools/common/folder.h"
#include "tools/officer/setup_plan.h"
#include "trust/ceremony.h"
#include "trust/keyfile.h"

#define TRANSCRIPT_FILE "transcript.note" /* in the folder */
#define SITTING_OFFICERS_MOST 16u

struct session;
struct sitting {
	struct session *s;
	const char *folder;
	char *path; /* of the transcript */
	struct ceremony c;
	struct dialogue talk;
	char *key_paths[SITTING_OFFICERS_MOST]; /* of the officers, once told; NULL */
	bool stopped;                           /* somebody wants to go on later */
};
void sitting_clear(struct sitting *t);

/* --- what all steps need: sitting.c --- */

/* The transcript of the folder, or a new one. */
bool sitting_begin(struct sitting *t, struct error *e) _must_check_;
bool sitting_save(struct sitting *t, struct error *e) _must_check_;
/* A row more, and saved. `row->at` is now. */
bool sitting_note(struct sitting *t, const struct ceremony_row *row, struct error *e) _must_check_;
/* What was said so far is shown before another asks, such as for a passphrase. */
bool sitting_show(struct sitting *t, struct error *e) _must_check_;
void sitting_heading(struct sitting *t, const char *heading);
/* A line; Enter and `-` (where `may_clear`) end it too. `*ret_reply` REPLY_STOP: `stopped` is set. */
bool sitting_ask(struct sitting *t, const char *question, const char *help, bool may_clear,
                 struct buffer *ret, enum reply *ret_reply, struct error *e) _must_check_;
/* Waits for Enter. */
bool sitting_wait(struct sitting *t, const char *question, struct error *e) _must_check_;
bool sitting_yes(struct sitting *t, const char *question, bool *ret, struct error *e) _must_check_;
/* Her turn: the key file, named once a run, and its passphrase. It must be the key of the transcript. */
bool sitting_key(struct sitting *t, size_t officer, struct keyfile *ret, struct error *e) _must_check_;

/* --- fingerprints from paper: sitting_spoken.c --- */

struct spoken {
	enum ceremony_step step;
	const char *about; /* whose; NULL: the roster's */
	const char *reads; /* who reads it aloud; NULL: it stands on a paper that came with the card */
	const struct sha256 *hash;
	size_t types; /* the officer who types it */
	bool may_skip;
};
/* Shown where it is to be read aloud, typed from paper, and noted. ERR_SPOKEN when three times another one
 * was typed. */
bool sitting_spoken(struct sitting *t, const struct spoken *w, struct error *e) _must_check_;
/* Was that done, of that very text? */
bool sitting_was_spoken(const struct sitting *t, const struct spoken *w);

/* --- the steps, in their order; each does what is left to do of it --- */

bool sitting_officers(struct sitting *t, struct error *e) _must_check_; /* sitting_keys.c */
bool sitting_answers(struct sitting *t, struct setup_plan *p, struct error *e)
	_must_check_; /* sitting_roster.c */
bool sitting_cards(struct sitting *t, const struct setup_plan *p, struct error *e) _must_check_;
bool sitting_recovery(struct sitting *t, const struct setup_plan *p, struct error *e)
	_must_check_; /* sitting_recovery.c */
bool sitting_roster(struct sitting *t, const struct setup_plan *p, struct error *e) _must_check_;
bool sitting_sign(struct sitting *t, struct error *e) _must_check_;
bool sitting_root(struct sitting *t, struct error *e) _must_check_;
/* What went otherwise, who signs, and the end. */
bool sitting_end(struct sitting *t, struct error *e) _must_check_; /* sitting_transcript.c */
bool sitting_sign_transcript(struct sitting *t, struct error *e) _must_check_;
void sitting_tell(const struct sitting *t);
