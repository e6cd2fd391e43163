/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Might this person do this, on that day? */
#include "log/acts_checks.h"

#include "trust/card.h"

static bool key_fits(const struct roster *r, const struct roster_mandate *m, const char *key)
{
	const struct roster_person *p = roster_person(r, m->person);
	char hex[2 * sizeof p->key.id + 1];
	if (!p)
		return false;
	hex_encode(bytes_of(p->key.id, sizeof p->key.id), hex);
	return same(key, hex);
}

const char *acts_mandate_fault(const struct roster *r, const struct entry *entry, const char *origin,
                               moment done, struct error *why)
{
	const struct roster_mandate *m = entry->mandate ? roster_mandate_by_id(r, entry->mandate) : NULL;
	if (!entry->mandate)
		return N_("no mandate");
	if (!m)
		return N_("a mandate that this version of the roster doesn't have");
	if (strcmp(m->unit, origin) != 0)
		return N_("a mandate at another unit");
	if (!same(m->role, entry->role))
		return N_("another role than the mandate's");
	unsigned needs = act_kind_powers(act_kind_of(entry->action));
	enum package_kind kind = package_kind_of(entry->package_kind);
	if (is(entry, ACT_PACK) && !package_kind_is(kind, LETTER_ANSWERS))
		needs |= package_kind_powers(kind);
	if (!(m->powers & needs))
		return N_("a mandate that doesn't allow this");
	if (done < m->from || (m->until && done >= m->until + SECONDS_A_DAY))
		return N_("a mandate that wasn't valid that day");
	if (!key_fits(r, m, entry->key))
		return N_("a key that isn't that of the mandate's holder");
	if (!roster_key_valid(r, m->person, done, why))
		return N_("a key that wasn't valid that day");
	return NULL;
}

bool acts_mandate_finding(struct acts *a, const struct entry *entry, struct error *e, const char *what)
{
	return finding_add(a->result, ERR_LOG_MANDATE, entry->index,
	                   entry->mandate ? entry->mandate : entry->action, e, "%s: %s",
	                   entry->action ? entry->action : "?", what);
}

bool acts_check_mandate(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	struct error why;
	if (!r)
		return acts_mandate_finding(a, entry, e, N_("a roster version that isn't here"));
	if (entry->roster_version < a->roster_version)
		return acts_mandate_finding(a, entry, e, N_("an older roster version than an act before it"));
	a->roster_version = entry->roster_version;
	/* Someone whose mandate ended may still be told no. */
	if (is(entry, ACT_REFUSE) && !entry->mandate && !entry->key && !entry->role)
		return true;
	const char *what = acts_mandate_fault(r, entry, a->origin, a->done, &why);
	return !what || acts_mandate_finding(a, entry, e, what);
}

/* Acts that have a second person by name; whether the officers ask for one. */
static bool has_second(const struct entry *entry, const struct roster *r, bool *ret_asked)
{
	/* By the recovery key: enough officers brought their shares, and signed the roster that it takes. */
	*ret_asked = is(entry, ACT_DISCLOSE) ? r->disclosure_by_two
	                                     : r->access_by_two && !same(entry->access, "recovered");
	return is(entry, ACT_DISCLOSE) || is(entry, ACT_ACCESS);
}

/* The second person, as the entry names them. */
static const char *second_person_fault(const struct acts *a, const struct entry *entry, enum error_code *code)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	const struct roster_mandate *first =
		r && entry->mandate ? roster_mandate_by_id(r, entry->mandate) : NULL;
	const struct roster_mandate *m =
		r && entry->second_mandate ? roster_mandate_by_id(r, entry->second_mandate) : NULL;
	struct entry theirs = *entry;
	struct error why;
	bool asked = false;
	if (!r || !has_second(entry, r, &asked)) {
		*code = ERR_LOG_ENTRY;
		return entry->second_mandate || entry->second_key ||
		                       (entry->second && !is(entry, ACT_APPROVE))
		               ? N_("a second person, which this act doesn't have")
		               : NULL;
	}
	if (!entry->second) {
		*code = asked ? ERR_UNSIGNED : ERR_LOG_ENTRY;
		if (asked)
			return N_("one person, where the officers ask for two");
		return entry->second_mandate || entry->second_key ? N_("a second person, who wasn't there")
		                                                  : NULL;
	}
	*code = ERR_LOG_MANDATE;
	if (first && m && strcmp(first->person, m->person) == 0)
		return N_("one person as two");
	theirs.mandate = entry->second_mandate;
	theirs.key = entry->second_key;
	theirs.role = m ? m->role : NULL; /* not told */
	return acts_mandate_fault(r, &theirs, a->origin, a->done, &why);
}

