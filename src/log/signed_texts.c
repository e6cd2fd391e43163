/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/signed_texts.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/signed_texts_rosters.h"
#include "trust/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The agreements, manifests and seen checkpoints of a bundle, and the way back to them. */

static void signed_texts_agreement_clear(struct signed_texts_agreement *a)
{
	for (size_t i = 0; a->terms && i < a->agreement->purpose_count; i++)
		terms_freep(&a->terms[i]);
	free(a->terms);
	agreement_freep(&a->agreement);
}

void signed_texts_clear(struct signed_texts *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->agreement_count; i++)
		signed_texts_agreement_clear(&s->agreements[i]);
	for (size_t i = 0; i < s->manifest_count; i++) {
		manifest_clear(&s->manifests[i].manifest);
		free(s->manifests[i].second);
	}
	free(s->agreements);
	free(s->manifests);
	free(s->by_hash);
	free(s->keys);
	free(s->sightings);
	free(s->witnesses);
	law_clear(&s->law);
	inventory_clear(&s->files);
	roster_chain_clear(&s->chain);
	*s = (struct signed_texts){ 0 };
}

/* --- reading files --- */

struct reading {
	struct signed_texts *signed_texts;
	const char *directory;
	struct verify_result *result;
};

static bool collect_name(void *context, const char *name, enum inventory_kind kind, struct error *e)
{
	struct reading *in = context;
	if (kind != INVENTORY_FILE || !inventory_is_statement(name))
		return true; /* told later, with the other files that don't belong */
	return inventory_add(&in->signed_texts->files, name, NULL, e);
}

/* A file of the inventory; false in `*ret_there` with a finding when it can't be had. */
static bool read_file(struct reading *in, const char *name, struct buffer *ret, bool *ret_there,
                      struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(in->directory, name);
	struct error why;
	if (!path)
		return error_memory(e);
	*ret_there = file_read(path, LIMIT_NOTE_SIZE, ret, &why);
	return *ret_there || finding_of_error(in->result, &why, NO_INDEX, name, e);
}

/* --- what is signed by nobody known --- */

static void bools_freep(bool **b)
{
	free(*b);
	*b = NULL;
}

/* Before anything of a text is parsed. In a bundle every signature must be by a person in a roster: a line by
 * an unknown key can't be checked, so nothing vouches for it. `*ret_good` false: a finding was added. */
static bool check_signers(struct reading *in, const char *name, struct bytes raw, struct note *ret,
                          bool *ret_good, struct error *e)
{
	const struct signed_texts *s = in->signed_texts;
	_cleanup_(bools_freep) bool *by = calloc(s->key_count + 1, sizeof *by);
	struct error why;
	size_t known = 0;
	if (!by)
		return error_memory(e);
	*ret_good = false;
	if (!note_parse(raw, name, ret, &why) ||
	    !note_verify(ret, s->keys, s->key_count, by, NULL, &known, &why))
		return finding_of_error(in->result, &why, NO_INDEX, name, e);
	*ret_good = known > 0 && known == note_signature_count(ret);
	return *ret_good || finding_add(in->result, ERR_LOG_POLICY, NO_INDEX, name, e, "%s",
	                                N_("a signature by nobody in the rosters, or one twice"));
}

static bool check_own_roster(struct reading *in, const char *name, struct bytes raw, struct error *e)
{
	struct note note;
	bool good;
	uint64_t version;
	struct bytes number = bytes_of(name + 8, strlen(name) - 8 - 5);
	while (number.size > 1 && number.data[0] == '0')
		number = bytes_of(number.data + 1, number.size - 1);
	char again[48] = "";
	if (number_parse(number, UINT32_MAX, &version))
		snprintf(again, sizeof again, "rosters/%06" PRIu64 ".note", version);
	if (strcmp(again, name) != 0)
		return finding_add(in->result, ERR_LOG_POLICY, NO_INDEX, name, e, "%s",
		                   N_("not a name that a roster has"));
	if (!roster_chain_version(&in->signed_texts->chain, version))
		return finding_add(in->result, ERR_ROSTER_CHAIN, NO_INDEX, name, e, "%s",
		                   N_("doesn't follow on the versions before it"));
	return check_signers(in, name, raw, &note, &good, e);
}

/* --- what agreements pin --- */

static bool take_law(struct reading *in, const char *name, struct bytes raw, struct error *e)
{
	bool is_signed = strcmp(name + strlen(name) - 5, ".note") == 0, good = !is_signed;
	struct error why;
	struct note note;
	if (is_signed && !check_signers(in, name, raw, &note, &good, e))
		return false;
	return !good || law_take(&in->signed_texts->law, name, raw, &why) ||
	       finding_of_error(in->result, &why, NO_INDEX, name, e);
}

