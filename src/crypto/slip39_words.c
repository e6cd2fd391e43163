/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/slip39_words.h"

#include <assert.h>
#include <string.h>

/* Words, and the checksum over them (SLIP-0039, "Checksum": a Reed-Solomon code over GF(1024), which tells up
 * to three wrong words for certain). */

#define WORDS 1024u
#define WORD_BITS 10u
#define EXTENDABLE_BIT 4u /* of the second word: behind it stand the four bits of the exponent */

extern const unsigned char words_slip39_text[];
extern const size_t words_slip39_text_size;

/* --- the list --- */

/* A word's letters, the first the highest, zeros behind the last. */
typedef uint64_t packed;

static packed pack(const uint8_t *letters, size_t size)
{
	packed word = 0;
	for (size_t i = 0; i < SLIP39_WORD_SIZE; i++)
		word = word << 8 | (i < size ? letters[i] : 0);
	return word;
}

/* The next word of the list, which is public, and so is the way through it. */
static packed next_word(size_t *at)
{
	while (words_slip39_text[*at] == '#') {
		const unsigned char *end =
			memchr(words_slip39_text + *at, '\n', words_slip39_text_size - *at);
		*at = (size_t)(end - words_slip39_text) + 1;
	}
	const unsigned char *start = words_slip39_text + *at;
	const unsigned char *end = memchr(start, '\n', words_slip39_text_size - *at);
	assert(end && end - start <= (ptrdiff_t)SLIP39_WORD_SIZE);
	*at += (size_t)(end - start) + 1;
	return pack(start, (size_t)(end - start));
}

/* All ones when equal, else zero; without a branch. */
static uint64_t same(uint64_t a, uint64_t b)
{
	uint64_t differing = a ^ b;
	return ((differing | (0 - differing)) >> 63) - 1;
}

static packed fold(struct bytes typed)
{
	uint8_t letters[SLIP39_WORD_SIZE] = { 0 };
	for (size_t i = 0; i < typed.size && i < SLIP39_WORD_SIZE; i++) {
		uint32_t c = typed.data[i], is_upper = (('A' - 1 - c) & (c - 'Z' - 1)) >> 31;
		letters[i] = (uint8_t)(c + 32 * is_upper);
	}
	packed word = pack(letters, sizeof letters);
	memory_wipe(letters, sizeof letters);
	return word;
}

/* The place of the word that has the same first `size` letters. */
static uint16_t find(packed word, size_t size)
{
	packed whole = ~(packed)0, mask = size < SLIP39_WORD_SIZE ? ~(whole >> 8 * size) : whole;
	uint64_t place = SLIP39_NO_WORD;
	for (size_t i = 0, at = 0; i < WORDS; i++) {
		uint64_t hit = same(next_word(&at) & mask, word & mask);
		place = (hit & i) | (~hit & place);
	}
	return (uint16_t)place;
}

uint16_t slip39_word_find(struct bytes typed)
{
	if (typed.size < SLIP39_WORD_TELLS || typed.size > SLIP39_WORD_SIZE)
		return SLIP39_NO_WORD;
	return find(fold(typed), typed.size);
}

uint16_t slip39_word_near(struct bytes typed)
{
	return typed.size < SLIP39_WORD_TELLS ? SLIP39_NO_WORD : find(fold(typed), SLIP39_WORD_TELLS);
}

void slip39_word(uint16_t place, char out[SLIP39_WORD_SIZE + 1])
{
	packed word = 0;
	for (size_t i = 0, at = 0; i < WORDS; i++)
		word |= next_word(&at) & same(i, place);
	for (size_t i = 0; i < SLIP39_WORD_SIZE; i++)
		out[i] = (char)(word >> (56 - 8 * i) & 0xff);
	out[SLIP39_WORD_SIZE] = 0;
}

/* --- many of them --- */

static bool is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct bytes next_typed(struct bytes *rest)
{
	while (rest->size && is_blank(*rest->data))
		*rest = bytes_of(rest->data + 1, rest->size - 1);
	size_t size = 0;
	while (size < rest->size && !is_blank(rest->data[size]))
		size++;
	struct bytes word = bytes_of(rest->data, size);
	*rest = bytes_of(rest->data + size, rest->size - size);
	return word;
}

