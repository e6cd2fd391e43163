/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/directing.h"

bool directing_holds(const struct directing *d, uint64_t life)
{
	return d->state == DIRECTING_HERE && d->life == life;
}

static void say(struct directing *d, struct handover_line *line, enum handover_word word, uint64_t generation)
{
	line->word = word;
	line->generation = d->generation = generation;
}

enum error_code directing_give(struct directing *d, uint64_t life, struct handover_line *line)
{
	if (!directing_holds(d, life))
		return ERR_NOT_DIRECTING;
	d->state = DIRECTING_GIVEN;
	say(d, line, HANDOVER_GIVE, d->generation + 1);
	return ERR_NONE;
}

/* By two: what is on its way back was numbered by one. */
enum error_code directing_ask(struct directing *d, uint64_t life, struct handover_line *line)
{
	if (directing_holds(d, life))
		return ERR_HANDOVER;
	d->state = DIRECTING_ASKING;
	d->life = life;
	say(d, line, HANDOVER_ASK, d->generation + 2);
	return ERR_NONE;
}

/* Said to another life of this store, in an earlier one of the sender's, or before what is known here. */
static bool is_late(const struct directing *d, const struct hearing *h, const struct handover_line *line)
{
	if (line->life != h->peer_life)
		return line->life < h->peer_life;
	return line->generation <= d->generation;
}

static enum heard take_over(struct directing *d, struct hearing *h, const struct handover_line *line,
                            struct handover_line *reply)
{
	if (line->of != h->life || is_late(d, h, line))
		return HEARD_LATE;
	h->peer_life = line->life;
	*d = (struct directing){ DIRECTING_HERE, line->generation, h->life };
	if (h->origin || h->has)
		return HEARD_TAKEN;
	d->state = DIRECTING_GIVEN;
	say(d, reply, HANDOVER_GIVE, line->generation + 1);
	return HEARD_RETURNED;
}

/* Who asks doesn't know this store's life, when it came out of a backup: the answer tells it. */
static enum heard answer(struct directing *d, struct hearing *h, const struct handover_line *line,
                         struct handover_line *reply)
{
	if (h->origin || is_late(d, h, line))
		return HEARD_LATE;
	const bool holds = directing_holds(d, h->life) && h->has;
	h->peer_life = line->life;
	d->state = holds ? DIRECTING_HERE : DIRECTING_ELSEWHERE;
	d->life = h->life;
	say(d, reply, holds ? HANDOVER_HELD : HANDOVER_FREE, line->generation);
	return holds ? HEARD_HOLDS : HEARD_LET_GO;
}

static enum heard take_answer(struct directing *d, struct hearing *h, const struct handover_line *line)
{
	if (d->state != DIRECTING_ASKING || d->life != h->life || line->of != h->life || !h->asked ||
	    line->life < h->peer_life || line->generation != d->generation)
		return HEARD_LATE;
	h->peer_life = line->life;
	h->asked = false;
	if (line->word == HANDOVER_HELD) {
		d->state = DIRECTING_GIVEN;
		return HEARD_IS_THERE;
	}
	if (h->others)
		return HEARD_ANSWERED;
	d->state = DIRECTING_HERE;
	return HEARD_TAKEN;
}

enum heard directing_hear(struct directing *d, struct hearing *h, const struct handover_line *line,
                          struct handover_line *reply)
{
	switch (line->word) {
	case HANDOVER_GIVE:
		return take_over(d, h, line, reply);
	case HANDOVER_ASK:
		return answer(d, h, line, reply);
	case HANDOVER_FREE:
	case HANDOVER_HELD:
		return take_answer(d, h, line);
	case HANDOVER_WORD_COUNT:
		break;
	}
	return HEARD_LATE;
}
