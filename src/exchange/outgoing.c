/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/outgoing.h"

#include "base/limits.h"
#include "exchange/resuming.h"
#include "exchange/stick.h"
#include "exchange/terminating.h"
#include "exchange/witnessing.h"
#include "log/proof.h"
#include "store/exchanges.h"
#include "store/outbox.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(LIMIT_PACKAGE_ROSTERS == ELEMENTS(((struct outgoing *)0)->rosters),
               "an outgoing package holds as many rosters as a package may");

void outgoing_clear(struct outgoing *p)
{
	manifest_clear(&p->manifest);
	buffer_clear(&p->note);
	file_write_clear(&p->file);
	string_freep(&p->path);
}

/* Largest roster version that the peer's letters named. */
struct peer_roster {
	const char *peer;
	uint64_t version;
};

static bool note_peer_roster(void *context, const struct exchange_row *row, struct error *e)
{
	struct peer_roster *p = context;
	if (row->sent || strcmp(row->peer, p->peer) != 0)
		return true;
	struct note note;
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	if (!note_parse(row->manifest_note, "manifest", &note, e) || !manifest_parse(&note, &m, e))
		return false;
	if (m.roster_version > p->version)
		p->version = m.roster_version;
	return true;
}

/* The version by which this unit came from another partnership, whose own chain it has up to there; NULL when
 * it was of ours. */
static const struct roster *merged_from(const struct roster_chain *c, const char *unit)
{
	for (size_t i = 1; i < c->count; i++)
		if (roster_merger(c->versions[i - 1], c->versions[i]) &&
		    !roster_unit(c->versions[i - 1], unit) && roster_unit(c->versions[i], unit))
			return c->versions[i];
	return NULL;
}

static bool choose_rosters(struct outgoing *p, struct store *s, struct error *e)
{
	struct peer_roster known = { .peer = p->manifest.receiver, .version = 1 };
	if (!exchanges_each(s, note_peer_roster, &known, e))
		return false;
	const struct roster_chain *chain = store_rosters(s);
	const struct roster *merger = merged_from(chain, known.peer);
	if (merger && known.version < merger->version)
		known.version = merger->version - 1;
	size_t behind = chain->count - roster_chain_up_to(chain, known.version);
	if (behind > LIMIT_PACKAGE_ROSTERS)
		return error_set(e, ERR_MEMBER_COUNT, "rosters", "%zu versions that %s has not seen", behind,
		                 known.peer);
	p->roster_count = behind;
	for (size_t i = 0; i < behind; i++)
		p->rosters[i] = chain->versions[chain->count - behind + i];
	return true;
}

static bool set_recipients(struct manifest *m, const struct roster *roster, struct error *e)
{
	const struct roster_unit *unit = roster_unit(roster, m->receiver);
	if (!unit)
		return error_set(e, ERR_UNIT_UNKNOWN, m->receiver, "%s", "");
	if (!unit->ready)
		return error_set(e, ERR_UNIT_NOT_READY, m->receiver, "%s", "");
	m->recipients = calloc(2, sizeof *m->recipients);
	if (!m->recipients)
		return error_memory(e);
	m->recipients[m->recipient_count++] = unit->recipient;
	if (unit->has_recovery)
		m->recipients[m->recipient_count++] = unit->recovery;
	return true;
}

void outgoing_start(struct outgoing *p)
{
	random_bytes(p->manifest.id, sizeof p->manifest.id);
}

static bool set_members(struct manifest *m, struct member_spool *const *spools, size_t spool_count,
                        struct error *e)
{
	for (size_t i = 0; i < spool_count; i++)
		m->member_count += spools[i]->count;
	m->members = calloc(m->member_count ? m->member_count : 1, sizeof *m->members);
	if (!m->members)
		return error_memory(e);
	size_t at = 0;
	for (size_t i = 0; i < spool_count; i++)
		for (size_t j = 0; j < spools[i]->count; j++)
			m->members[at++] = spools[i]->members[j];
	return true;
}

/* HOME/outbox/oss.nl_wmo-000001-cases.sluis: says nothing that the envelope wouldn't. The slash becomes a
 * character that no unit's name has, or the letters to a-b/c and to a/b-c would want one name. */
static char *outbox_path(const struct store *s, const struct manifest *m)
{
	_cleanup_(string_freep) char *name =
		string_printf("outbox/%s-%06llu-%s.sluis", m->receiver, (unsigned long long)m->sequence,
	                      package_kind_name(m->kind));
	char *slash = name ? strchr(name + strlen("outbox/"), '/') : NULL;
	if (slash)
		*slash = '_';
	return name ? path_join(store_home(s), name) : NULL;
}

