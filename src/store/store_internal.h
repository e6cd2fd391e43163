/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an open store consists of, for the tables of this layer: they stand between this header and store.h,
 * which opens, commits and closes with their help. Other layers know `struct store` by its name only. */

#include "crypto/age.h"
#include "crypto/note.h"
#include "log/log.h"
#include "store/database.h"
#include "store/slots.h"
#include "trust/agreement.h"
#include "trust/keyfile.h"
#include "trust/roster.h"

#define SEARCHED_MOST 24u
/* Why a record is restricted, in SQL: what somebody here has to decide on (restrictions.h) … */
#define CAUSE_WITHDRAWN "'consent-withdrawn'"
#define CAUSE_VOIDED "'package-voided'"
#define CAUSE_ERASURE "'erasure-asked'"
#define CAUSES_DECIDED "(" CAUSE_WITHDRAWN ", " CAUSE_VOIDED ", " CAUSE_ERASURE ")"
/* … and what the client asked (client_states.h). The set that stands in the place of a BSN, as trust/tie.h
 * writes it, of the JSON in a column. */
#define SET_OF(json) \
	"json_extract(" json ", '$.\"naam.geslachtsnaam\"') || char(31) ||" \
	" json_extract(" json ", '$.\"naam.voornamen\"') || char(31) ||" \
	" json_extract(" json ", '$.\"geboorte.datum\"') || char(31) ||" \
	" json_extract(" json ", '$.postcode') || char(31) || json_extract(" json ", '$.huisnummer')"

/* The entries whose private member is ?1, in SQL that the index for it answers. */
#define LOG_ENTRIES_OF(member) \
	"SELECT idx FROM log_private WHERE json_extract(fields, '$." member "') = ?1 ORDER BY idx"

/* What `store.slots` said when it was read last. */
struct slots_seen {
	bool has_access, has_before;
	bool by_before; /* the database was opened by the key that is being replaced */
	struct sha256 access;
	size_t stanzas;
};

struct store {
	char *home, *unit;
	uint8_t id[STORE_ID_SIZE];
	struct database *db;
	struct slots_seen slots;
	int outbox_lock; /* shared lock while a file is on its way out; -1 */

	struct roster_chain rosters;
	size_t rosters_committed;
	struct agreement **agreements; /* that were read, with what they pin */
	size_t agreement_count;
	struct age_identity *identities; /* newest first */
	size_t identity_count;
	struct signing_keys
		signing[SIGNING_PAIRS]; /* those in use, and those that wait for a roster, or are replaced */
	size_t signing_count, in_use;

	struct log_storage storage;
	struct log *log;
	struct buffer checkpoint; /* the committed one that `log` was loaded from; empty at first */
	uint64_t log_committed;   /* its size */
	bool log_stale;           /* a rollback could not reload it */
	bool log_signed;          /* in this transaction */
	struct buffer log_note;   /* what was signed in it */
	bool anchor_behind;
	bool anchor_given_up;      /* beside the store lies what isn't a part of its log any more */
	struct sha256 anchor_seen; /* the hash of what lay there when it was opened */
	bool behind;               /* opened as STORE_BEHIND */
	bool regaining; /* by the recovery key (regaining.h): the signing keys in use aren't here */
	bool condemned;
	uint64_t seen_beyond;

	/* scratch, kept so that a row costs no allocation; may hold client data */
	struct buffer entry, json, key, text, old_text;

	moment taken_in; /* of the import under way */
	int64_t selections;
	uint64_t removed;                  /* from the search index in this transaction */
	const struct catalogue *catalogue; /* that `searched` points into */
	const struct field *searched[SEARCHED_MOST];
};

#define REGAINING_WAITING "signing.regained" /* in HOME (regaining.h) */

/* Is HOME a folder of a kind that a store may be in? ERR_NETWORK_FS &c. */
bool store_check_home(const char *home, struct error *e) _must_check_;
/* HOME/name; NULL when out of memory. */
char *store_path(const struct store *s, const char *name);
/* The keys in `store.slots`, for the holder of `key`; what it says is noted in `s->slots`. */
bool store_read_slots(struct store *s, const struct keyfile *key, struct store_key *ret, struct error *e)
	_must_check_;
/* Opens `s->db` by them, which must be closed: tables of today, the guard set. `alone`: as database.h says.
 * `unbound_ok` as store_open's. */
bool store_open_database(struct store *s, const struct keyfile *key, unsigned cache_kib, bool alone,
                         bool unbound_ok, struct error *e) _must_check_;
/* The keys in `signing.slots`, for the holder of `key`, and which of them are in use. */
bool store_read_signing(struct store *s, const struct keyfile *key, struct error *e) _must_check_;
/* This unit in the newest roster that lists keys of it; NULL: none does. */
const struct roster_unit *store_listed(const struct store *s);
/* The signing keys are those of that, of those that there are. */
void store_choose_keys(struct store *s);
/* Are the keys that a roster lists for this unit the store's? True when it lists none. ERR_FINGERPRINT. */
bool store_check_unit_keys(const struct store *s, const struct roster *r, struct error *e) _must_check_;
/* The same by a key that is at hand. */
bool store_open_database_by(struct store *s, const struct secret *key, unsigned cache_kib, struct error *e)
	_must_check_;
