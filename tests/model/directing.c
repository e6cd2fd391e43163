/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Three units and one case, whose direction goes between the unit that it is of and two that accepted it, by
 * src/trust/directing.c itself: the search calls what the acts call. Letters arrive in any order, whenever,
 * once for as long as their receiver remembers that it opened them, or never. Any unit may come out of a
 * backup, which forgets what it knew since, that it opened letters as well. A unit may lose the record, and
 * get it again.
 *
 * In no state do two direct the case; who does loses it by nothing but handing it over, or the record; and
 * from each state in which none does, asking brings it back to one.
 *
 *     model-directing LETTERS RESTORES MOST-STATES */

#include "trust/directing.h"
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNITS 3u /* 0 is the case's own */
#define LETTERS_MOST 8u

/* All of it bytes: compared and hashed as it stands. */
struct kept { /* by a unit, in its store */
	uint8_t state, generation, life_of_that;
	uint8_t lives[UNITS]; /* of the others, as known here */
	uint8_t asked;        /* bit of each whose answer is waited for */
	uint8_t has;          /* the record is here, accepted */
	uint8_t opened;       /* bit of each letter */
};
struct letter {
	uint8_t from, to, word, generation, life, of;
};
struct world {
	struct kept now[UNITS], backup[UNITS];
	uint8_t life[UNITS];
	uint8_t clock, restores, count;
	uint8_t taken_away; /* from who directed it, by being asked */
	struct letter letters[LETTERS_MOST];
};

static unsigned letters_most, restores_most;

/* --- the product's structures, and back --- */

static struct directing directing_of(const struct kept *k)
{
	return (struct directing){ (enum directing_state)k->state, k->generation, k->life_of_that };
}

static void keep(struct kept *k, const struct directing *d)
{
	k->state = (uint8_t)d->state;
	k->generation = (uint8_t)d->generation;
	k->life_of_that = (uint8_t)d->life;
}

static bool holds(const struct world *w, unsigned unit)
{
	const struct directing d = directing_of(&w->now[unit]);
	return directing_holds(&d, w->life[unit]);
}

static unsigned holders(const struct world *w)
{
	unsigned n = 0;
	for (unsigned u = 0; u < UNITS; u++)
		n += holds(w, u);
	return n;
}

/* An answer that doesn't fit among the letters is lost in the post; nothing else is begun then. */
static void post(struct world *w, unsigned from, unsigned to, const struct handover_line *line)
{
	if (w->count == letters_most)
		return;
	w->letters[w->count++] = (struct letter){ (uint8_t)from,       (uint8_t)to,
		                                  (uint8_t)line->word, (uint8_t)line->generation,
		                                  w->life[from],       w->now[from].lives[to] };
}

/* --- what happens --- */

static bool give(struct world *w, unsigned from, unsigned to)
{
	struct directing d = directing_of(&w->now[from]);
	struct handover_line line = { 0 };
	if (w->count == letters_most || directing_give(&d, w->life[from], &line) != ERR_NONE)
		return false;
	keep(&w->now[from], &d);
	post(w, from, to, &line);
	return true;
}

static bool ask(struct world *w)
{
	struct directing d = directing_of(&w->now[0]);
	struct handover_line line = { 0 };
	if (w->count + 2u > letters_most || directing_ask(&d, w->life[0], &line) != ERR_NONE)
		return false;
	keep(&w->now[0], &d);
	w->now[0].asked = 1u << 1 | 1u << 2;
	post(w, 0, 1, &line);
	post(w, 0, 2, &line);
	return true;
}

/* As exchange/open_handover.c: the answers that are waited for end with the asking. */
static bool hear(struct world *w, unsigned unit, const struct letter *l, struct handover_line *reply)
{
	struct kept *k = &w->now[unit];
	struct directing d = directing_of(k);
	struct hearing h = { .origin = unit == 0,
		             .has = k->has,
		             .life = w->life[unit],
		             .peer_life = k->lives[l->from],
		             .asked = k->asked & 1u << l->from,
		             .others = k->asked & ~(1u << l->from) };
	const struct handover_line line = {
		.word = (enum handover_word)l->word, .generation = l->generation, .life = l->life, .of = l->of
	};
	const bool was_asked = h.asked;
	const enum heard heard = directing_hear(&d, &h, &line, reply);
	if (heard == HEARD_LATE)
		return false;
	keep(k, &d);
	k->lives[l->from] = (uint8_t)h.peer_life;
	if (d.state != DIRECTING_ASKING)
		k->asked = 0;
	else if (was_asked && !h.asked)
		k->asked &= (uint8_t) ~(1u << l->from);
	return heard == HEARD_RETURNED || heard == HEARD_LET_GO || heard == HEARD_HOLDS;
}

