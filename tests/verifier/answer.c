/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Answers what tests/verifier/verdicts.py asks, a line each, with the functions that the programs verify
 * with. Its questions are told there; it judges nothing itself. */
#include "codec/base64.h"
#include "log/checkpoint.h"
#include "trust/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 16u

static void stop(const char *what)
{
	fprintf(stderr, "answer: %s\n", what);
	exit(2);
}

static struct bytes word(struct cursor *c)
{
	return cursor_until(c, ' ');
}

static uint64_t number_word(struct cursor *c)
{
	uint64_t n = 0;
	if (!number_parse(word(c), UINT64_MAX, &n))
		stop("no number");
	return n;
}

static void hash_word(struct cursor *c, struct sha256 *ret)
{
	if (!sha256_parse(word(c), ret))
		stop("no hash");
}

/* What is in base64, in memory of just that size, so that a read past it is seen by the sanitizers. */
static struct bytes note_word(struct cursor *c, uint8_t **ret_memory)
{
	struct bytes text = word(c);
	size_t size = 0;
	uint8_t *room = malloc(text.size + 1), *exact;
	if (!room || !base64_decode(text, BASE64_PADDED, room, text.size, &size))
		stop("no base64");
	exact = malloc(size ? size : 1);
	if (!exact)
		stop("no memory");
	memcpy(exact, room, size);
	free(room);
	*ret_memory = exact;
	return bytes_of(exact, size);
}

static size_t key_words(struct cursor *c, struct note_verifier keys[KEYS_MAX])
{
	struct error e;
	size_t count = 0;
	for (; !cursor_done(c); count++)
		if (count == KEYS_MAX || !note_verifier_parse(word(c), &keys[count], &e))
			stop("no key");
	return count;
}

/* The keys that signed, by their place; "none" when none of them did. */
static void answer_note(struct cursor *c)
{
	uint8_t *memory;
	struct bytes raw = note_word(c, &memory);
	struct note_verifier keys[KEYS_MAX];
	bool by[KEYS_MAX];
	size_t count = key_words(c, keys), signers;
	struct note n;
	struct error e;
	if (!note_parse(raw, NULL, &n, &e) || !note_verify(&n, keys, count, by, NULL, &signers, &e)) {
		printf("refused\n");
	} else if (signers == 0) {
		printf("none\n");
	} else {
		for (size_t i = 0; i < count; i++)
			if (by[i])
				printf("%zu ", i);
		printf("signed\n");
	}
	free(memory);
}

static void answer_checkpoint(struct cursor *c)
{
	uint8_t *memory;
	struct bytes raw = note_word(c, &memory);
	struct note_verifier keys[KEYS_MAX];
	struct checkpoint found;
	struct error e;
	char root[SHA256_HEX_SIZE + 1];
	if (key_words(c, keys) != 1)
		stop("not one key");
	if (!checkpoint_open(raw, NULL, ONE_KEY(&keys[0]), &found, &e)) {
		printf("refused\n");
	} else {
		sha256_hex(&found.root, root);
		printf("%llu %s\n", (unsigned long long)found.size, root);
	}
	free(memory);
}

static void answer_proof(struct cursor *c, bool is_inclusion)
{
	struct merkle_proof proof = { 0 };
	struct sha256 first, root;
	uint64_t a = number_word(c), b = number_word(c);
	hash_word(c, &first);
	hash_word(c, &root);
	for (; !cursor_done(c); proof.count++) {
		if (proof.count == MERKLE_PROOF_MAX)
			stop("a proof beyond what can be asked");
		hash_word(c, &proof.hashes[proof.count]);
	}
	bool good = is_inclusion ? merkle_check_inclusion(a, b, &first, &proof, &root)
	                         : merkle_check_consistency(a, b, &first, &root, &proof);
	printf("%s\n", good ? "yes" : "no");
}

/* What a signature is worth, by a chain whose versions nobody need have signed. */
static void answer_judge(struct cursor *c)
{
	struct roster_chain chain = { 0 };
	struct error e;
	uint64_t version = number_word(c);
	char *person = string_of_bytes(word(c)), *unit = string_of_bytes(word(c));
	struct signature s = { .chain = &chain, .person = person, .unit = unit };
	if (!power_parse(word(c), &s.power))
		stop("no power");
	s.made = (moment)number_word(c);
	s.arrived = (moment)number_word(c);
	while (!cursor_done(c)) {
		uint8_t *memory;
		struct bytes raw = note_word(c, &memory);
		chain.versions = realloc(chain.versions, (chain.count + 1) * sizeof *chain.versions);
		if (!chain.versions || !roster_parse(raw, "roster", &chain.versions[chain.count], &e))
			stop(*e.detail ? e.detail : error_name(e.code));
		chain.count++;
		free(memory);
	}
	s.named = roster_chain_version(&chain, version);
	printf("%s\n", signature_verdict_name(signature_judge(&s).verdict));
	roster_chain_clear(&chain);
	free(person);
	free(unit);
}

static void answer(struct bytes line)
{
	struct cursor c = cursor_of(line);
	struct bytes what = word(&c);
	if (bytes_equal_string(what, "note"))
		answer_note(&c);
	else if (bytes_equal_string(what, "checkpoint"))
		answer_checkpoint(&c);
	else if (bytes_equal_string(what, "inclusion") || bytes_equal_string(what, "consistency"))
		answer_proof(&c, bytes_equal_string(what, "inclusion"));
	else if (bytes_equal_string(what, "judge"))
		answer_judge(&c);
	else if (bytes_equal_string(what, "tree"))
		printf("-\n"); /* the programs judge whole bundles alone */
	else
		stop("not a question");
}

int main(void)
{
	struct error e;
	char *line = NULL;
	size_t room = 0;
	ssize_t size;
	if (!crypto_start(&e))
		stop("libsodium");
	while ((size = getline(&line, &room, stdin)) > 0) {
		answer(bytes_of(line, (size_t)size - (line[size - 1] == '\n')));
		fflush(stdout);
	}
	free(line);
	return 0;
}
