/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/gf256.h"
#include "crypto/slip39_cipher.h"
#include "crypto/slip39_words.h"

#include <sodium.h>
#include <string.h>

/* Sets of shares: made, written, taken in and combined. A group's secret is a point of a polynomial, as each
 * member's share is; where there are several groups, what they give is combined once more. */

#define HEAD_WORDS 4u /* id, extendable, exponent, group, group threshold and count, member, threshold */
#define FRAME_WORDS (HEAD_WORDS + SLIP39_CHECKSUM_WORDS)
#define WORD_BITS 10u
#define PADDING_MOST 8u /* bits before a value, which are zero */
#define SECRET_AT 255u  /* where on the polynomial the secret stands, and its digest */
#define DIGEST_AT 254u
#define DIGEST_SIZE 4u
#define GROUPS_MOST 16u

size_t slip39_word_count(size_t secret_size)
{
	return (secret_size * 8 + WORD_BITS - 1) / WORD_BITS + FRAME_WORDS;
}

void slip39_set_clear(struct slip39_set *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->count; i++)
		secret_clear(&s->shares[i].value);
	s->count = 0;
}

/* --- a share as words --- */

static void write_head(const struct slip39_share *s, uint16_t *places)
{
	uint64_t head = s->id;
	head = head << 1 | s->extendable;
	const uint8_t fours[] = { s->exponent,
		                  s->group,
		                  (uint8_t)(s->group_threshold - 1),
		                  (uint8_t)(s->group_count - 1),
		                  s->member,
		                  (uint8_t)(s->threshold - 1) };
	for (size_t i = 0; i < ELEMENTS(fours); i++)
		head = head << 4 | fours[i];
	for (size_t i = 0; i < HEAD_WORDS; i++)
		places[i] = (uint16_t)(head >> WORD_BITS * (HEAD_WORDS - 1 - i) & 0x3ff);
}

static void read_head(const uint16_t *places, struct slip39_share *s)
{
	uint64_t head = 0;
	for (size_t i = 0; i < HEAD_WORDS; i++)
		head = head << WORD_BITS | places[i];
	s->id = (uint16_t)(head >> 25);
	s->extendable = slip39_is_extendable(places);
	s->exponent = head >> 20 & 15;
	s->group = head >> 16 & 15;
	s->group_threshold = (uint8_t)((head >> 12 & 15) + 1);
	s->group_count = (uint8_t)((head >> 8 & 15) + 1);
	s->member = head >> 4 & 15;
	s->threshold = (uint8_t)((head & 15) + 1);
}

/* The value's bits, behind zeros that make whole words of them. */
static void write_value(struct bytes value, size_t words, uint16_t *places)
{
	uint32_t bits = 0;
	size_t have = words * WORD_BITS - value.size * 8, done = 0;
	for (size_t i = 0; i < value.size; i++) {
		bits = (bits << 8 | value.data[i]) & 0x3ffff;
		for (have += 8; have >= WORD_BITS; have -= WORD_BITS)
			places[done++] = (uint16_t)(bits >> (have - WORD_BITS) & 0x3ff);
	}
}

/* False when the bits before the value aren't zero. */
static bool read_value(const uint16_t *places, size_t words, uint8_t *out, size_t size)
{
	const size_t padding = words * WORD_BITS - size * 8;
	uint32_t bits = places[0];
	bool clean = places[0] >> (WORD_BITS - padding) == 0;
	size_t have = WORD_BITS - padding, done = 0;
	for (size_t i = 1; done < size;) {
		if (have < 8) { /* by the place, whatever the value */
			bits = (bits << WORD_BITS | places[i++]) & 0x3ffff;
			have += WORD_BITS;
		}
		have -= 8;
		out[done++] = (uint8_t)(bits >> have);
	}
	return clean;
}

