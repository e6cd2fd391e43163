/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct search {
	const struct model *model;
	uint8_t *states; /* one after another, in the order in which they were reached */
	uint32_t *from;  /* from which each was reached first … */
	uint16_t *done;  /* … and by which of `words` */
	uint32_t *index; /* by hash: number of the state, plus one */
	size_t count, room, slots, at;
	const char *words[256];
	size_t word_count;
	bool full;
};

static void *grown(void *old, size_t count, size_t size)
{
	void *more = reallocarray(old, count, size);
	if (!more) {
		fputs("model: out of memory\n", stderr);
		exit(2);
	}
	return more;
}

static uint64_t hash_of(const uint8_t *state, size_t size)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < size; i++)
		h = (h ^ state[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

static size_t slot_of(const struct search *s, const uint8_t *state)
{
	const size_t size = s->model->size;
	size_t slot = hash_of(state, size) & (s->slots - 1);
	while (s->index[slot] && memcmp(s->states + (s->index[slot] - 1) * size, state, size) != 0)
		slot = (slot + 1) & (s->slots - 1);
	return slot;
}

static void grow(struct search *s)
{
	s->room = s->room ? 2 * s->room : 1u << 14;
	s->slots = 4 * s->room;
	s->states = grown(s->states, s->room, s->model->size);
	s->from = grown(s->from, s->room, sizeof *s->from);
	s->done = grown(s->done, s->room, sizeof *s->done);
	free(s->index);
	s->index = calloc(s->slots, sizeof *s->index);
	if (!s->index)
		exit(2);
	for (size_t i = 0; i < s->count; i++)
		s->index[slot_of(s, s->states + i * s->model->size)] = (uint32_t)i + 1;
}

static uint16_t word_of(struct search *s, const char *done)
{
	size_t i = 0;
	while (i < s->word_count && strcmp(s->words[i], done) != 0)
		i++;
	if (i == s->word_count)
		s->words[s->word_count++] = done; /* a literal */
	return (uint16_t)i;
}

void search_reach(struct search *s, const void *state, const char *done)
{
	if (s->count == s->room)
		grow(s);
	const size_t slot = slot_of(s, state), size = s->model->size;
	if (s->index[slot])
		return;
	memcpy(s->states + s->count * size, state, size);
	s->from[s->count] = (uint32_t)s->at;
	s->done[s->count] = word_of(s, done);
	s->index[slot] = (uint32_t)++s->count;
}

static void print_way(const struct search *s, size_t to)
{
	if (to)
		print_way(s, s->from[to]);
	printf("#   %-28s ", to ? s->words[s->done[to]] : "at first");
	s->model->print(s->states + to * s->model->size);
}

bool search_all(const struct model *m, const void *first, size_t most, size_t *ret_count)
{
	struct search s = { .model = m };
	const char *fault = NULL;
	uint8_t *state = grown(NULL, 1, m->size);
	search_reach(&s, first, "");
	for (s.at = 0; !fault && s.at < s.count && s.count <= most; s.at++) {
		memcpy(state, s.states + s.at * m->size, m->size); /* the room may move */
		fault = m->fault(state);
		if (fault) {
			printf("# %s: %s\n", m->name, fault);
			print_way(&s, s.at);
		} else {
			m->follow(&s, state);
		}
	}
	*ret_count = s.count;
	if (!fault && s.count > most)
		printf("# %s: more than %zu states\n", m->name, most);
	free(state);
	free(s.states);
	free(s.from);
	free(s.done);
	free(s.index);
	return !fault && *ret_count <= most;
}
