/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/disclosure.h"

#include "base/limits.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "record/bsn.h"
#include "trust/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Checking a disclosure, in two passes over its lines: the first believes nothing and
 * shows nothing, the second shows what the first found right. */

/* --- who may speak --- */

struct checking {
	const char *subject;
	struct cursor lines;
	uint64_t number; /* of the line read last, from 1 */
	struct roster_chain chain;
	struct note_verifier *keys;
	bool *signed_by;
	size_t key_count;
	struct disclosure_text *text;
	struct disclosure what;
	struct sha256 statement_hash;
	const struct roster_person *by, *second;
	const struct roster_mandate *mandate, *second_mandate;
	struct checkpoint checkpoint;
};

static void checking_clear(struct checking *c)
{
	roster_chain_clear(&c->chain);
	free(c->keys);
	free(c->signed_by);
	disclosure_text_freep(&c->text);
}

static bool fault(const struct checking *c, struct error *e, enum error_code code, const char *what)
{
	return error_line(e, code, c->subject, c->number, "%s", what);
}

/* One form: a line reads as it would be written. */
static bool is_written_so(const struct checking *c, struct bytes line, const json_t *object, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer again = { 0 };
	return json_append(&again, object, e) &&
	       (bytes_equal(buffer_bytes(&again), line) ||
	        fault(c, e, ERR_SYNTAX, N_("not in the one form that it has")));
}

static bool next_object(struct checking *c, json_t **ret, struct error *e)
{
	struct bytes line = cursor_line(&c->lines);
	c->number++;
	if (c->lines.failed)
		return fault(c, e, ERR_TRUNCATED, N_("ends too early"));
	json_freep(ret);
	if (!json_parse(line, c->subject, ret, e)) {
		e->line = c->number;
		return false;
	}
	return (json_is_object(*ret) || fault(c, e, ERR_SYNTAX, N_("not an object"))) &&
	       is_written_so(c, line, *ret, e);
}

static struct bytes text_member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value) ? bytes_of(json_string_value(value), json_string_length(value))
	                             : (struct bytes){ NULL, 0 };
}

static bool has_members(const struct checking *c, const json_t *object, size_t count, struct error *e)
{
	return json_object_size(object) == count ||
	       fault(c, e, ERR_UNKNOWN_KEY, N_("not the members that this line has"));
}

/* The next version, from this note; its text must be that of the same version in `extra`, where that is
 * given. */
static bool append_roster(struct checking *c, struct bytes note, const struct bytes *extra,
                          size_t extra_count, struct error *e)
{
	_cleanup_(roster_freep) struct roster *own = NULL;
	struct error why;
	if (!roster_parse(note, c->subject, &own, e))
		return false;
	for (size_t i = 0; i < extra_count; i++) {
		_cleanup_(roster_freep) struct roster *given = NULL;
		if (!roster_parse(extra[i], "--roster", &given, &why) || given->version != own->version ||
		    strcmp(given->id, own->id) != 0)
			continue;
		if (!sha256_equal(&own->hash, &given->hash))
			return error_set(e, ERR_ROSTER_FORK, own->id,
			                 "version %" PRIu64 " here is another than the one given",
			                 own->version);
	}
	return roster_chain_append(&c->chain, &own, e);
}

/* The versions that came after, in any order: whoever was revoked there, is. */
static bool append_later(struct checking *c, const struct bytes *extra, size_t extra_count, struct error *e)
{
	for (bool found = true; found;) {
		found = false;
		for (size_t i = 0; i < extra_count; i++) {
			_cleanup_(roster_freep) struct roster *given = NULL;
			if (!roster_parse(extra[i], "--roster", &given, e))
				return false;
			const struct roster *newest = roster_chain_newest(&c->chain);
			if (given->version != newest->version + 1 && !roster_merger(newest, given))
				continue;
			if (!roster_chain_append(&c->chain, &given, e))
				return false;
			found = true;
		}
	}
	return true;
}

static bool read_rosters(struct checking *c, const struct bytes *extra, size_t extra_count, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	while (bytes_starts_with(c->lines.left, "{\"roster\":")) {
		if (!next_object(c, &object, e) || !has_members(c, object, 1, e) ||
		    !append_roster(c, text_member(object, "roster"), extra, extra_count, e))
			return false;
	}
	if (c->chain.count == 0)
		return error_set(e, ERR_NO_ROSTER, c->subject, "%s", "");
	return append_later(c, extra, extra_count, e);
}