bool slip39_write(const struct slip39_set *s, size_t share, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 };
	const struct slip39_share *from = &s->shares[share];
	const size_t count = slip39_word_count(from->value.size);
	if (!secret_new(&room, SLIP39_WORDS_MOST * sizeof(uint16_t), e) ||
	    !secret_new(&text, SLIP39_TEXT_MOST, e))
		return false;
	uint16_t *places = (uint16_t *)(void *)room.data;
	write_head(from, places);
	write_value(secret_open(&from->value), count - FRAME_WORDS, places + HEAD_WORDS);
	secret_close(&from->value);
	slip39_make_checksum(places, count);
	size_t size = slip39_write_words(places, count, (char *)text.data);
	return secret_copy(ret, bytes_of(text.data, size), e);
}

/* `value` is open, of SLIP39_SECRET_MOST bytes. */
static bool read_share(const uint16_t *places, size_t count, struct slip39_share *ret, struct secret *value,
                       struct error *e)
{
	const size_t words = count - FRAME_WORDS, padding = words * WORD_BITS % 16;
	if (padding > PADDING_MOST)
		return error_set(e, ERR_SHARE_LENGTH, NULL, "%zu words", count);
	if (!slip39_checksum_fits(places, count))
		return error_set(e, ERR_SHARE_CHECKSUM, NULL, "%s", "");
	read_head(places, ret);
	if (ret->group_threshold > ret->group_count)
		return error_set(e, ERR_SHARE, NULL, "%s", N_("it asks for more groups than there are"));
	size_t size = (words * WORD_BITS - padding) / 8;
	if (!read_value(places + HEAD_WORDS, words, value->data, size))
		return error_set(e, ERR_SHARE, NULL, "%s", N_("bits that must be zero aren't"));
	return secret_copy(&ret->value, bytes_of(value->data, size), e);
}

/* --- a set --- */

static bool same_set(const struct slip39_share *a, const struct slip39_share *b)
{
	return a->id == b->id && a->extendable == b->extendable && a->exponent == b->exponent &&
	       a->group_threshold == b->group_threshold && a->group_count == b->group_count &&
	       a->value.size == b->value.size && (a->group != b->group || a->threshold == b->threshold);
}

static bool same_value(const struct slip39_share *a, const struct slip39_share *b)
{
	bool same = bytes_equal_secret(secret_open(&a->value), secret_open(&b->value));
	secret_close(&a->value);
	secret_close(&b->value);
	return same;
}

static bool fits(const struct slip39_set *s, const struct slip39_share *share, struct error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct slip39_share *other = &s->shares[i];
		if (!same_set(other, share))
			return error_set(e, ERR_SHARE_OTHER_SET, NULL, "%s", "");
		if (other->group != share->group || other->member != share->member)
			continue;
		/* Two sets may have the same id, by chance or since they are extendable. */
		return error_set(e, same_value(other, share) ? ERR_SHARE_TWICE : ERR_SHARE_OTHER_SET, NULL,
		                 "%s", "");
	}
	return true;
}

bool slip39_add(struct slip39_set *s, struct bytes words, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	_cleanup_(secret_clear) struct secret value = { 0 };
	struct slip39_share share = { 0 };
	size_t count;
	if (s->count == SLIP39_SHARES_MOST)
		return error_set(e, ERR_TOO_LARGE, NULL, "more than %u shares", SLIP39_SHARES_MOST);
	if (!secret_new(&room, SLIP39_WORDS_MOST * sizeof(uint16_t), e) ||
	    !secret_new(&value, SLIP39_SECRET_MOST, e))
		return false;
	uint16_t *places = (uint16_t *)(void *)room.data;
	if (!slip39_read_words(words, places, &count, e) || !read_share(places, count, &share, &value, e))
		return false;
	if (fits(s, &share, e)) {
		s->shares[s->count++] = share;
		return true;
	}
	secret_clear(&share.value);
	return false;
}

static unsigned members_of(const struct slip39_set *s, uint8_t group, unsigned *ret_threshold)
{
	unsigned count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (s->shares[i].group == group) {
			count++;
			*ret_threshold = s->shares[i].threshold;
		}
	return count;
}