bool slip39_read_words(struct bytes words, uint16_t places[SLIP39_WORDS_MOST], size_t *ret_count,
                       struct error *e)
{
	size_t count = 0;
	for (struct bytes rest = words, word; (word = next_typed(&rest)).size; count++) {
		if (count == SLIP39_WORDS_MOST)
			return error_set(e, ERR_SHARE_LENGTH, NULL, "more than %u words", SLIP39_WORDS_MOST);
		places[count] = slip39_word_find(word);
		if (places[count] == SLIP39_NO_WORD)
			return error_set(e, ERR_SHARE_WORD, NULL, "word %zu", count + 1);
	}
	if (count < SLIP39_WORDS_LEAST)
		return error_set(e, ERR_SHARE_LENGTH, NULL, "%zu words", count);
	*ret_count = count;
	return true;
}

size_t slip39_write_words(const uint16_t *places, size_t count, char *out)
{
	char word[SLIP39_WORD_SIZE + 1];
	size_t used = 0;
	for (size_t i = 0; i < count; i++) {
		slip39_word(places[i], word);
		size_t size = strlen(word);
		if (i)
			out[used++] = ' ';
		memcpy(out + used, word, size);
		used += size;
	}
	memory_wipe(word, sizeof word);
	return used;
}

/* --- the checksum --- */

static uint32_t step(uint32_t checksum, uint32_t value)
{
	static const uint32_t generator[WORD_BITS] = { 0x00e0e040, 0x01c1c080, 0x03838100, 0x07070200,
		                                       0x0e0e0009, 0x1c0c2412, 0x38086c24, 0x3090fc48,
		                                       0x21b1f890, 0x03f3f120 };
	uint32_t top = checksum >> 20;
	checksum = (checksum & 0xfffff) << WORD_BITS ^ value;
	for (uint32_t i = 0; i < WORD_BITS; i++)
		checksum ^= (0u - (top >> i & 1)) & generator[i];
	return checksum;
}

static uint32_t checksum_of(const uint16_t *places, size_t count)
{
	const char *customized = slip39_is_extendable(places) ? "shamir_extendable" : "shamir";
	uint32_t checksum = 1;
	for (const char *c = customized; *c; c++)
		checksum = step(checksum, (uint8_t)*c);
	for (size_t i = 0; i < count; i++)
		checksum = step(checksum, places[i]);
	return checksum;
}

bool slip39_is_extendable(const uint16_t *places)
{
	return places[1] >> EXTENDABLE_BIT & 1;
}

bool slip39_checksum_fits(const uint16_t *places, size_t count)
{
	return checksum_of(places, count) == 1;
}

void slip39_make_checksum(uint16_t *places, size_t count)
{
	uint16_t *last = places + count - SLIP39_CHECKSUM_WORDS;
	memset(last, 0, SLIP39_CHECKSUM_WORDS * sizeof *last);
	uint32_t checksum = checksum_of(places, count) ^ 1;
	for (uint32_t i = 0; i < SLIP39_CHECKSUM_WORDS; i++)
		last[i] = (uint16_t)(checksum >> (20 - 10 * i) & 0x3ff);
}

/* The code is linear: what a change of one word does to the checksum depends on the change and on how many
 * words stand behind it, and no two of those do the same. */
static size_t locate(uint32_t wrong, size_t count)
{
	uint64_t found = 0;
	for (uint32_t change = 1; change < WORDS; change++) {
		uint32_t effect = change;
		for (size_t behind = 0; behind < count; behind++) {
			found |= same(effect, wrong) & (count - behind);
			effect = step(effect, 0);
		}
	}
	return (size_t)found;
}

size_t slip39_wrong_word(struct bytes words)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	struct error ignored;
	size_t count;
	if (!secret_new(&room, SLIP39_WORDS_MOST * sizeof(uint16_t), &ignored))
		return 0;
	uint16_t *places = (uint16_t *)(void *)room.data;
	if (!slip39_read_words(words, places, &count, &ignored))
		return 0;
	return locate(checksum_of(places, count) ^ 1, count);
}