bool outgoing_prepare(struct outgoing *p, struct act *a, struct member_spool *const *spools,
                      size_t spool_count, struct error *e)
{
	struct manifest *m = &p->manifest;
	struct desk *d = a->desk;
	const struct roster *roster = desk_roster(d);
	m->sender = string_copy(store_unit(d->store));
	m->signer = string_copy(d->key.name);
	m->created = d->now;
	m->roster_version = roster->version;
	m->roster_hash = roster->hash;
	if (!m->sender || !m->signer)
		return error_memory(e);
	if (!set_recipients(m, roster, e) || !set_members(m, spools, spool_count, e) ||
	    !exchanges_next(d->store, m->receiver, &m->sequence, &m->previous, e) ||
	    !choose_rosters(p, d->store, e))
		return false;
	p->path = outbox_path(d->store, m);
	if (!p->path)
		return error_memory(e);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return manifest_format(m, &text, e) && note_sign(&p->note, buffer_bytes(&text), &d->key.signer, 0, e);
}

void outgoing_describe(struct outgoing *p, struct entry *entry)
{
	const struct manifest *m = &p->manifest;
	if (m->answers) {
		hex_encode(bytes_of(m->answer_id, PACKAGE_ID_SIZE), p->answers);
		entry->answers = p->answers;
	}
	entry->package_kind = package_kind_name(m->kind);
	entry->peer = m->receiver;
	entry->sequence = m->sequence;
	entry->manifest = &m->hash;
}

static bool write_file(struct outgoing *p, struct desk *d, uint64_t index, struct bytes checkpoint,
                       struct member_spool *const *spools, size_t spool_count, struct error *e)
{
	struct store *s = d->store;
	_cleanup_(buffer_clear) struct buffer proof = { 0 };
	_cleanup_(buffer_clear) struct buffer witness = { 0 };
	if (!proof_format(store_log(s), index, checkpoint, &proof, e) ||
	    !witnessing_write(d, p->manifest.receiver, p->manifest.sequence, checkpoint, &witness, e))
		return false;
	_cleanup_(resuming_carried_clear) struct resuming_carried carried = { 0 };
	_cleanup_(termination_list_clear) struct termination_list ended = { 0 };
	struct package_content content = {
		.rosters = p->rosters,
		.roster_count = p->roster_count,
		.manifest = &p->manifest,
		.manifest_note = buffer_bytes(&p->note),
		.spools = spools,
		.spool_count = spool_count,
		.log_proof = buffer_bytes(&proof),
		.log_witness = buffer_bytes(&witness),
	};
	return resuming_carry(s, p->manifest.receiver, checkpoint, &carried, &content, e) &&
	       terminating_carry(s, p->manifest.receiver, checkpoint, &ended, &content, e) &&
	       outbox_hold(s, e) && file_write_start(&p->file, p->path, e) &&
	       package_write(file_write_sink(&p->file), &content, e) && file_write_sync(&p->file, e) &&
	       stick_remember(s, p->file.temporary, p->manifest.id, e);
}

bool outgoing_write(struct outgoing *p, struct act *a, struct member_spool *const *spools, size_t spool_count,
                    struct error *e)
{
	struct store *s = a->desk->store;
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	if (!store_sign_log(s, &checkpoint, e) ||
	    !write_file(p, a->desk, a->index, buffer_bytes(&checkpoint), spools, spool_count, e))
		return false;
	if (p->approved)
		return exchanges_approve(s, p->manifest.id, buffer_bytes(&p->note), p->file.temporary,
		                         a->index, e);
	return exchanges_add_sent(s, &p->manifest, buffer_bytes(&p->note), p->path, p->file.temporary,
	                          a->index, e);
}

/* --- approval by a second person --- */

bool outgoing_hold(struct outgoing *p, struct act *a, struct error *e)
{
	return exchanges_add_pending(a->desk->store, &p->manifest, buffer_bytes(&p->note), p->path, a->index,
	                             e);
}

/* The first person signed for these keys: encrypting to others isn't ours to decide, and to keys that are no
 * longer the unit's is in vain. */
static bool check_recipients(const struct manifest *m, const struct roster *roster, struct error *e)
{
	_cleanup_(manifest_clear) struct manifest now = { 0 };
	now.receiver = string_copy(m->receiver);
	if (!now.receiver)
		return error_memory(e);
	if (!set_recipients(&now, roster, e))
		return false;
	bool same = now.recipient_count == m->recipient_count;
	for (size_t i = 0; same && i < m->recipient_count; i++)
		same = age_recipient_equal(&m->recipients[i], &now.recipients[i]);
	return same ||
	       error_set(e, ERR_PENDING_CHANGED, m->receiver, "%s", N_("the unit's keys in the roster"));
}

