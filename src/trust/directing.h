/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which unit directs a case ("één gezin, één plan, één regisseur"), and how that moves: one pure function for
 * each thing that can happen, which the acts call and which tests/model searches through. It moves between
 * the unit that the case is of (its origin) and one that received it, and back; so the origin can always ask.
 *
 * A word that travels is about one generation, which each handing over and each asking makes higher, and is
 * said between two lives: a store that comes out of a backup has a new life, which is a later moment. What
 * was said in an earlier life of either, or of an earlier generation, is too late and changes nothing. So no
 * two units direct a case, whatever is lost, late, doubled or restored; and where none does, its origin asks
 * those that may, and directs it once all of them let go of it. docs/adr/0091-handing-over.md. */

#include "base/bytes.h"
#include "base/moment.h"

/* Stores keep these numbers: new ones go at the end. */
enum directing_state {
	DIRECTING_ELSEWHERE,
	DIRECTING_HERE,
	DIRECTING_GIVEN,  /* handed over from here */
	DIRECTING_ASKING, /* of its origin: whether anybody does */
	DIRECTING_STATE_COUNT
};
struct directing {
	enum directing_state state;
	uint64_t generation;
	uint64_t life; /* of this store when that was so; another now: nothing of it is certain any more */
};

/* What a line of a handover says. */
/* clang-format off */
#define HANDOVER_WORDS(X) \
	X(HANDOVER_GIVE, "give") /* handed over */ \
	X(HANDOVER_ASK, "ask")   /* who directs it? */ \
	X(HANDOVER_FREE, "free") /* not this unit, which was asked */ \
	X(HANDOVER_HELD, "held") /* this unit does */
/* clang-format on */
enum handover_word {
#define X(word, code) word,
	HANDOVER_WORDS(X)
#undef X
		HANDOVER_WORD_COUNT
};
const char *handover_word_name(enum handover_word w); /* static; empty of a value outside the enum */

/* One JSON object a line. */
struct handover_line {
	char record[32 + 1]; /* by which the origin tells it to that unit (docs/format/package.md) */
	enum handover_word word;
	uint64_t generation;
	uint64_t life, of; /* of the store that says it, and of the one that it is said to, as known there */
	moment when;
};
/* Appends the object, without LF, its members in a fixed order. */
bool handover_line_format(const struct handover_line *l, struct buffer *out, struct error *e) _must_check_;
/* Strict: what handover_line_format writes. ERR_SYNTAX and its kin, ERR_UNKNOWN_KEY, ERR_DUPLICATE,
 * ERR_MISSING, ERR_VALUE. */
bool handover_line_parse(struct bytes json, const char *subject, struct handover_line *ret, struct error *e)
	_must_check_;

/* Does this store, in this life, direct it? */
bool directing_holds(const struct directing *d, uint64_t life);
/* It hands the case over: `line` gets word and generation. ERR_NOT_DIRECTING: it isn't here. */
enum error_code directing_give(struct directing *d, uint64_t life, struct handover_line *line);
/* Its origin asks: the same. ERR_HANDOVER: it is here. */
enum error_code directing_ask(struct directing *d, uint64_t life, struct handover_line *line);

/* What a word is heard with. */
struct hearing {
	bool origin;        /* the case is of this unit */
	bool has;           /* a record of it is here that is accepted, and not restricted */
	uint64_t life;      /* of this store */
	uint64_t peer_life; /* the latest that is known of the one that says it; brought up to date */
	bool asked;         /* an answer of that unit is waited for; cleared when this is it … */
	bool others;        /* … and of others, too */
};
enum heard {
	HEARD_LATE,     /* too late: nothing changed */
	HEARD_TAKEN,    /* it is directed here now */
	HEARD_RETURNED, /* it was handed over, and goes back: nothing is here to direct */
	HEARD_LET_GO,   /* it was asked, and isn't directed here */
	HEARD_HOLDS,    /* it was asked, and is */
	HEARD_ANSWERED, /* one let go of it; others are to answer */
	HEARD_IS_THERE, /* the unit that was asked directs it */
	HEARD_COUNT
};
/* `reply` gets word and generation of what is said back, when it returns HEARD_RETURNED, _LET_GO or _HOLDS.
 */
enum heard directing_hear(struct directing *d, struct hearing *h, const struct handover_line *line,
                          struct handover_line *reply);