static bool collect_keys(struct checking *c, struct error *e)
{
	if (!roster_chain_keys(&c->chain, NULL, &c->keys, &c->key_count, e))
		return false;
	c->signed_by = calloc(c->key_count + 1, sizeof *c->signed_by);
	return c->signed_by || error_memory(e);
}

/* Signed by persons of the roster, in some version, and by nobody else: a line that can't be checked could
 * say anything. */
static bool check_signed(struct checking *c, const struct note *note, const char *subject, struct error *e)
{
	size_t signers;
	memset(c->signed_by, 0, c->key_count * sizeof *c->signed_by);
	if (!note_verify(note, c->keys, c->key_count, c->signed_by, NULL, &signers, e))
		return false;
	return (signers > 0 && signers == note_signature_count(note)) ||
	       error_set(e, ERR_PERSON_UNKNOWN, subject, "%s",
	                 N_("a signature by somebody who isn't in the roster"));
}

static bool check_roster_signatures(struct checking *c, struct error *e)
{
	for (size_t v = 0; v < c->chain.count; v++) {
		struct note note;
		if (!note_parse(buffer_bytes(&c->chain.versions[v]->note), c->subject, &note, e) ||
		    !check_signed(c, &note, "rosters", e))
			return false;
	}
	return true;
}

/* One who signed: the signature, the key, and the mandate on that day. */
static bool check_signer(const struct checking *c, const struct note *note, const char *name,
                         const struct roster_person **ret, const struct roster_mandate **ret_mandate,
                         struct error *e)
{
	const struct roster *used = roster_chain_version(&c->chain, c->what.roster_version),
			    *newest = roster_chain_newest(&c->chain);
	if (!used)
		return error_set(e, ERR_NO_ROSTER, c->subject, "version %" PRIu64, c->what.roster_version);
	*ret = roster_person(used, name);
	if (!*ret)
		return error_set(e, ERR_PERSON_UNKNOWN, name, "%s", "");
	if (!note_verify_one(note, &(*ret)->key, e) ||
	    !roster_mandate_for(used, name, c->what.log, POWER_LOG, 0, c->what.made, ret_mandate, e))
		return false;
	return !roster_person(newest, name) || roster_key_valid(newest, name, c->what.made, e);
}

static bool check_statement(struct checking *c, struct bytes raw, struct error *e)
{
	struct note note;
	if (!statement_open(raw, DISCLOSURE_TYPE, "statement", &note, e) ||
	    !check_signed(c, &note, "statement", e) || !disclosure_parse(&note, &c->what, &c->text, e))
		return false;
	c->statement_hash = note.hash;
	if (!check_signer(c, &note, c->what.by, &c->by, &c->mandate, e))
		return false;
	if (!c->what.second)
		return !roster_chain_version(&c->chain, c->what.roster_version)->disclosure_by_two ||
		       error_set(e, ERR_UNSIGNED, "statement", "%s",
		                 N_("the roster asks for two persons, and one signed"));
	if (strcmp(c->what.second, c->what.by) == 0)
		return error_set(e, ERR_UNSIGNED, c->what.second, "%s", N_("one person isn't two"));
	return check_signer(c, &note, c->what.second, &c->second, &c->second_mandate, e);
}

static bool check_checkpoint(struct checking *c, struct bytes raw, struct error *e)
{
	const struct unit_keys keys = unit_log_keys(&c->chain, c->what.log);
	struct note note;
	if (!unit_keys_newest(&keys))
		return error_set(e, ERR_LOG_UNSIGNED, c->what.log, "%s",
		                 N_("the rosters list no log key of it"));
	return checkpoint_open(raw, "checkpoint", &keys, &c->checkpoint, e) &&
	       note_parse(raw, "checkpoint", &note, e) &&
	       (note_signature_count(&note) == 1 ||
	        error_set(e, ERR_LOG_POLICY, "checkpoint", "%s", N_("more signatures than the log's own")));
}

/* What is told of the client beside the entries: just what was signed for. What it says, is its reader's. */
static bool check_client(struct checking *c, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	struct bytes from = c->lines.left;
	struct sha256 hash;
	while (bytes_starts_with(c->lines.left, "{\"client\":"))
		if (!next_object(c, &object, e))
			return false;
	c->what.about = bytes_of(from.data, from.size - c->lines.left.size);
	sha256_of(c->what.about, &hash);
	bool right = c->what.has_client ? sha256_equal(&hash, &c->what.client) : c->what.about.size == 0;
	return right || error_set(e, ERR_LOG_MISSING, c->subject, "%s",
	                          N_("what it tells of the client isn't what was signed for"));
}