bool outgoing_take_up(struct outgoing *p, struct act *a, struct bytes manifest_note, struct error *e)
{
	const struct desk *d = a->desk;
	struct note note;
	buffer_append(&p->note, manifest_note);
	if (!buffer_ok(&p->note, e) || !note_parse(buffer_bytes(&p->note), "manifest", &note, e) ||
	    !manifest_parse(&note, &p->manifest, e) || !choose_rosters(p, d->store, e))
		return false;
	p->approved = true;
	p->path = outbox_path(d->store, &p->manifest);
	return p->path || error_memory(e);
}

static bool same_member(const struct manifest_member *a, const struct manifest_member *b)
{
	return strcmp(a->name, b->name) == 0 && a->size == b->size && a->inflated == b->inflated &&
	       sha256_equal(&a->hash, &b->hash);
}

bool outgoing_check_same(const struct outgoing *p, const struct act *a, struct member_spool *const *spools,
                         size_t spool_count, struct error *e)
{
	const struct manifest *m = &p->manifest;
	_cleanup_(manifest_clear) struct manifest now = { 0 };
	if (!check_recipients(m, desk_roster(a->desk), e) || !set_members(&now, spools, spool_count, e))
		return false;
	bool same = now.member_count == m->member_count;
	for (size_t i = 0; same && i < m->member_count; i++)
		same = same_member(&m->members[i], &now.members[i]);
	return same || error_set(e, ERR_PENDING_CHANGED, package_kind_name(m->kind), "%s",
	                         N_("what would go is not, byte for byte, what was signed"));
}

bool outgoing_approve(struct outgoing *p, struct act *a, struct member_spool *const *spools,
                      size_t spool_count, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct note note;
	if (!outgoing_check_same(p, a, spools, spool_count, e))
		return false;
	if (!note_parse(buffer_bytes(&p->note), "manifest", &note, e))
		return false;
	buffer_append(&text, note.text); /* signing may move the note */
	return buffer_ok(&text, e) && note_sign(&p->note, buffer_bytes(&text), &a->desk->key.signer, 0, e);
}

bool outgoing_publish(struct outgoing *p, struct desk *d, struct error *e)
{
	/* The entry is committed: whatever fails from here on, the file stays, and the next start finishes.
	 */
	if (!file_write_publish(&p->file, false, e)) {
		file_write_leave(&p->file);
		return false;
	}
	return act_published(d, p->manifest.id, e);
}

void outgoing_failed(struct outgoing *p, const struct error *why)
{
	if (why->code == ERR_STORE_FSYNC && p->file.temporary && p->file.fd < 0)
		file_write_leave(&p->file);
	file_write_clear(&p->file);
}

struct again {
	struct act *act;
	struct outgoing *outgoing;
	struct member_spool *const *spools;
	size_t spool_count;
	bool *ret_written;
};

/* The one that the letter went with: its number and the size of its tree belong together, whenever it is
 * written again. */
static bool checkpoint_of_then(struct store *s, const struct exchange_row *row, struct buffer *ret,
                               struct error *e)
{
	bool there;
	uint64_t size;
	return witnesses_sent_with(s, row->peer, row->sequence, &there, &size, e) &&
	       (there ? witnesses_checkpoint_at(s, size, ret, e) : store_sign_log(s, ret, e));
}

static bool write_again(void *context, const struct exchange_row *row, struct error *e)
{
	struct again *again = context;
	struct store *s = again->act->desk->store;
	struct outgoing *p = again->outgoing;
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	struct note note;
	p->path = exchanges_path(s, row->file);
	if (!p->path)
		return error_memory(e);
	*again->ret_written = !file_exists(p->path);
	if (!*again->ret_written)
		return true;
	buffer_append(&p->note, row->manifest_note);
	return buffer_ok(&p->note, e) && note_parse(buffer_bytes(&p->note), "manifest", &note, e) &&
	       manifest_parse(&note, &p->manifest, e) && choose_rosters(p, s, e) &&
	       checkpoint_of_then(s, row, &checkpoint, e) &&
	       write_file(p, again->act->desk, row->log_index, buffer_bytes(&checkpoint), again->spools,
	                  again->spool_count, e);
}

bool outgoing_again(struct outgoing *p, struct act *a, const uint8_t id[PACKAGE_ID_SIZE],
                    struct member_spool *const *spools, size_t spool_count, bool *ret_written,
                    struct error *e)
{
	struct again again = { a, p, spools, spool_count, ret_written };
	return exchanges_find(a->desk->store, id, true, write_again, &again, e);
}

bool outgoing_publish_again(struct outgoing *p, struct desk *d, struct error *e)
{
	bool done = file_write_publish(&p->file, false, e);
	file_write_clear(&p->file);
	outbox_release(d->store);
	return done;
}