/* --- agreements --- */

static bool prepare_terms(struct signed_texts_agreement *s, struct error *e)
{
	const struct agreement *a = s->agreement;
	s->terms = calloc(a->purpose_count + 1, sizeof(struct terms *));
	if (!s->terms)
		return error_memory(e);
	for (size_t i = 0; i < a->purpose_count; i++)
		if (!terms_prepare(a, &a->purposes[i], a->pinned.catalogue, &s->terms[i], e))
			return false;
	return true;
}

static bool take_agreement(struct reading *in, const char *name, struct bytes raw, struct error *e)
{
	struct signed_texts *s = in->signed_texts;
	struct error why;
	struct note note;
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	bool good = false;
	if (!check_signers(in, name, raw, &note, &good, e))
		return false;
	if (!good)
		return true;
	const struct pinned_source from = law_source(&s->law);
	if (!agreement_load(raw, name, &from, &a, &why))
		return finding_of_error(in->result, &why, NO_INDEX, name, e);
	_cleanup_(string_freep) char *right =
		string_printf("agreements/%s-v%" PRIu64 ".note", a->id, a->version);
	if (!right)
		return error_memory(e);
	if (strcmp(right, name) != 0)
		return finding_add(in->result, ERR_LOG_POLICY, NO_INDEX, name, e, "%s",
		                   N_("holds another agreement than its name says"));
	struct signed_texts_agreement *more =
		reallocarray(s->agreements, s->agreement_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	s->agreements = more;
	s->agreements[s->agreement_count] = (struct signed_texts_agreement){ .agreement = a };
	a = NULL;
	return prepare_terms(&s->agreements[s->agreement_count++], e);
}

/* --- manifests --- */

/* Signed by the person it names, who is in the roster that it names and had a mandate at its sender that day.
 */
static bool check_manifest(const struct signed_texts *s, const struct manifest *m, const struct note *note,
                           struct error *e)
{
	const struct roster *roster = roster_chain_version(&s->chain, m->roster_version);
	const struct roster_mandate *mandate;
	enum power needs = (enum power)package_kind_powers(m->kind);
	if (!roster || !sha256_equal(&roster->hash, &m->roster_hash))
		return error_set(e, ERR_NO_ROSTER, m->sender,
		                 "it names roster version %" PRIu64 ", which isn't here", m->roster_version);
	const struct roster_person *person = roster_person(roster, m->signer);
	if (!person)
		return error_set(e, ERR_PERSON_UNKNOWN, m->signer, "%s", "");
	return note_verify_one(note, &person->key, e) &&
	       roster_mandate_for(roster, m->signer, m->sender, needs, 0, m->created, &mandate, e);
}

/* The signatures are by persons in the rosters (check_signers): whose, besides the one that the manifest
 * names? */
static bool find_second(const struct note *note, const struct manifest *m, char **ret, struct error *e)
{
	struct cursor lines = cursor_of(note->signatures);
	struct note_signature signature;
	while (note_next_signature(&lines, &signature)) {
		if (bytes_equal_string(signature.name, m->signer))
			continue;
		if (*ret)
			return error_set(e, ERR_NOTE, "manifests", "%s", N_("more than two signatures"));
		*ret = string_of_bytes(signature.name);
		if (!*ret)
			return error_memory(e);
	}
	return true;
}

static bool take_manifest(struct reading *in, const char *name, struct bytes raw, struct error *e)
{
	struct signed_texts *s = in->signed_texts;
	struct error why;
	struct note note;
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	char hex[2 * PACKAGE_ID_SIZE + 1];
	bool good = false;
	if (!check_signers(in, name, raw, &note, &good, e))
		return false;
	if (!good)
		return true;
	if (!statement_open(raw, MANIFEST_TYPE, name, &note, &why) || !manifest_parse(&note, &m, &why))
		return finding_of_error(in->result, &why, NO_INDEX, name, e);
	hex_encode(bytes_of(m.id, sizeof m.id), hex);
	if (strncmp(name + 10, hex, sizeof hex - 1) != 0 || strcmp(name + 10 + sizeof hex - 1, ".note") != 0)
		return finding_add(in->result, ERR_LOG_POLICY, NO_INDEX, name, e, "%s",
		                   N_("holds another manifest than its name says"));
	_cleanup_(string_freep) char *second = NULL;
	bool sound = check_manifest(s, &m, &note, &why) && find_second(&note, &m, &second, &why);
	if (!sound && !finding_of_error(in->result, &why, NO_INDEX, name, e))
		return false;
	free(m.members);
	free(m.recipients);
	m.members = NULL;
	m.recipients = NULL;
	m.member_count = m.recipient_count = 0;
	s->manifests[s->manifest_count++] = (struct signed_texts_manifest){
		.manifest = m, .sound = sound, .made = m.created, .second = second
	};
	second = NULL;
	m = (struct manifest){ 0 };
	return true;
}

static int by_hash(const void *a, const void *b)
{
	const struct signed_texts_manifest *const *x = a, *const *y = b;
	return memcmp(&(*x)->manifest.hash, &(*y)->manifest.hash, SHA256_SIZE);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct signed_texts_manifest *)a)->manifest.id,
	              ((const struct signed_texts_manifest *)b)->manifest.id, PACKAGE_ID_SIZE);
}

