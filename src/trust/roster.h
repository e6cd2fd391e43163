/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The roster: who the officers, units and persons of a partnership are, with their
 * public keys and mandates, as a chain of signed texts (sluis.roster/v1). Version 1
 * is trusted by its fingerprint, typed from a second channel; each next version by
 * the quorum of officers. `keys.md` in the design; docs/format/roster.md. */

#include "base/moment.h"
#include "crypto/age.h"
#include "record/catalogue.h"
#include "trust/card.h"

/* What a mandate may allow, as bits. */
enum power {
	POWER_READ = 1 << 0, /* list, show, search */
	POWER_IMPORT = 1 << 1,
	POWER_EXPORT = 1 << 2,
	POWER_CONSENT = 1 << 3,
	POWER_PACK = 1 << 4, /* preview, pack, resend */
	POWER_APPROVE = 1 << 5,
	POWER_OPEN = 1 << 6,
	POWER_LOG = 1 << 7, /* log show, log export */
	POWER_ACCESS = 1 << 8,
	POWER_DECIDE = 1 << 9,     /* what comes of a record that is restricted */
	POWER_ANY = (1 << 10) - 1, /* never in a mandate: asks whether there is one at all */
};
const char *power_name(enum power p);
bool power_parse(struct bytes text, enum power *ret) _must_check_;

struct roster_controller {
	char *name; /* "oss.nl" */
	uint64_t threshold;
};
struct roster_person {
	char *name, *label;
	struct note_verifier key;
	struct age_recipient recipient;
	bool has_witness; /* an officer who cosigns logs */
	struct note_verifier witness;
	moment from, until; /* first seconds of days; the day of `until` is still in; until 0: open end */
};
struct roster_officer {
	char *person, *controller;
};
/* A controller's data protection officer (FG): no officer of any controller, so that no signature of his ever
 * counts in a quorum (AVG 38(6)). */
struct roster_adviser {
	char *person, *controller;
};
/* The recovery key of a unit, where persons are named: no person's name, which has a '/'. */
#define ROSTER_RECOVERY "recovery"
struct roster_unit {
	char *name, *controller;
	char *label; /* what it is called now; NULL: its name. The name is in its keys and stays */
	bool ready;  /* has keys */
	struct age_recipient recipient;
	bool has_recovery; /* a key that officers hold in shares (recovery_key.h): it decrypts what the unit
	                      does */
	struct age_recipient recovery;
	struct note_verifier log, witness;
};
struct roster_mandate {
	char *id, *person, *unit, *role;
	unsigned laws;      /* enum law bits */
	unsigned powers;    /* enum power bits */
	moment from, until; /* as of a person */
};
enum revocation_reason { REVOKED_LEFT, REVOKED_SUPERSEDED, REVOKED_LOST, REVOKED_COMPROMISED };
/* Of a person with whatever key, or of one key, which stands here whole: who looks back needs it, and no
 * other row may have it any more. Whose it was is in its name. */
struct roster_revocation {
	char *person; /* NULL: of a key */
	enum revocation_reason reason;
	moment effective; /* first second of a day */
	bool has_key;
	struct note_verifier key;
	bool has_size; /* of the key that signs a unit's log, and of no other */
	uint64_t size; /* what it signed stands up to so many entries */
};

/* One of two rosters that became one: rows come in pairs, and stay in all later versions. The chain of either
 * goes on in the merged one. */
struct roster_merged {
	char *id;
	uint64_t version;         /* its last one … */
	struct sha256 hash, root; /* … and the fingerprint of its first */
};
/* A controller that is no more, and who has its rights and obligations by law: what it agreed goes on under
 * the other one (Wet algemene regels herindeling 44(1)). */
struct roster_succession {
	char *controller, *successor;
	moment from; /* a day: that of the herindeling */
};

struct roster {
	char *id;
	uint64_t version;
	struct sha256 previous;   /* zeros in version 1 */
	moment issued, review_by; /* review_by: a day */
	uint64_t log_months;      /* how long logs keep their private values; 0: ROSTER_LOG_MONTHS */
	bool disclosure_by_two;   /* disclosing them asks two persons */
	bool access_by_two;       /* changing who has access to a store likewise */
	struct roster_controller *controllers;
	struct roster_person *persons;
	struct roster_officer *officers;
	struct roster_adviser *advisers;
	struct roster_unit *units;
	struct roster_mandate *mandates;
	struct roster_revocation *revocations;
	struct roster_succession *successions;
	struct roster_merged *merged;
	size_t controller_count, person_count, officer_count, adviser_count, unit_count, mandate_count,
		revocation_count, succession_count, merged_count;
	struct buffer note; /* as it came, signatures included; empty for a draft */
	struct sha256 hash; /* of the text */
};