static bool check_head(struct checking *c, const struct bytes *extra, size_t extra_count, struct error *e)
{
	_cleanup_(json_freep) json_t *head = NULL;
	if (!next_object(c, &head, e) || !has_members(c, head, 3, e))
		return false;
	if (!bytes_equal_string(text_member(head, "sluis"), "disclosure/v1"))
		return fault(c, e, ERR_VERSION, N_("not a disclosure of a version known here"));
	return read_rosters(c, extra, extra_count, e) && collect_keys(c, e) &&
	       check_roster_signatures(c, e) && check_statement(c, text_member(head, "statement"), e) &&
	       check_checkpoint(c, text_member(head, "checkpoint"), e) && check_client(c, e);
}

/* --- entries --- */

struct one {
	json_t *object;
	struct entry entry;
	struct entry_text *text;
	struct disclosure_entry shown;
	bool private;
};

static void one_clear(struct one *o)
{
	json_freep(&o->object);
	entry_text_freep(&o->text);
}

static bool check_inclusion(const struct checking *c, const struct one *o, struct bytes raw, struct error *e)
{
	const json_t *path = json_object_get(o->object, "proof");
	struct merkle_proof proof = { 0 };
	struct sha256 leaf;
	if (!json_is_array(path) || json_array_size(path) > MERKLE_PROOF_MAX)
		return fault(c, e, ERR_LOG_PROOF, N_("no proof, or too long a one"));
	for (; proof.count < json_array_size(path); proof.count++) {
		const json_t *item = json_array_get(path, proof.count);
		size_t size;
		if (!json_is_string(item) ||
		    !base64_decode(bytes_of(json_string_value(item), json_string_length(item)), BASE64_PADDED,
		                   proof.hashes[proof.count].bytes, SHA256_SIZE, &size) ||
		    size != SHA256_SIZE)
			return fault(c, e, ERR_LOG_PROOF, N_("not a hash"));
	}
	merkle_leaf(raw, &leaf);
	return (o->entry.index < c->checkpoint.size &&
	        merkle_check_inclusion(o->entry.index, c->checkpoint.size, &leaf, &proof,
	                               &c->checkpoint.root)) ||
	       fault(c, e, ERR_LOG_PROOF, N_("the entry is not in the tree of the checkpoint"));
}

/* A field is either shown, with its salt, or stands for itself as a commitment. */
static bool field_hash(const struct checking *c, struct one *o, enum private_field f, struct sha256 *ret,
                       struct error *e)
{
	const char *name = private_field_name(f);
	const json_t *shown = json_object_get(json_object_get(o->object, "disclosed"), name);
	const json_t *kept = json_object_get(json_object_get(o->object, "commitments"), name);
	struct sha256 salt;
	if ((shown != NULL) == (kept != NULL))
		return fault(c, e, ERR_LOG_COMMITMENT, N_("each field once, disclosed or committed to"));
	if (kept)
		return (json_is_string(kept) &&
		        sha256_parse(bytes_of(json_string_value(kept), json_string_length(kept)), ret)) ||
		       fault(c, e, ERR_LOG_COMMITMENT, N_("not a hash"));
	const json_t *value = json_object_get(shown, "value");
	if (json_object_size(shown) != 2 || !json_is_string(value) ||
	    !sha256_parse(text_member(shown, "salt"), &salt))
		return fault(c, e, ERR_LOG_COMMITMENT, N_("a value and its salt are expected"));
	o->shown.disclosed[f] = true;
	o->shown.values[f] = json_string_value(value);
	entry_commitment_of(&salt, f, o->shown.values[f], ret);
	return true;
}

static bool check_fields(const struct checking *c, struct one *o, struct error *e)
{
	struct sha256 fields[PRIVATE_COUNT], whole;
	if (!json_is_object(json_object_get(o->object, "disclosed")) ||
	    !json_is_object(json_object_get(o->object, "commitments")))
		return fault(c, e, ERR_UNKNOWN_KEY, N_("not the members that this line has"));
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		if (!field_hash(c, o, (enum private_field)f, &fields[f], e))
			return false;
	if (json_object_size(json_object_get(o->object, "disclosed")) +
	            json_object_size(json_object_get(o->object, "commitments")) !=
	    PRIVATE_COUNT)
		return fault(c, e, ERR_UNKNOWN_KEY, N_("a field that entries don't have"));
	entry_commit_fields(fields, &whole);
	return sha256_equal(&whole, &o->entry.commitment) ||
	       fault(c, e, ERR_LOG_COMMITMENT, N_("the entry commits to something else"));
}

