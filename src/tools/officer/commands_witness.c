/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/limits.h"
#include "cli/fingerprints.h"
#include "io/file.h"
#include "log/bundle.h"
#include "log/evidence.h"
#include "log/seen.h"
#include "log/signed_texts.h"
#include "tools/officer/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `sluis-officer log witness`: an exported log is held against the entries in it and
 * against what this officer saw of it before, and cosigned. What was seen is kept
 * beside the key before the cosignature is written. */

const struct option log_witness_options[] = {
	{ "roster", 0, OPTION_VALUES, "NOTE…",
	  N_("rosters that you have; those in the folder serve as well") },
	{ "fingerprint", 0, OPTION_VALUE, "HEX", N_("the fingerprint of the first roster") },
	{ "seen", 0, OPTION_OUTPUT, "FILE",
	  N_("where you keep what you have seen; beside your key file unless told otherwise") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("write the cosigned checkpoint here; beside the folder unless told otherwise") },
	{ 0 },
};

struct witnessing {
	const char *directory;
	struct keyfile key;
	struct sha256 fingerprint;
	struct buffer *raw_rosters;
	struct bytes *rosters;
	size_t roster_count;
	char *seen_path, *output_path;
	struct buffer seen, checkpoint;
	struct bytes before; /* in `seen` */
	struct verify_result result;
	struct signed_texts signed_texts;
};

static void witnessing_clear(struct witnessing *w)
{
	for (size_t i = 0; i < w->roster_count; i++)
		buffer_clear(&w->raw_rosters[i]);
	free(w->raw_rosters);
	free(w->rosters);
	keyfile_clear(&w->key);
	string_freep(&w->seen_path);
	string_freep(&w->output_path);
	buffer_clear(&w->seen);
	buffer_clear(&w->checkpoint);
	verify_result_clear(&w->result);
	signed_texts_clear(&w->signed_texts);
}

static bool read_rosters(struct invocation *in, struct witnessing *w, struct error *e)
{
	size_t count;
	const char *const *paths = invocation_values(in, "roster", &count);
	w->raw_rosters = calloc(count + 1, sizeof *w->raw_rosters);
	w->rosters = calloc(count + 1, sizeof *w->rosters);
	if (!w->raw_rosters || !w->rosters)
		return error_memory(e);
	for (; w->roster_count < count; w->roster_count++) {
		if (!officer_read(paths[w->roster_count], &w->raw_rosters[w->roster_count], e))
			return false;
		w->rosters[w->roster_count] = buffer_bytes(&w->raw_rosters[w->roster_count]);
	}
	return true;
}

/* FILE.seen beside the key, DIR.note beside the folder. */
static bool choose_paths(struct invocation *in, struct witnessing *w, struct error *e)
{
	const char *key, *seen = invocation_value(in, "seen"), *output = invocation_value(in, "output");
	size_t size = strlen(w->directory);
	if (!seen && !invocation_key(in, &key, e))
		return false;
	while (size > 1 && w->directory[size - 1] == '/')
		size--;
	w->seen_path = seen ? string_copy(seen) : string_printf("%s.seen", key);
	w->output_path = output ? string_copy(output) : string_printf("%.*s.note", (int)size, w->directory);
	if (!w->seen_path || !w->output_path)
		return error_memory(e);
	return !file_exists(w->output_path) || error_set(e, ERR_FILE_EXISTS, w->output_path, "%s", "");
}

static bool read_checkpoint(struct witnessing *w, struct checkpoint *ret, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(w->directory, "checkpoint");
	struct note n;
	if (!path)
		return error_memory(e);
	return file_read(path, LIMIT_NOTE_SIZE, &w->checkpoint, e) &&
	       note_parse(buffer_bytes(&w->checkpoint), path, &n, e) && checkpoint_parse(n.text, ret, e);
}

static bool read_seen(struct witnessing *w, const char *origin, struct error *e)
{
	return (!file_exists(w->seen_path) || file_read(w->seen_path, LIMIT_WITNESS_SIZE, &w->seen, e)) &&
	       seen_find(buffer_bytes(&w->seen), w->seen_path, &w->key.witness.public, origin, &w->before, e);
}

/* A finding about what somebody did doesn't keep the log from being witnessed: it keeps it from being mended
 * afterwards. */
static bool is_about_acts(enum error_code code)
{
	switch ((int)code) {
	case ERR_LOG_MANDATE:
	case ERR_LOG_AGREEMENT:
	case ERR_RECEIPT:
	case ERR_PERSON_UNKNOWN:
	case ERR_MANDATE:
	case ERR_REVOKED:
	case ERR_NOT_YET:
		return true;
	default:
		return false;
	}
}

static bool check_findings(const struct verify_result *r, uint64_t *ret_acts, struct error *e)
{
	*ret_acts = 0;
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct verify_finding *f = &r->findings[i];
		if (!is_about_acts(f->code)) {
			error_set(e, f->code, f->subject, "%s", f->detail);
			snprintf(e->told, sizeof e->told, "%s", f->told);
			return false;
		}
		++*ret_acts;
	}
	return !r->more_findings ||
	       error_set(e, ERR_LOG, r->origin, "%s", N_("too many findings: run `sluis-audit verify`"));
}

/* The key that is to cosign must be that of an officer, as the newest roster lists it: nobody else would take
 * the note. */