#define ROSTER_TYPE "sluis.roster/v1"
#define ROSTER_LOG_MONTHS 60u /* unless the officers set another term */
#define ROSTER_LOG_MONTHS_MOST 240u

const char *revocation_reason_name(
	enum revocation_reason reason); /* "left", "superseded", "lost", "compromised" */
bool revocation_reason_parse(struct bytes text, enum revocation_reason *ret) _must_check_;
/* "Left" and "superseded" leave what was signed before the day; of the other two a date proves nothing. */
bool revocation_spares_dates(enum revocation_reason reason);
/* Whose key, or who: the person's or the unit's name. */
const char *roster_revocation_name(const struct roster_revocation *v);
/* Is it of that key, or of the person whose it is? */
bool roster_revocation_is_of(const struct roster_revocation *v, const struct note_verifier *key);
/* ERR_REVOKED, in words: who, why, from when, and which version says so. */
void roster_revocation_fault(const struct roster *r, const struct roster_revocation *v, struct error *e);

/* How near the day is by which the officers look at it again. Soft: of one that is past it is warned, and
 * once its grace is over too nothing is packed with it; opening, reading and verifying go on for ever. */
enum roster_review { REVIEW_FAR, REVIEW_NEAR, REVIEW_PAST, REVIEW_OVER };
#define ROSTER_WARN_DAYS 60u  /* ahead of its day */
#define ROSTER_GRACE_DAYS 90u /* behind it */
enum roster_review roster_review(const struct roster *r, moment now);

/* Parse and check what can be checked of one version alone: names, references,
 * n > m > n/2 of every controller (a controller with one or two officers cannot be), distinct keys.
 * ERR_ROSTER_INVALID names the rule. Signatures aren't checked here; a text without any is a draft, whose
 * `note` stays empty and which never verifies. */
bool roster_parse(struct bytes note, const char *subject, struct roster **ret, struct error *e) _must_check_;
void roster_freep(struct roster **r);
/* The YAML text of a draft, deterministic; `hash` is set. Checked by the same rules as parse:
 * ERR_ROSTER_INVALID. Appends to `text`. */
bool roster_format(struct roster *r, struct buffer *text, struct error *e) _must_check_;
/* Who of the officers signed so far, by the keys in this version itself, for `roster show` and `sign`. Entry
 * i is of r->officers[i]; all false for a draft. ERR_SIGNATURE when an officer's signature is bad. Trust
 * nothing on its account: that is `roster_verify_*`. */
bool roster_signers(const struct roster *r, bool *officer_signed /* officer_count */, struct error *e)
	_must_check_;

/* How many more of this controller's officers must sign, given `officer_signed`; 0 when there are enough. */
uint64_t roster_signers_missing(const struct roster *r, const char *controller, const bool *officer_signed);

/* ERR_ROSTER_FUTURE for one that says it was issued more than a day after `now`: it can't be right, and until
 * then no version could follow on it. Asked when one is taken in or signed; what is in a store is past. */
bool roster_check_issued(const struct roster *r, moment now, struct error *e) _must_check_;
/* Version 1: its hash is the fingerprint, and every controller's quorum signed. ERR_FINGERPRINT, ERR_QUORUM.
 */
bool roster_verify_root(const struct roster *r, const struct sha256 *fingerprint, struct error *e)
	_must_check_;
/* What must hold between two versions that follow on each other, whoever signed: as below, but for the
 * quorums. */
bool roster_check_succession(const struct roster *known, const struct roster *next, struct error *e)
	_must_check_;
/* Fewer officers of each controller than its threshold are others in `next`, or have another key, or are
 * newly revoked. ERR_ROSTER_CHAIN. */
bool roster_check_replaced(const struct roster *known, const struct roster *next, struct error *e)
	_must_check_;