static bool read_one(struct checking *c, struct one *o, struct error *e)
{
	one_clear(o);
	*o = (struct one){ 0 };
	if (!next_object(c, &o->object, e))
		return false;
	const json_t *index = json_object_get(o->object, "index");
	struct bytes raw = text_member(o->object, "entry");
	o->private = json_object_get(o->object, "disclosed") != NULL;
	if (!has_members(c, o->object, o->private ? 5 : 3, e))
		return false;
	if (!entry_parse(raw, &o->entry, &o->text, e)) {
		e->line = c->number;
		return false;
	}
	if (!json_is_integer(index) || (uint64_t)json_integer_value(index) != o->entry.index)
		return fault(c, e, ERR_LOG_SEQUENCE, N_("the entry says that it stands elsewhere"));
	if (!o->entry.child && strcmp(o->entry.log ? o->entry.log : "", c->what.log) != 0)
		return fault(c, e, ERR_LOG_ENTRY, N_("of another log"));
	o->shown.entry = &o->entry;
	return check_inclusion(c, o, raw, e) && (!o->private || check_fields(c, o, e));
}

static bool same(const char *a, const char *b)
{
	return bytes_equal(bytes_of_string(a), bytes_of_string(b)); /* NULL is empty */
}

static bool key_is(const char *hex, const struct roster_person *p)
{
	char own[2 * sizeof p->key.id + 1];
	hex_encode(bytes_of(p->key.id, sizeof p->key.id), own);
	return same(hex, own);
}

/* The last line: the entry of this very disclosing. */
static bool check_act(const struct checking *c, const struct entry *entry, struct error *e)
{
	const struct disclosure *d = &c->what;
	bool two = d->second != NULL;
	bool right = !entry->child && !entry->failed && same(entry->action, "disclose") &&
	             same(entry->statement, DISCLOSURE_TYPE) && entry->statement_hash &&
	             sha256_equal(entry->statement_hash, &c->statement_hash) &&
	             same(entry->recipient, d->recipient) && entry->start == d->made &&
	             entry->roster_version == d->roster_version && same(entry->unit, d->log) &&
	             same(entry->mandate, c->mandate->id) && key_is(entry->key, c->by) &&
	             d->has_order == (entry->order != NULL) &&
	             (!d->has_order || sha256_equal(entry->order, &d->order)) && entry->second == two &&
	             (!two || (same(entry->second_mandate, c->second_mandate->id) &&
	                       key_is(entry->second_key, c->second)));
	return right || fault(c, e, ERR_LOG_ENTRY, N_("the last entry doesn't tell of this disclosure"));
}

/* All lines with an entry. With `each`, they are shown: they were found right before. */
static bool walk(struct checking *c,
                 bool (*each)(void *context, const struct disclosure_entry *entry, struct error *e),
                 void *context, struct error *e)
{
	_cleanup_(one_clear) struct one o = { 0 };
	_cleanup_(buffer_clear) struct buffer list = { 0 };
	struct sha256 hash;
	uint64_t count = 0, next = 0;
	for (bool last = false; !last; count++) {
		if (!read_one(c, &o, e))
			return false;
		last = cursor_done(&c->lines);
		if (count && o.entry.index < next)
			return fault(c, e, ERR_LOG_SEQUENCE, N_("entries stand in their order, each once"));
		next = o.entry.index + 1;
		if (last && (o.private || !check_act(c, &o.entry, e)))
			return o.private ? fault(c, e, ERR_LOG_ENTRY,
			                         N_("the last entry tells of the disclosure, and nothing "
			                            "private"))
			                 : false;
		if (!last)
			buffer_printf(&list, "%" PRIu64 "\n", o.entry.index);
		if (each && !each(context, &o.shown, e))
			return false;
	}
	if (!buffer_ok(&list, e))
		return false;
	sha256_of(buffer_bytes(&list), &hash);
	return (count - 1 == c->what.entries && sha256_equal(&hash, &c->what.list)) ||
	       error_set(e, ERR_LOG_MISSING, c->subject, "%s",
	                 N_("other entries than the statement was signed for"));
}

bool disclosure_looks_like(struct bytes file)
{
	return bytes_starts_with(file, "{\"sluis\":\"disclosure/");
}

