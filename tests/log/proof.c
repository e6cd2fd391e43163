/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#define ENTRIES 300u

struct sample {
	struct memory_log memory;
	struct note_signer key;
	struct log *log;
	struct buffer note;
};

static void sample_clear(struct sample *s)
{
	log_freep(&s->log);
	memory_log_clear(&s->memory);
	note_signer_clear(&s->key);
	buffer_clear(&s->note);
}

static void sample_start(struct sample *s)
{
	struct error e;
	*s = (struct sample){ 0 };
	CHECK(crypto_start(&e));
	CHECK(note_signer_generate("oss.nl/wmo", NOTE_ED25519, &s->key, &e));
	const struct log_storage storage = memory_storage(&s->memory);
	CHECK(log_open(&storage, ONE_KEY(&s->key.public), &s->log, &e));
	for (unsigned i = 0; i < ENTRIES; i++) {
		char text[24];
		CHECK(log_append(s->log, bytes_of(text, (size_t)snprintf(text, sizeof text, "entry %u", i)),
		                 &e));
	}
	CHECK(log_sign(s->log, &s->key, &s->note, &e));
}

Test(proof, opens_for_every_entry)
{
	_cleanup_(sample_clear) struct sample s;
	struct error e;
	sample_start(&s);
	for (unsigned i = 0; i < ENTRIES; i += 13) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(proof_clear) struct proof p = { 0 };
		char text[24];
		snprintf(text, sizeof text, "entry %u", i);
		CHECK(proof_format(s.log, i, buffer_bytes(&s.note), &raw, &e));
		cr_assert(bytes_starts_with(buffer_bytes(&raw), "c2sp.org/tlog-proof@v1\nextra "));
		CHECK(proof_open(buffer_bytes(&raw), "log.proof", ONE_KEY(&s.key.public), &p, &e));
		cr_assert_eq(p.index, i);
		cr_assert_str_eq(buffer_string(&p.entry), text);
		cr_assert_eq(p.checkpoint.size, ENTRIES);
		cr_assert(bytes_equal(buffer_bytes(&p.checkpoint_note), buffer_bytes(&s.note)));
	}
}

Test(proof, of_an_entry_alone_in_its_log)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(log_freep) struct log *l = NULL;
	_cleanup_(memory_log_clear) struct memory_log memory = { 0 };
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, note = { 0 };
	_cleanup_(proof_clear) struct proof p = { 0 };
	const struct log_storage storage = memory_storage(&memory);
	struct error e;
	sample_start(&s);
	CHECK(log_open(&storage, ONE_KEY(&s.key.public), &l, &e));
	CHECK(log_append(l, BYTES("x"), &e));
	CHECK(log_sign(l, &s.key, &note, &e));
	CHECK(proof_format(l, 0, buffer_bytes(&note), &raw, &e));
	CHECK(proof_open(buffer_bytes(&raw), "log.proof", ONE_KEY(&s.key.public), &p, &e));
	cr_assert_eq(p.path.count, 0);
}

Test(proof, no_flipped_bit_opens)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error e;
	sample_start(&s);
	CHECK(proof_format(s.log, 7, buffer_bytes(&s.note), &raw, &e));
	for (size_t i = 0; i < raw.size; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			_cleanup_(proof_clear) struct proof p = { 0 };
			raw.data[i] ^= (uint8_t)(1u << bit);
			cr_assert_not(proof_open(buffer_bytes(&raw), "log.proof", ONE_KEY(&s.key.public), &p,
			                         &e),
			              "byte %zu", i);
			raw.data[i] ^= (uint8_t)(1u << bit);
		}
}

Test(proof, cut_anywhere_does_not_open)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error e;
	sample_start(&s);
	CHECK(proof_format(s.log, 7, buffer_bytes(&s.note), &raw, &e));
	for (size_t size = 0; size < raw.size; size++) {
		_cleanup_(proof_clear) struct proof p = { 0 };
		cr_assert_not(proof_open(bytes_of(raw.data, size), "log.proof", ONE_KEY(&s.key.public), &p,
		                         &e),
		              "%zu", size);
	}
}

Test(proof, of_another_form_is_refused)
{
	static const char *const bad[] = {
		"",
		"c2sp.org/tlog-proof@v2\nextra eA==\nindex 0\n\n",
		"c2sp.org/tlog-proof@v1\nindex 0\n\n",
		"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n",
		"c2sp.org/tlog-proof@v1\nextra eA=\nindex 0\n\n",
		"c2sp.org/tlog-proof@v1\nextra eA==\nindex 00\n\n",
		"c2sp.org/tlog-proof@v1\nextra eA==\nindex -1\n\n",
		"c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\neA==\n\n",
		"c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\n",
		"c2sp.org/tlog-proof@v1\nextra eA==\n",
	};
	_cleanup_(sample_clear) struct sample s;
	struct error e;
	sample_start(&s);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(proof_clear) struct proof p = { 0 };
		cr_assert_not(proof_open(bytes_of_string(bad[i]), "log.proof", ONE_KEY(&s.key.public), &p,
		                         &e),
		              "%s", bad[i]);
		cr_assert_eq(e.code, ERR_LOG_PROOF, "%s: %s", bad[i], error_name(e.code));
	}
}

Test(proof, with_too_many_hashes_or_bytes_is_refused)
{
	_cleanup_(sample_clear) struct sample s;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(proof_clear) struct proof p = { 0 };
	struct error e;
	sample_start(&s);
	buffer_append_string(&raw, "c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\n");
	for (unsigned i = 0; i < 65; i++)
		buffer_append_string(&raw, "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
	buffer_append_string(&raw, "\n");
	cr_assert(!proof_open(buffer_bytes(&raw), "log.proof", ONE_KEY(&s.key.public), &p, &e) &&
	          e.code == ERR_LOG_PROOF);
	while (raw.size <= LIMIT_PROOF_SIZE)
		buffer_append_string(&raw, "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
	cr_assert(!proof_open(buffer_bytes(&raw), "log.proof", ONE_KEY(&s.key.public), &p, &e) &&
	          e.code == ERR_TOO_LARGE);
}

Test(proof, by_another_key_is_unsigned)
{
	_cleanup_(sample_clear) struct sample s, other;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(proof_clear) struct proof p = { 0 };
	struct error e;
	sample_start(&s);
	sample_start(&other);
	CHECK(proof_format(s.log, 7, buffer_bytes(&s.note), &raw, &e));
	cr_assert(!proof_open(buffer_bytes(&raw), "log.proof", ONE_KEY(&other.key.public), &p, &e) &&
	          e.code == ERR_LOG_UNSIGNED);
}