/* `next` follows `known`: version + 1 with the right previous hash (ERR_ROSTER_CHAIN),
 * same version with another hash (ERR_ROSTER_FORK), an older or equal one (ERR_ROSTER_OLD), and signed by m
 * of the old and m of the new officers of every controller that the change touches, and of at least one that
 * `known` has (ERR_QUORUM); never m or more officers of one controller replaced at once (ERR_ROSTER_CHAIN).
 * Officers whom either version revokes as of `next`'s issue don't count. A row touches: a controller itself;
 * officers and units their controller; a mandate its unit's controller; a person, and a revocation of him or
 * of a key of his, the controller with his name's first half, those whose officer he is, and, where no
 * controller bears that first half, those at whose units he has a mandate; the revocation of a unit's key
 * that unit's controller; a succession both; what merges two rosters touches everybody. Of a merger both
 * versions that it names are followed: whoever knows one of them verifies by its officers and the new ones.
 */
bool roster_verify_next(const struct roster *known, const struct roster *next, struct error *e) _must_check_;

/* A draft that has all rows of both, numbered above the higher of them. `roots`: the fingerprints of the
 * chains' first versions. Rows that both have are there once, and must be the same: ERR_ROSTER_MERGE names
 * the one that isn't. What is agreed on for all logs is the stricter of both; mandates of one id in both get
 * others. Both are signed versions. */
bool roster_merge(const struct roster *a, const struct roster *b, const struct sha256 roots[2],
                  const char *id, moment issued, struct roster **ret, struct error *e) _must_check_;

/* Does what changes touch this controller, so that its officers must sign? */
bool roster_concerns(const struct roster *known, const struct roster *next, const char *controller, bool *ret,
                     struct error *e) _must_check_;

/* In what two versions differ, for people to read: row by row, and of a row that both have, key by key. */
enum difference { DIFFERENCE_ADDED, DIFFERENCE_GONE, DIFFERENCE_CHANGED, DIFFERENCES };
const char *difference_name(enum difference d); /* "added", "gone", "changed" */

/* One key of one row; borrowed for the call. */
struct roster_difference {
	enum difference kind;
	const char *list;     /* "persons"; "roster" for what holds for all of it */
	const char *name;     /* which row: "oss.nl/p-7f3k", "m-2-1"; empty for the roster itself */
	const char *key;      /* "until" */
	const char *was, *is; /* as the text has it; NULL where the row or the key isn't there */
	bool is_key;          /* they are note verifier keys */
	bool first;           /* of its row */
};
typedef bool (*roster_difference_hook)(void *context, const struct roster_difference *d, struct error *e);
/* In the order of the text: what changed or is gone, then what was added, list by list. Neither the version,
 * nor what binds it to the one before. */
bool roster_each_difference(const struct roster *known, const struct roster *next,
                            roster_difference_hook each, void *context, struct error *e) _must_check_;

/* Before a foreign text is parsed: did at least one officer of `known` sign it, whatever it is? ERR_QUORUM,
 * ERR_SIGNATURE. Whether that is enough is for roster_verify_next or agreement_verify to say. */
bool roster_vouches(const struct roster *known, struct bytes raw, const char *subject, struct error *e)
	_must_check_;

/* A chain, oldest first, verified from the root: the caller sets `fingerprint`, and appends from version 1
 * on. */
struct roster_chain {
	struct roster **versions; /* their numbers ascend; a merger may leave some out */
	size_t count;
	struct sha256 fingerprint;
};
bool roster_chain_append(struct roster_chain *c, struct roster **next /* taken on success */, struct error *e)
	_must_check_;
void roster_chain_clear(struct roster_chain *c);
const struct roster *roster_chain_newest(const struct roster_chain *c); /* NULL when empty */
const struct roster *roster_chain_version(const struct roster_chain *c,
                                          uint64_t version); /* NULL when not there */
/* How many of them have at most that number. */
size_t roster_chain_up_to(const struct roster_chain *c, uint64_t version);
/* The newest that was issued by then, of those with at most that number; the first, where none was. */
const struct roster *roster_chain_at(const struct roster_chain *c, uint64_t known, moment when);
/* Did one of its versions take in a chain that begins with that fingerprint? */
bool roster_chain_merged_root(const struct roster_chain *c, const struct sha256 *root);
/* Is this text one of its versions? Form is checked, nothing is parsed. */
bool roster_chain_has(const struct roster_chain *c, struct bytes note);
/* The keys of all persons in any version, and in `also` (NULL: none), each once; the caller frees. */
bool roster_chain_keys(const struct roster_chain *c, const struct roster *also, struct note_verifier **ret,
                       size_t *ret_count, struct error *e) _must_check_;