static bool index_manifests(struct signed_texts *s, struct error *e)
{
	s->by_hash = calloc(s->manifest_count + 1, sizeof *s->by_hash);
	if (!s->by_hash)
		return error_memory(e);
	if (s->manifest_count == 0)
		return true;
	qsort(s->manifests, s->manifest_count, sizeof *s->manifests, by_id);
	for (size_t i = 0; i < s->manifest_count; i++)
		s->by_hash[i] = &s->manifests[i];
	qsort(s->by_hash, s->manifest_count, sizeof *s->by_hash, by_hash);
	return true;
}

/* --- checkpoints seen before --- */

bool signed_texts_log_keys(const struct signed_texts *s, const char *unit, struct unit_keys *ret)
{
	*ret = unit_log_keys(&s->chain, unit);
	return unit_keys_newest(ret) != NULL;
}

/* Its own witness key says nothing about a unit's own log. */
static void note_cosigner(const struct signed_texts *s, struct signed_texts_sighting *seen,
                          const struct note_verifier *key, moment when)
{
	struct error why;
	if (strcmp(key->name, seen->checkpoint.origin) == 0)
		return;
	if (roster_key_stands(roster_chain_newest(&s->chain), key, when, &why) &&
	    (!seen->vouched || when < seen->vouched))
		seen->vouched = when;
	seen->when = !seen->cosigned || when > seen->when ? when : seen->when;
	seen->first = !seen->cosigned || when < seen->first ? when : seen->first;
	seen->cosigned = true;
}

/* By which keys of the log? */
static bool note_log_keys(const struct unit_keys *keys, const struct note *note,
                          struct signed_texts_sighting *seen, struct error *e)
{
	const struct note_verifier *key;
	seen->log_key_count = 0;
	for (size_t at = 0; (key = unit_keys_next(keys, &at)) && seen->log_key_count < SIGHTING_LOG_KEYS;) {
		bool by;
		size_t count;
		if (!note_verify(note, key, 1, &by, NULL, &count, e))
			return false;
		if (by)
			seen->log_keys[seen->log_key_count++] = key;
	}
	return true;
}

/* Of the witnesses, who cosigned? Every line must be the log's own or a witness's. */
static bool check_cosigners(const struct signed_texts *s, const struct unit_keys *log_keys,
                            const struct note *note, const char *subject, struct signed_texts_sighting *seen,
                            struct error *e)
{
	_cleanup_(bools_freep) bool *by = calloc(s->witness_count + 1, sizeof *by);
	int64_t *times = calloc(s->witness_count + 1, sizeof *times);
	size_t known = 0;
	bool fine = by && times ? note_verify(note, s->witnesses, s->witness_count, by, times, &known, e)
	                        : error_memory(e);
	for (size_t i = 0; fine && i < s->witness_count; i++)
		if (by[i])
			note_cosigner(s, seen, &s->witnesses[i], times[i]);
	free(times);
	return fine && note_log_keys(log_keys, note, seen, e) &&
	       (note_signature_count(note) == known + seen->log_key_count ||
	        error_set(e, ERR_LOG_POLICY, subject, "%s", N_("a signature by somebody who is no witness")));
}

bool signed_texts_sight(const struct signed_texts *s, struct bytes raw, const char *subject,
                        struct signed_texts_sighting *ret, struct error *e)
{
	struct signed_texts_sighting seen = { 0 };
	struct note note;
	if (!note_parse(raw, subject, &note, e) || !checkpoint_parse(note.text, &seen.checkpoint, e))
		return false;
	struct unit_keys keys;
	if (!signed_texts_log_keys(s, seen.checkpoint.origin, &keys))
		return error_set(e, ERR_LOG_UNSIGNED, subject, "the rosters list no log key of %s",
		                 seen.checkpoint.origin);
	if (!checkpoint_open(raw, subject, &keys, &seen.checkpoint, e) ||
	    !check_cosigners(s, &keys, &note, subject, &seen, e))
		return false;
	snprintf(seen.name, sizeof seen.name, "%s", subject);
	*ret = seen;
	return true;
}