static bool check_officer(const struct witnessing *w, struct error *e)
{
	const struct roster *r = roster_chain_newest(&w->signed_texts.chain);
	const struct roster_person *p = r ? roster_person(r, w->key.name) : NULL;
	if (!r)
		return error_set(e, ERR_NO_ROSTER, w->directory, "%s", "");
	if (!p || !p->has_witness || !note_verifier_equal(&p->witness, &w->key.witness.public) ||
	    !roster_is_an_officer(r, w->key.name))
		return error_set(e, ERR_PERSON_UNKNOWN, w->key.name,
		                 "roster version %llu lists no cosigning key of this officer",
		                 (unsigned long long)r->version);
	return roster_key_valid(r, w->key.name, moment_now(), e);
}

/* Two trees that the log signed, of which the larger doesn't hold the smaller. */
static bool write_evidence(struct witnessing *w, const struct error *why, char **ret_path, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	_cleanup_(string_freep) char *path = string_printf("%s.evidence", w->output_path);
	struct checkpoint before;
	struct note n;
	if (!path)
		return error_memory(e);
	if (why->code != ERR_LOG_FORK || w->before.size == 0 || w->signed_texts.chain.count == 0)
		return true;
	if (!note_parse(w->before, w->seen_path, &n, e) || !checkpoint_parse(n.text, &before, e))
		return false;
	const struct evidence_parts parts = {
		.kind = before.size == w->result.size ? EVIDENCE_FORK : EVIDENCE_UNPROVEN,
		.log = before.origin,
		.witness = w->key.name,
		.found = moment_now(),
		.rosters = &w->signed_texts.chain,
		.known = w->before,
		.shown = buffer_bytes(&w->checkpoint),
	};
	if (!evidence_format(&parts, &file, e) || !file_replace(path, buffer_bytes(&file), false, e))
		return false;
	*ret_path = path;
	path = NULL;
	return true;
}

static bool examine(struct witnessing *w, uint64_t *ret_acts, struct error *e)
{
	const struct verify_request request = {
		.fingerprint = &w->fingerprint,
		.rosters = w->rosters,
		.roster_count = w->roster_count,
		.checkpoints = &w->before,
		.checkpoint_count = w->before.size ? 1 : 0,
	};
	_cleanup_(string_freep) char *path = NULL;
	struct error other;
	if (!bundle_examine(w->directory, &request, &w->result, &w->signed_texts, e))
		return false;
	if (check_findings(&w->result, ret_acts, e))
		return check_officer(w, e);
	if (!write_evidence(w, e, &path, &other))
		*e = other;
	else if (path)
		error_add(e, "; evidence: %s", path);
	return false;
}

/* Remembered first: a crash in between leaves a witness that knows more than it said. */
static bool cosign(struct witnessing *w, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer own = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(buffer_clear) struct buffer seen = { 0 };
	/* The log's own signature alone: what others cosigned is not this witness's to pass on. */
	struct unit_keys keys;
	if (!signed_texts_log_keys(&w->signed_texts, w->result.origin, &keys))
		return error_set(e, ERR_LOG_UNSIGNED, w->result.origin, "%s", "");
	const struct unit_keys *const of_log = &keys;
	return checkpoint_only(buffer_bytes(&w->checkpoint), &of_log, 1, &own, e) &&
	       checkpoint_cosign(buffer_bytes(&own), &w->key.witness, moment_now(), &note, e) &&
	       seen_put(buffer_bytes(&w->seen), w->seen_path, &w->key.witness.public, buffer_bytes(&note),
	                w->result.given_up > 0, &seen, e) &&
	       file_replace(w->seen_path, buffer_bytes(&seen), true, e) &&
	       file_replace(w->output_path, buffer_bytes(&note), false, e);
}

bool log_witness(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(witnessing_clear) struct witnessing w = { .directory = invocation_argument(in, 0) };
	struct checkpoint now;
	uint64_t acts;
	if (!fingerprint_needed(in, &w.fingerprint, e) || !read_rosters(in, &w, e) ||
	    !choose_paths(in, &w, e) || !read_checkpoint(&w, &now, e) || !session_key(in, &w.key, e))
		return false;
	if (!w.key.has_witness)
		return error_set(
			e, ERR_NO_KEY, w.key.name, "%s",
			N_("the key file has no cosigning key; one that `sluis-officer key new` makes has"));
	if (!read_seen(&w, now.origin, e) || !examine(&w, &acts, e) || !cosign(&w, e))
		return false;
	account_pair(o, "log", _("log of"), w.result.origin);
	account_pair_number(o, "size", _("entries cosigned"), w.result.size);
	account_pair_yes(o, "first", _("the first time"), !w.before.size);
	account_pair(o, "file", _("written, for the unit to open"), w.output_path);
	account_pair(o, "seen", _("what you have seen is kept in"), w.seen_path);
	if (w.before.size == 0)
		account_line(
			o, "%s",
			_("Nothing below this size is proven by it: you saw this log for the first time."));
	if (w.result.given_up)
		account_line(
			o, "%s",
			_("The log went on from an older place, by the word of its officers: what you had "
		          "cosigned of it is given up, and is kept no longer."));
	account_truth(o, "given_up", w.result.given_up > 0);
	if (acts)
		account_line(o,
		             ngettext("There is %llu finding about acts in it: see `sluis-audit verify`.",
		                      "There are %llu findings about acts in it: see `sluis-audit verify`.",
		                      (unsigned long)acts),
		             (unsigned long long)acts);
	account_pair_number(o, "findings", NULL, acts);
	return true;
}