/* Appends what is kept of a signed text: the text, and the lines of those persons (note_keep). Anybody can
 * write a line below a note on its way; a log that held it couldn't be verified. */
bool roster_chain_keep(const struct roster_chain *c, const struct roster *also, struct bytes raw,
                       const char *subject, struct buffer *out, struct error *e) _must_check_;

/* The two rows of the merger that this version is; NULL: it is none. */
const struct roster_merged *roster_merger_of(const struct roster *r);
/* The same, if it merges `known` with another. */
const struct roster_merged *roster_merger(const struct roster *known, const struct roster *next);
/* Does `now` answer for what `then` agreed: is it the same controller, or the successor of its successor …?
 */
bool roster_succeeds(const struct roster *r, const char *now, const char *then);

const struct roster_controller *roster_controller(const struct roster *r,
                                                  struct bytes name);            /* NULL when unknown */
const struct roster_unit *roster_unit(const struct roster *r, const char *name); /* NULL when unknown */
const struct roster_mandate *roster_mandate_by_id(const struct roster *r,
                                                  const char *id); /* NULL when unknown */
bool roster_has_unit(const struct roster *r, struct bytes name);
const struct roster_person *roster_person(const struct roster *r, const char *name); /* NULL when unknown */
bool roster_is_officer(const struct roster *r, const char *person, const char *controller);
bool roster_is_an_officer(const struct roster *r, const char *person);                 /* of any controller */
bool roster_is_fg(const struct roster *r, const char *person);                         /* of any controller */
const struct roster_person *roster_fg(const struct roster *r, const char *controller); /* NULL: none named */

/* May this person do that at this unit, on that moment? The mandate found, or
 * ERR_PERSON_UNKNOWN, ERR_REVOKED, ERR_MANDATE. `power` may be POWER_ANY; 0 is never mandated. `law` 0:
 * under any law; several bits: all of them in one mandate. */
bool roster_mandate_for(const struct roster *r, const char *person, const char *unit, enum power power,
                        unsigned law, moment when, const struct roster_mandate **ret, struct error *e)
	_must_check_;
/* The same, whatever is revoked: the mandate and the person's days alone. Looking back, verdict.h asks. */
bool roster_holds(const struct roster *r, const char *person, const char *unit, enum power power,
                  unsigned law, moment when, const struct roster_mandate **ret, struct error *e) _must_check_;
/* Does this version say of a key that it lists when its holder's days are over, and were they by then? True
 * of one that it doesn't list. ERR_REVOKED. */
bool roster_key_lasts(const struct roster *r, const struct note_verifier *key, moment when, struct error *e)
	_must_check_;
/* The laws of all mandates that give this person that power at this unit on that moment, as bits: a record
 * may be dealt with under any of them. 0 when there is none; the person's key isn't looked at. */
unsigned roster_laws_for(const struct roster *r, const char *person, const char *unit, enum power power,
                         moment when);
/* Is a signature that this person claims to have made at `when` to be taken? ERR_PERSON_UNKNOWN, ERR_REVOKED:
 * outside the person's days, from the effective day of "left" and "superseded" on, and whatever `when` says
 * for "lost" and "compromised", since a thief writes any date: proof that it arrived before is the log's
 * business. */
bool roster_key_valid(const struct roster *r, const char *person, moment when, struct error *e) _must_check_;
/* Does this version leave that key, of a person or a cosigning one, as it was at `when`? It needn't list it
 * any more. ERR_REVOKED: as above, of the key or of the person whose it is. */
bool roster_key_stands(const struct roster *r, const struct note_verifier *key, moment when, struct error *e)
	_must_check_;
/* May a unit's log of `size` entries be signed with this key? ERR_REVOKED above the size up to which it
 * counts; no day matters, since a log gives an order. */
bool roster_log_key_stands(const struct roster *r, const struct note_verifier *key, uint64_t size,
                           struct error *e) _must_check_;

/* The last version in which a person has this key; NULL when none has. */
const struct roster *roster_chain_last_with(const struct roster_chain *c, const struct note_verifier *key);