static bool take_sighting(struct reading *in, const char *name, struct bytes raw, struct error *e)
{
	struct signed_texts *s = in->signed_texts;
	struct signed_texts_sighting seen;
	struct error why;
	if (!signed_texts_sight(s, raw, name, &seen, &why))
		return finding_of_error(in->result, &why, NO_INDEX, name, e);
	seen.own = name[0] == 'w';
	_cleanup_(string_freep) char *right =
		seen.own ? string_printf("witnessed/%012" PRIu64 ".note", seen.checkpoint.size)
			 : string_printf("peers/%s/%012" PRIu64 ".note", seen.checkpoint.origin,
	                                 seen.checkpoint.size);
	if (!right)
		return error_memory(e);
	if (strcmp(right, name) != 0)
		return finding_add(in->result, ERR_LOG_POLICY, NO_INDEX, name, e, "%s",
		                   N_("holds another checkpoint than its name says"));
	if (!seen.own && seen.log_key_count > 1)
		return finding_add(in->result, ERR_LOG_POLICY, NO_INDEX, name, e, "%s",
		                   N_("more signatures than the log's own"));
	if (seen.own && !seen.cosigned && seen.log_key_count < SIGHTING_LOG_KEYS)
		return finding_add(in->result, ERR_UNSIGNED, NO_INDEX, name, e, "%s",
		                   N_("no witness cosigned it"));
	struct signed_texts_sighting *more = reallocarray(s->sightings, s->sighting_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	s->sightings = more;
	s->sightings[s->sighting_count++] = seen;
	return true;
}

static bool take_statement(struct reading *in, struct inventory_item *item, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	const char *name = item->name;
	bool there = false;
	if (!read_file(in, name, &raw, &there, e))
		return false;
	if (!there)
		return true;
	sha256_of(buffer_bytes(&raw), &item->hash);
	if (inventory_is_law(name))
		return take_law(in, name, buffer_bytes(&raw), e);
	if (inventory_is_sighting(name))
		return take_sighting(in, name, buffer_bytes(&raw), e);
	if (name[0] == 'r')
		return check_own_roster(in, name, buffer_bytes(&raw), e);
	return name[0] == 'a' ? take_agreement(in, name, buffer_bytes(&raw), e)
	                      : take_manifest(in, name, buffer_bytes(&raw), e);
}

/* What agreements pin comes before them. */
static bool take_statements(struct reading *in, struct error *e)
{
	struct signed_texts *s = in->signed_texts;
	s->manifests = calloc(s->files.count + 1, sizeof *s->manifests);
	if (!s->manifests)
		return error_memory(e);
	for (int law = 1; law >= 0; law--)
		for (size_t i = 0; i < s->files.count; i++)
			if (inventory_is_law(s->files.items[i].name) == (law == 1) &&
			    !take_statement(in, &s->files.items[i], e))
				return false;
	return index_manifests(s, e);
}

bool signed_texts_load(struct signed_texts *s, const char *directory, const struct bytes *extra_rosters,
                       size_t extra_count, const struct sha256 *fingerprint, struct verify_result *r,
                       struct error *e)
{
	struct reading in = { .signed_texts = s, .directory = directory, .result = r };
	s->chain.fingerprint = *fingerprint;
	if (!inventory_walk(directory, collect_name, &in, e))
		return false;
	inventory_sort(&s->files);
	if (!signed_texts_rosters_load(s, directory, extra_rosters, extra_count, r, e))
		return false;
	return s->chain.count == 0 || take_statements(&in, e); /* else nothing vouches for the rest */
}

struct signed_texts_agreement *signed_texts_agreement(const struct signed_texts *s, const char *id,
                                                      uint64_t version)
{
	for (size_t i = 0; i < s->agreement_count; i++)
		if (s->agreements[i].agreement->version == version &&
		    strcmp(s->agreements[i].agreement->id, id) == 0)
			return &s->agreements[i];
	return NULL;
}

struct signed_texts_manifest *signed_texts_manifest(const struct signed_texts *s, const struct sha256 *hash)
{
	struct signed_texts_manifest wanted = { .manifest = { .hash = *hash } };
	struct signed_texts_manifest *key = &wanted;
	struct signed_texts_manifest **found =
		bsearch(&key, s->by_hash, s->manifest_count, sizeof *s->by_hash, by_hash);
	return found ? *found : NULL;
}

const struct signed_texts_manifest *signed_texts_manifest_by_id(const struct signed_texts *s,
                                                                const uint8_t id[PACKAGE_ID_SIZE])
{
	struct signed_texts_manifest wanted = { 0 };
	memcpy(wanted.manifest.id, id, PACKAGE_ID_SIZE);
	return bsearch(&wanted, s->manifests, s->manifest_count, sizeof *s->manifests, by_id);
}