static void open_letter(struct world *w, unsigned i)
{
	const struct letter l = w->letters[i];
	struct handover_line reply = { 0 };
	const bool directed = holds(w, l.to) && w->now[l.to].has;
	w->now[l.to].opened |= (uint8_t)(1u << i);
	if (hear(w, l.to, &l, &reply))
		post(w, l.to, l.from, &reply);
	w->taken_away = directed && !holds(w, l.to);
}

static void restore(struct world *w, unsigned unit)
{
	w->now[unit] = w->backup[unit];
	w->life[unit] = ++w->clock;
	w->restores++;
}

static void follow(struct search *s, const void *state)
{
	const struct world *w = state;
	struct world next;
	for (unsigned u = 1; u < UNITS; u++) {
		if (next = *w, give(&next, 0, u))
			search_reach(s, &next, u == 1 ? "0 hands over to 1" : "0 hands over to 2");
		if (next = *w, give(&next, u, 0))
			search_reach(s, &next, u == 1 ? "1 hands back" : "2 hands back");
		next = *w;
		next.now[u].has = !next.now[u].has;
		search_reach(s, &next, u == 1 ? "the record at 1" : "the record at 2");
	}
	if (next = *w, ask(&next))
		search_reach(s, &next, "0 asks");
	for (unsigned i = 0; i < w->count; i++)
		if (!(w->now[w->letters[i].to].opened & 1u << i)) {
			next = *w;
			open_letter(&next, i);
			search_reach(s, &next, "a letter is opened");
		}
	for (unsigned u = 0; u < UNITS && w->restores < restores_most; u++) {
		next = *w;
		next.backup[u] = next.now[u];
		search_reach(s, &next, "a backup");
		next = *w;
		restore(&next, u);
		search_reach(s, &next, "a backup is restored");
	}
}

/* --- what must hold --- */

/* The case's own unit asks, and nothing is lost: letters that are still under way may come whenever. */
static bool has_a_way_out(struct world w)
{
	struct handover_line line = { 0 }, reply;
	struct directing d = directing_of(&w.now[0]);
	if (directing_ask(&d, w.life[0], &line) != ERR_NONE)
		return false;
	keep(&w.now[0], &d);
	w.now[0].asked = 1u << 1 | 1u << 2;
	for (uint8_t u = 1; u < UNITS; u++) {
		const struct letter asked = {
			0, u, HANDOVER_ASK, (uint8_t)line.generation, w.life[0], w.now[0].lives[u]
		};
		reply = (struct handover_line){ 0 };
		if (!hear(&w, u, &asked, &reply))
			continue;
		const struct letter answer = {
			u, 0, (uint8_t)reply.word, (uint8_t)reply.generation, w.life[u], w.now[u].lives[0]
		};
		(void)hear(&w, 0, &answer, &reply);
	}
	return holders(&w) == 1;
}

static const char *fault(const void *state)
{
	const struct world *w = state;
	const unsigned n = holders(w);
	if (n > 1)
		return "two direct one case";
	if (w->taken_away)
		return "who directs it loses it by being asked";
	return n == 1 || has_a_way_out(*w) ? NULL : "none directs it, and asking doesn't help";
}

static void print(const void *state)
{
	static const char *const states[] = { "-", "HERE", "given", "asking" };
	const struct world *w = state;
	for (unsigned u = 0; u < UNITS; u++)
		printf(" %u:%s%s g%u life %u", u, states[w->now[u].state],
		       w->now[u].life_of_that == w->life[u] ? "" : "?", w->now[u].generation, w->life[u]);
	for (unsigned i = 0; i < w->count; i++)
		printf("  %u>%u %u g%u %u/%u", w->letters[i].from, w->letters[i].to, w->letters[i].word,
		       w->letters[i].generation, w->letters[i].life, w->letters[i].of);
	putchar('\n');
}

int main(int argc, char **argv)
{
	static const struct model model = { "directing", sizeof(struct world), follow, fault, print };
	struct world first = { 0 };
	size_t count, most;
	if (argc != 4)
		return 2;
	letters_most = (unsigned)atoi(argv[1]);
	restores_most = (unsigned)atoi(argv[2]);
	most = (size_t)atoll(argv[3]);
	if (letters_most > LETTERS_MOST)
		return 2;
	first.now[0].state = first.backup[0].state = DIRECTING_HERE;
	for (unsigned u = 1; u < UNITS; u++)
		first.now[u].has = first.backup[u].has = 1;
	const bool ok = search_all(&model, &first, most, &count);
	printf("%s - directing: %zu states with %u letters and %u restores\n", ok ? "ok" : "not ok", count,
	       letters_most, restores_most);
	return !ok;
}
