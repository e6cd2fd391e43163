/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/passphrase.h"

#include <sodium.h>
#include <string.h>

/* Is it long enough, and the words of which a new one is made. */

#define CHARACTERS_LEAST 16u
#define DIFFERENT_LEAST 6u
#define WORDS_LEAST 4u
#define WORD_LEAST 2u
#define LETTERS_LEAST 12u /* of those words together */
#define WORDS_MADE 6u
#define WORD_MOST 8u

/* --- strong enough --- */

static bool begins_character(uint8_t byte)
{
	return (byte & 0xc0) != 0x80;
}

static size_t characters_in(struct bytes text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.size; i++)
		count += begins_character(text.data[i]);
	return count;
}

/* Of bytes, which is about the same. */
static size_t different_in(struct bytes text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.size; i++)
		count += begins_character(text.data[i]) && !memchr(text.data, text.data[i], i);
	return count;
}

static struct bytes next_word(struct bytes *rest)
{
	size_t start = 0, end;
	while (start < rest->size && (rest->data[start] == ' ' || rest->data[start] == '\t'))
		start++;
	for (end = start; end < rest->size && rest->data[end] != ' ' && rest->data[end] != '\t';)
		end++;
	const struct bytes word = bytes_of(rest->data + start, end - start);
	*rest = bytes_of(rest->data + end, rest->size - end);
	return word;
}

static bool stands_before(struct bytes text, struct bytes word)
{
	for (struct bytes rest = text, other; (other = next_word(&rest)).size && other.data != word.data;)
		if (bytes_equal_secret(other, word))
			return true;
	return false;
}

static bool has_words(struct bytes text)
{
	size_t words = 0, letters = 0;
	for (struct bytes rest = text, word; (word = next_word(&rest)).size;) {
		size_t size = characters_in(word);
		bool counts = size >= WORD_LEAST && !stands_before(text, word);
		words += counts;
		letters += counts ? size : 0;
	}
	return words >= WORDS_LEAST && letters >= LETTERS_LEAST;
}

bool passphrase_is_strong(struct bytes text)
{
	return has_words(text) ||
	       (characters_in(text) >= CHARACTERS_LEAST && different_in(text) >= DIFFERENT_LEAST);
}

/* --- made by chance --- */

extern const unsigned char words_text[];
extern const size_t words_text_size;

/* Lines that don't begin with "#"; empty at the end. */
static struct bytes line_of(size_t *at)
{
	while (*at < words_text_size) {
		const unsigned char *start = words_text + *at;
		const unsigned char *end = memchr(start, '\n', words_text_size - *at);
		size_t size = end ? (size_t)(end - start) : words_text_size - *at;
		*at += size + 1;
		if (size && *start != '#')
			return bytes_of(start, size);
	}
	return bytes_of(NULL, 0);
}

size_t passphrase_word_count(void)
{
	size_t count = 0, at = 0;
	while (line_of(&at).size)
		count++;
	return count;
}

struct bytes passphrase_word(size_t n)
{
	size_t at = 0;
	struct bytes word = line_of(&at);
	while (n--)
		word = line_of(&at);
	return word;
}

bool passphrase_make(struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	const uint32_t count = (uint32_t)passphrase_word_count();
	size_t used = 0;
	if (!secret_new(&room, WORDS_MADE * (WORD_MOST + 1), e))
		return false;
	for (unsigned i = 0; i < WORDS_MADE; i++) {
		const struct bytes word = passphrase_word(randombytes_uniform(count));
		if (i)
			room.data[used++] = ' ';
		memcpy(room.data + used, word.data, word.size);
		used += word.size;
	}
	return secret_copy(ret, bytes_of(room.data, used), e);
}