bool acts_check_second_person(struct acts *a, const struct entry *entry, struct error *e)
{
	enum error_code code = ERR_LOG_MANDATE;
	const char *what = second_person_fault(a, entry, &code);
	return !what || finding_add(a->result, code, entry->index,
	                            entry->second_mandate ? entry->second_mandate : entry->action, e,
	                            "%s: %s", entry->action ? entry->action : "?", what);
}

/* With this roster the log got another key, and the officers put an end to the one of before. */
static bool ended_old_key(const struct acts *a, const struct roster *r, const struct roster_unit *u)
{
	struct roster_chain known = a->signed_texts->chain; /* a view */
	struct error revoked;
	known.count = roster_chain_up_to(&known, a->roster_before);
	const struct unit_keys keys = unit_log_keys(&known, a->origin);
	const struct note_verifier *old = unit_keys_newest(&keys);
	return old && u->ready && !note_verifier_equal(&u->log, old) &&
	       !roster_log_key_stands(r, old, UINT64_MAX, &revoked);
}

/* By the officers' recovery key, for whoever did it: by one, since it took enough of the officers. */
static bool check_recovered(struct acts *a, const struct entry *entry, const struct roster *r,
                            struct error *e)
{
	const struct roster_unit *u = r ? roster_unit(r, a->origin) : NULL;
	if (!u)
		return true; /* told of otherwise */
	if (!u->has_recovery)
		return acts_mandate_finding(a, entry, e, N_("access by a recovery key that isn't listed"));
	if (!ended_old_key(a, r, u))
		return acts_mandate_finding(
			a, entry, e,
			N_("access by the recovery key, where the log's key didn't change by "
		           "the officers' word"));
	return same(entry->recipient, acts_person(a, entry)) ||
	       acts_mandate_finding(a, entry, e, N_("access by the recovery key for somebody else"));
}

bool acts_check_access(struct acts *a, const struct entry *entry, struct error *e)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	const struct roster_mandate *m;
	struct error why;
	if (!is(entry, ACT_ACCESS))
		return !entry->access || finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->action, e,
		                                     "%s", N_("a change of access, which this act isn't"));
	if (same(entry->access, "recovered"))
		return check_recovered(a, entry, r, e);
	bool added = same(entry->access, "added") || same(entry->access, "replaced");
	if (!entry->recipient || (!added && !same(entry->access, "removed")))
		return finding_add(a->result, ERR_LOG_ENTRY, entry->index, entry->action, e, "%s",
		                   N_("adds or removes a person, or replaces a key, and nothing else"));
	if (added && r && same(entry->access, "added") && same(entry->recipient, ROSTER_RECOVERY)) {
		const struct roster_unit *u = roster_unit(r, a->origin);
		return (u && u->has_recovery) ||
		       acts_mandate_finding(a, entry, e, N_("a slot for a recovery key that isn't listed"));
	}
	return !added || !r ||
	       roster_mandate_for(r, entry->recipient, a->origin, POWER_ANY, 0, a->done, &m, &why) ||
	       acts_mandate_finding(a, entry, e, N_("a slot for somebody without a mandate here"));
}

bool acts_check_keys(struct acts *a, const struct entry *entry, struct error *e)
{
	if (!entry->keys)
		return true;
	bool renewed = same(entry->keys, "renewed"),
	     removes = is(entry, ACT_ACCESS) &&
	               (same(entry->access, "removed") || same(entry->access, "replaced"));
	bool fits = renewed ? (is(entry, ACT_KEY) || removes) && same(entry->statement, CARD_TYPE) &&
	                              entry->statement_hash
	                    : is(entry, ACT_KEY) && same(entry->keys, "destroyed") && !entry->statement;
	return fits ||
	       finding_add(
		       a->result, ERR_LOG_ENTRY, entry->index, entry->action, e, "%s",
		       N_("renews the unit's keys and names their card, or destroys them, and nothing else"));
}

const char *acts_person(const struct acts *a, const struct entry *entry)
{
	const struct roster *r = roster_chain_version(&a->signed_texts->chain, entry->roster_version);
	const struct roster_mandate *m = r && entry->mandate ? roster_mandate_by_id(r, entry->mandate) : NULL;
	return m ? m->person : NULL;
}
