/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Three units and one client: the first sends the client's record on a declaration, the second accepts or
 * declines it and passes it on to the third, and the client withdraws at any moment. What may be said of the
 * record, and whether it may go on, src/trust/arrival.c itself answers. Letters arrive in any order,
 * whenever, again, or never.
 *
 * In no state was a record accepted, or passed on, where word had come that its client withdrew; nor one
 * passed on, or told to be done, that waited; nor said of one to have been declined what was accepted; and
 * whoever heard of the withdrawal has it restricted or not at all.
 *
 *     model-arrivals LETTERS MOST-STATES */

#include "search.h"
#include "trust/arrival.h"

#include <stdio.h>
#include <stdlib.h>

#define LETTERS_MOST 8u

enum { CASES, RETRACTION, SAID }; /* what a letter is; of what was said, from SAID on */
struct letter {
	uint8_t from, to, what;
};
struct copy { /* of the record, at a unit that received it */
	uint8_t there, state, restricted, withdrawn, accepted;
};
struct world {
	uint8_t given, withdrawn; /* the client, at the first */
	uint8_t on_given, told; /* the second's own declaration for the third; bit of what the first heard */
	struct copy copies[3];
	uint8_t wrong; /* what happened that mustn't */
	uint8_t count;
	struct letter letters[LETTERS_MOST];
};
enum wrong { FINE, ACCEPTED_RETRACTED, WENT_RETRACTED, WENT_WAITING, NEW_LETTER, DECLINED_ACCEPTED };

static unsigned letters_most;

static bool post(struct world *w, uint8_t from, uint8_t to, uint8_t what)
{
	if (w->count == letters_most)
		return false;
	w->letters[w->count++] = (struct letter){ from, to, what };
	return true;
}

/* The first sends it: what the client said carries it. */
static bool send(struct world *w)
{
	if (!w->given || w->withdrawn || !post(w, 0, 1, CASES))
		return false;
	w->wrong = w->withdrawn ? NEW_LETTER : w->wrong;
	return true;
}

static bool withdraw(struct world *w)
{
	if (!w->given || w->withdrawn || !post(w, 0, 1, RETRACTION))
		return false;
	w->withdrawn = 1;
	return true;
}

static bool say(struct world *w, enum client_outcome said)
{
	struct copy *c = &w->copies[1];
	enum arrival_state next;
	if (!c->there || arrival_say((enum arrival_state)c->state, c->restricted, said, &next) != ERR_NONE ||
	    !post(w, 1, 0, (uint8_t)(SAID + said)))
		return false;
	if (said == SAID_ACCEPTED && c->withdrawn)
		w->wrong = ACCEPTED_RETRACTED;
	if (said == SAID_DECLINED && c->accepted)
		w->wrong = DECLINED_ACCEPTED;
	c->accepted |= said == SAID_ACCEPTED;
	c->state = (uint8_t)next;
	if (next == ARRIVAL_DECLINED) /* forgotten */
		*c = (struct copy){ .withdrawn = c->withdrawn };
	return true;
}

/* The second passes it on, as exchange/screening.c lets it: not what is restricted. */
static bool pass_on(struct world *w)
{
	const struct copy *c = &w->copies[1];
	if (!c->there || c->restricted || !arrival_may_go((enum arrival_state)c->state) ||
	    !post(w, 1, 2, CASES))
		return false;
	w->wrong = c->withdrawn ? WENT_RETRACTED : c->state == ARRIVAL_WAITS ? WENT_WAITING : w->wrong;
	w->on_given = 1;
	return true;
}

/* As exchange/open_cases.c and open_retraction.c: who withdrew is left out, and what is here is restricted.
 */
static void open_letter(struct world *w, const struct letter *l)
{
	struct copy *c = &w->copies[l->to];
	if (l->what >= SAID) {
		w->told |= (uint8_t)(1u << (l->what - SAID));
	} else if (l->what == RETRACTION) {
		c->withdrawn = 1;
		c->restricted = c->there;
		if (l->to == 1 && w->on_given)
			(void)post(w, 1, 2, RETRACTION);
	} else if (!c->withdrawn && !c->there) {
		*c = (struct copy){ .there = 1, .state = ARRIVAL_WAITS };
	}
}

static void follow(struct search *s, const void *state)
{
	static const char *const said[SAID_COUNT] = { "accepts it", "declines it", "says that it is done" };
	const struct world *w = state;
	struct world next = *w;
	next.given = 1;
	search_reach(s, &next, "the client consents");
	if (next = *w, send(&next))
		search_reach(s, &next, "it is sent");
	if (next = *w, withdraw(&next))
		search_reach(s, &next, "the client withdraws");
	for (unsigned i = 0; i < SAID_COUNT; i++)
		if (next = *w, say(&next, (enum client_outcome)i))
			search_reach(s, &next, said[i]);
	if (next = *w, pass_on(&next))
		search_reach(s, &next, "it is passed on");
	for (unsigned i = 0; i < w->count; i++) {
		next = *w;
		open_letter(&next, &w->letters[i]);
		search_reach(s, &next, "a letter is opened");
	}
}

static const char *fault(const void *state)
{
	static const char *const wrongs[] = { NULL,
		                              "a case that was retracted is accepted",
		                              "a case that was retracted is passed on",
		                              "a case that waits is passed on",
		                              "a withdrawn consent carries a new letter",
		                              "what was accepted is declined" };
	const struct world *w = state;
	for (unsigned u = 1; u < 3; u++)
		if (w->copies[u].there && w->copies[u].withdrawn && !w->copies[u].restricted)
			return "a case that was retracted isn't restricted";
	return wrongs[w->wrong];
}

static void print(const void *state)
{
	const struct world *w = state;
	for (unsigned u = 1; u < 3; u++)
		printf(" %u:%s state %u%s%s", u, w->copies[u].there ? "there" : "-", w->copies[u].state,
		       w->copies[u].restricted ? " restricted" : "",
		       w->copies[u].withdrawn ? " withdrawn" : "");
	for (unsigned i = 0; i < w->count; i++)
		printf("  %u>%u %u", w->letters[i].from, w->letters[i].to, w->letters[i].what);
	putchar('\n');
}

int main(int argc, char **argv)
{
	static const struct model model = { "arrivals", sizeof(struct world), follow, fault, print };
	const struct world first = { 0 };
	size_t count;
	if (argc != 3)
		return 2;
	letters_most = (unsigned)atoi(argv[1]);
	if (letters_most > LETTERS_MOST)
		return 2;
	const bool ok = search_all(&model, &first, (size_t)atoll(argv[2]), &count);
	printf("%s - arrivals: %zu states with %u letters\n", ok ? "ok" : "not ok", count, letters_most);
	return !ok;
}
