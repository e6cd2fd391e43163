/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "cli/words.h"
#include "log/sample.h"
#include "log/signed_texts.h"
#include "tools/audit/audit_account.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `sluis-audit sample`: which entries the auditor asks about. */

struct sampling {
	struct audit_start start;
	struct verify_result result;
	struct signed_texts signed_texts;
	struct bundle_reader *reader;
	struct checkpoint tree; /* from which it is drawn */
	uint8_t nonce[SAMPLE_NONCE_MOST];
	size_t nonce_size;
	uint64_t *drawn;
	size_t count;
};

static void sampling_clear(struct sampling *s)
{
	audit_start_clear(&s->start);
	verify_result_clear(&s->result);
	signed_texts_clear(&s->signed_texts);
	bundle_reader_freep(&s->reader);
	free(s->drawn);
}

static bool read_arguments(const struct invocation *in, struct sampling *s, struct error *e)
{
	const char *nonce = invocation_value(in, "nonce");
	uint64_t count;
	s->nonce_size = nonce ? strlen(nonce) / 2 : 0;
	if (s->nonce_size < SAMPLE_NONCE_LEAST || s->nonce_size > SAMPLE_NONCE_MOST ||
	    !hex_decode(bytes_of_string(nonce), s->nonce, s->nonce_size))
		return error_set(e, ERR_USAGE, "--nonce", "%s",
		                 _("16 to 64 bytes are needed, in lower-case hexadecimal digits"));
	if (!invocation_value(in, "count"))
		return error_set(e, ERR_USAGE, "--count", "%s", _("say how many entries"));
	if (!invocation_number(in, "count", 0, 1, SAMPLE_MOST, &count, e))
		return false;
	s->count = (size_t)count;
	return audit_start_read(in, true, &s->start, e);
}

/* Verified already: signed by the log's key, and a part of this log. */
static bool choose_tree(struct sampling *s, const char *directory, struct error *e)
{
	struct note note;
	memcpy(s->tree.origin, s->result.origin, sizeof s->tree.origin);
	s->tree.size = s->result.witnessed;
	s->tree.root = s->result.witnessed_root;
	if (s->start.checkpoints.count &&
	    (!note_parse(s->start.checkpoints.views[0], "--checkpoint", &note, e) ||
	     !checkpoint_parse(note.text, &s->tree, e)))
		return false;
	return s->tree.size ||
	       error_set(
		       e, ERR_UNSIGNED, directory, "%s",
		       _("no witness cosigned this log: give a checkpoint that you kept, with --checkpoint"));
}

/* Read anew, and proven to stand in the tree that was verified. */
static bool read_entry(struct sampling *s, uint64_t index, struct buffer *raw, struct sha256 *ret_leaf,
                       struct error *e)
{
	struct merkle_proof proof;
	struct log *l = bundle_reader_log(s->reader);
	buffer_reset(raw);
	if (!log_entry(l, index, raw, e) || !log_prove_inclusion(l, index, s->result.size, &proof, e))
		return false;
	merkle_leaf(buffer_bytes(raw), ret_leaf);
	return merkle_check_inclusion(index, s->result.size, ret_leaf, &proof, &s->result.root) ||
	       error_set(e, ERR_LOG_ROOT, s->result.origin, "%s", N_("the folder changed while it was read"));
}

static bool tell_entry(struct sampling *s, struct account *a, uint64_t index, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *text = NULL, *above = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct entry entry, act;
	struct sha256 leaf, ignored;
	char hex[SHA256_HEX_SIZE + 1];
	if (!read_entry(s, index, &raw, &leaf, e) || !entry_parse(buffer_bytes(&raw), &entry, &text, e))
		return false;
	act = entry;
	if (entry.child && (!read_entry(s, entry.parent, &raw, &ignored, e) ||
	                    !entry_parse(buffer_bytes(&raw), &act, &above, e)))
		return false;
	sha256_hex(&leaf, hex);
	account_cell_number(a, index);
	account_cell_words(a, entry.child ? "client" : "act",
	                   entry.child ? N_("client in an act") : N_("act"));
	account_cell_number(a, act.index);
	account_cell_words(a, act.action, words_act(act.action));
	account_cell_moment(a, act.start);
	account_cell(a, act.mandate);
	account_cell(a, hex);
	return true;
}

static bool tell_entries(struct sampling *s, struct account *a, struct error *e)
{
	static const struct column columns[] = {
		{ "entry", N_("entry"), COLUMN_NUMBER }, { "kind", N_("what"), COLUMN_STATE },
		{ "act", N_("its act"), COLUMN_NUMBER }, { "action", N_("act"), COLUMN_STATE },
		{ "when", N_("when"), COLUMN_DATE },     { "mandate", N_("mandate"), COLUMN_ID },
		{ "leaf", N_("hash"), COLUMN_ID },
	};
	account_table(a, "entries", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < s->count; i++)
		if (!tell_entry(s, a, s->drawn[i], e))
			return false;
	account_table_end(a, NULL);
	return true;
}

static void tell_seed(const struct sampling *s, struct account *a)
{
	char nonce[2 * SAMPLE_NONCE_MOST + 1];
	struct sha256 committed;
	sha256_of(bytes_of(s->nonce, s->nonce_size), &committed);
	hex_encode(bytes_of(s->nonce, s->nonce_size), nonce);
	account_pair(a, "log", _("log of"), s->tree.origin);
	account_pair_number(a, "size", _("drawn from the first entries"), s->tree.size);
	account_pair_hash(a, "root", _("root"), &s->tree.root);
	account_pair(a, "nonce", _("nonce"), nonce);
	account_pair_hash(a, "nonce_sha256", _("its SHA-256"), &committed);
}

bool audit_sample(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(sampling_clear) struct sampling p = { 0 };
	const char *directory = invocation_argument(in, 0);
	if (!read_arguments(in, &p, e) ||
	    !audit_examine(directory, &p.start.request, NULL, &p.result, &p.signed_texts, e))
		return false;
	s->outcome = EXIT_VERIFICATION;
	if (p.result.finding_count) {
		account_line(o, "%s", _("NOT VERIFIED: nothing is drawn from this log."));
		findings_tell(o, "findings", &p.result);
		return true;
	}
	struct unit_keys keys;
	if (!choose_tree(&p, directory, e) ||
	    !signed_texts_log_keys(&p.signed_texts, p.result.origin, &keys) ||
	    !bundle_reader_open(directory, &keys, &p.reader, e))
		return false;
	if (p.count > p.tree.size)
		p.count = (size_t)p.tree.size;
	p.drawn = calloc(p.count, sizeof *p.drawn);
	if (!p.drawn)
		return error_memory(e);
	sample_draw(&p.tree, bytes_of(p.nonce, p.nonce_size), p.count, p.drawn);
	trusting_tell(o, &p.start.trusting);
	tell_seed(&p, o);
	s->outcome = EXIT_DONE;
	return tell_entries(&p, o, e);
}