bool disclosure_verify(struct bytes file, const char *subject, const struct bytes *extra, size_t extra_count,
                       const struct sha256 *fingerprint, struct disclosure *ret,
                       struct disclosure_text **ret_text,
                       bool (*each)(void *context, const struct disclosure_entry *entry, struct error *e),
                       void *context, struct error *e)
{
	_cleanup_(checking_clear) struct checking c = { .subject = subject,
		                                        .lines = cursor_of(file),
		                                        .chain = { .fingerprint = *fingerprint } };
	if (file.size > LIMIT_DISCLOSURE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_DISCLOSURE_SIZE);
	if (!check_head(&c, extra, extra_count, e))
		return false;
	struct cursor lines = c.lines;
	uint64_t number = c.number;
	if (!walk(&c, NULL, NULL, e))
		return false;
	c.lines = lines;
	c.number = number;
	if (each && !walk(&c, each, context, e))
		return false;
	*ret = c.what;
	*ret_text = c.text;
	c.text = NULL;
	return true;
}

/* --- on an order --- */

struct ordered {
	const struct checking *checking;
	const struct order *order;
	uint64_t act; /* that was met last … */
	bool covered; /* … is one that the order is about */
	bool met;     /* the record that it names was */
	char bsn[BSN_SIZE + 1];
};

/* Whose act it is, by the roster that it names. */
static bool is_about(const struct ordered *g, const struct entry *entry)
{
	const struct roster *r = roster_chain_version(&g->checking->chain, entry->roster_version);
	const struct roster_mandate *m = r && entry->mandate ? roster_mandate_by_id(r, entry->mandate) : NULL;
	return order_covers(g->order, entry->start) &&
	       (!g->order->person || (m && same(m->person, g->order->person)));
}

/* About one client, as far as numbers tell: the record that the order names is among the entries, and no two
 * numbers are. The client may have more records, so of an entry without a number nothing is said. */
static bool is_client(struct ordered *g, const struct disclosure_entry *shown)
{
	const char *type = shown->values[PRIVATE_SUBJECT_TYPE], *subject = shown->values[PRIVATE_SUBJECT];
	if (!g->order->record || !shown->entry->child)
		return true;
	g->met = g->met || same(shown->values[PRIVATE_RECORD], g->order->record);
	if (!type || strcmp(type, "bsn") != 0 || !subject || strlen(subject) != BSN_SIZE)
		return true;
	if (!*g->bsn)
		memcpy(g->bsn, subject, BSN_SIZE);
	return strcmp(g->bsn, subject) == 0;
}

static bool look_at_ordered(void *context, const struct disclosure_entry *shown, struct error *e)
{
	struct ordered *g = context;
	const struct entry *entry = shown->entry;
	bool own = !entry->child && entry->order && sha256_equal(entry->order, &g->order->hash);
	if (!entry->child) {
		g->act = entry->index;
		g->covered = own || is_about(g, entry);
	}
	/* A client whose act was left out could be of any. */
	bool behind = !entry->child || entry->parent == g->act;
	return (g->covered && behind && is_client(g, shown)) ||
	       fault(g->checking, e, ERR_ORDER, N_("an entry that the order isn't about"));
}

bool disclosure_fits_order(struct bytes file, const char *subject, const struct bytes *extra,
                           size_t extra_count, const struct sha256 *fingerprint, const struct order *o,
                           struct error *e)
{
	_cleanup_(checking_clear) struct checking c = { .subject = subject,
		                                        .lines = cursor_of(file),
		                                        .chain = { .fingerprint = *fingerprint } };
	struct ordered g = { .checking = &c, .order = o };
	if (!check_head(&c, extra, extra_count, e))
		return false;
	if (!c.what.has_order || !sha256_equal(&c.what.order, &o->hash))
		return error_set(e, ERR_ORDER, subject, "%s", N_("it was made on another order, or on none"));
	if (!same(c.what.log, o->unit) || !same(c.what.recipient, o->auditor) ||
	    !order_valid_at(o, c.what.made))
		return error_set(e, ERR_ORDER, subject, "%s",
		                 N_("for another log or auditor than the order says, or past its term"));
	const struct roster *r = roster_chain_version(&c.chain, c.what.roster_version);
	bool ok = (r || error_set(e, ERR_NO_ROSTER, subject, "%s", "")) &&
	          order_verify(o, r, c.what.made, e) && walk(&c, look_at_ordered, &g, e) &&
	          (!o->record || g.met ||
	           error_set(e, ERR_ORDER, subject, "%s",
	                     N_("nothing in it is about the client of the order")));
	memory_wipe(g.bsn, sizeof g.bsn);
	return ok;
}