/* Of the groups, those that lack least are completed first; of one that nobody has shown a share of, one is
 * lacking at least. */
unsigned slip39_missing(const struct slip39_set *s)
{
	unsigned lacking[GROUPS_MOST], missing = 0;
	if (s->count == 0)
		return 1;
	const unsigned groups = s->shares[0].group_count;
	for (unsigned g = 0; g < groups; g++) {
		unsigned threshold = 1, have = members_of(s, (uint8_t)g, &threshold), at = g;
		unsigned lacks = have < threshold ? threshold - have : 0;
		for (; at > 0 && lacking[at - 1] > lacks; at--)
			lacking[at] = lacking[at - 1];
		lacking[at] = lacks;
	}
	for (unsigned g = 0; g < s->shares[0].group_threshold; g++)
		missing += lacking[g];
	return missing;
}

/* --- the polynomials --- */

/* All that combining and splitting touch, in secret memory. */
struct room {
	uint8_t groups[GROUPS_MOST][SLIP39_SECRET_MOST];
	uint8_t secret[SLIP39_SECRET_MOST], digest[SLIP39_SECRET_MOST], check[SLIP39_SECRET_MOST];
	uint8_t hash[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state hmac;
};

/* Of a secret, under the random rest of the digest's share, into `hash`. */
static void digest(struct room *r, const uint8_t *secret, size_t size)
{
	crypto_auth_hmacsha256_init(&r->hmac, r->digest + DIGEST_SIZE, size - DIGEST_SIZE);
	crypto_auth_hmacsha256_update(&r->hmac, secret, size);
	crypto_auth_hmacsha256_final(&r->hmac, r->hash);
}

/* From the first `threshold` points, into `out`; the others must lie on the same polynomial. */
static bool recover(struct room *r, const struct gf256_point *points, size_t count, size_t threshold,
                    size_t size, uint8_t *out)
{
	bool good = true;
	gf256_interpolate(points, threshold, size, SECRET_AT, out);
	if (threshold > 1) { /* of one alone there is no digest */
		gf256_interpolate(points, threshold, size, DIGEST_AT, r->digest);
		digest(r, out, size);
		good = bytes_equal_secret(bytes_of(r->hash, DIGEST_SIZE), bytes_of(r->digest, DIGEST_SIZE));
	}
	for (size_t i = threshold; i < count; i++) {
		gf256_interpolate(points, threshold, size, points[i].x, r->check);
		good &= bytes_equal_secret(bytes_of(r->check, size), bytes_of(points[i].values, size));
	}
	return good;
}

/* The groups that are complete, each from its members. */
static bool recover_groups(struct room *r, const struct slip39_set *s, struct gf256_point *groups,
                           size_t *ret_count)
{
	const size_t size = s->shares[0].value.size;
	bool good = true;
	*ret_count = 0;
	for (uint8_t g = 0; g < s->shares[0].group_count; g++) {
		struct gf256_point members[SLIP39_MEMBERS_MOST];
		unsigned threshold = 1;
		size_t count = 0;
		if (members_of(s, g, &threshold) < threshold)
			continue;
		for (size_t i = 0; i < s->count; i++)
			if (s->shares[i].group == g)
				members[count++] =
					(struct gf256_point){ s->shares[i].member, s->shares[i].value.data };
		good &= recover(r, members, count, threshold, size, r->groups[g]);
		groups[(*ret_count)++] = (struct gf256_point){ g, r->groups[g] };
	}
	return good;
}

static bool combine(struct room *r, const struct slip39_set *s, struct bytes passphrase, struct error *e)
{
	const size_t size = s->shares[0].value.size;
	struct gf256_point groups[GROUPS_MOST];
	size_t count;
	bool good = true;
	for (size_t i = 0; i < s->count; i++)
		(void)secret_open(&s->shares[i].value);
	good = recover_groups(r, s, groups, &count) &&
	       recover(r, groups, count, s->shares[0].group_threshold, size, r->secret);
	for (size_t i = 0; i < s->count; i++)
		secret_close(&s->shares[i].value);
	return (good || error_set(e, ERR_SHARES_DIGEST, NULL, "%s", "")) &&
	       slip39_decrypt(&s->shares[0], passphrase, r->secret, size, e);
}

bool slip39_combine(const struct slip39_set *s, struct bytes passphrase, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	const unsigned missing = slip39_missing(s);
	if (missing)
		return error_set(e, ERR_SHARES_MISSING, NULL, "%u", missing);
	if (!secret_new(&room, sizeof(struct room), e))
		return false;
	struct room *r = (struct room *)(void *)room.data;
	return combine(r, s, passphrase, e) &&
	       secret_copy(ret, bytes_of(r->secret, s->shares[0].value.size), e);
}

/* --- splitting --- */

/* The first shares are random, as many as fix nothing yet; with the digest's and the secret's own place they
 * fix the polynomial, on which the others lie. */
static bool make_values(struct room *r, unsigned threshold, struct slip39_set *set, size_t size,
                        struct error *e)
{
	struct gf256_point points[SLIP39_MEMBERS_MOST];
	const unsigned by_chance = threshold > 1 ? threshold - 2 : 0;
	unsigned known = 0;
	for (; known < by_chance; known++) {
		random_bytes(r->groups[known], size);
		points[known] = (struct gf256_point){ (uint8_t)known, r->groups[known] };
	}
	if (threshold > 1) {
		random_bytes(r->digest + DIGEST_SIZE, size - DIGEST_SIZE);
		digest(r, r->secret, size);
		memcpy(r->digest, r->hash, DIGEST_SIZE);
		points[known++] = (struct gf256_point){ DIGEST_AT, r->digest };
	}
	points[known++] = (struct gf256_point){ SECRET_AT, r->secret };
	for (size_t i = 0; i < set->count; i++) {
		gf256_interpolate(points, known, size, (uint8_t)i, r->check);
		if (!secret_copy(&set->shares[i].value, bytes_of(r->check, size), e))
			return false;
	}
	return true;
}

static bool can_split(const struct secret *secret, unsigned threshold, unsigned count, unsigned exponent)
{
	return secret->size >= SLIP39_SECRET_LEAST && secret->size <= SLIP39_SECRET_MOST &&
	       secret->size % 2 == 0 && threshold >= 1 && threshold <= count &&
	       count <= SLIP39_MEMBERS_MOST && (threshold > 1 || count == 1) && exponent <= 15;
}

bool slip39_split(const struct secret *secret, unsigned threshold, unsigned count, unsigned exponent,
                  struct slip39_set *ret, struct error *e)
{
	_cleanup_(slip39_set_clear) struct slip39_set set = { .count = count };
	_cleanup_(secret_clear) struct secret room = { 0 };
	uint16_t id;
	if (!can_split(secret, threshold, count, exponent))
		return error_set(e, ERR_VALUE, NULL, "no set of shares can be so");
	if (!secret_new(&room, sizeof(struct room), e))
		return false;
	struct room *r = (struct room *)(void *)room.data;
	random_bytes(&id, sizeof id);
	for (size_t i = 0; i < count; i++)
		set.shares[i] = (struct slip39_share){ .id = id & 0x7fff,
			                               .extendable = true,
			                               .exponent = (uint8_t)exponent,
			                               .group_threshold = 1,
			                               .group_count = 1,
			                               .member = (uint8_t)i,
			                               .threshold = (uint8_t)threshold };
	memcpy(r->secret, secret_open(secret).data, secret->size);
	secret_close(secret);
	if (!slip39_encrypt(&set.shares[0], bytes_of(NULL, 0), r->secret, secret->size, e) ||
	    !make_values(r, threshold, &set, secret->size, e))
		return false;
	*ret = set;
	set.count = 0;
	return true;
}
