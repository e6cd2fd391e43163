/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The agreement (convenant): what two or more units may exchange, for which purpose,
 * on which ground, field by field. Type sluis.agreement/v1: YAML that the officer
 * writes, `agreement_check` checks, officers of every controller sign, and both
 * sides enforce. It pins by hash what it was signed with: the field catalogue and a
 * municipality's additions to it, the table of grounds and the overrides. What all of
 * that means for one field of one record is `trust/decide.h`. */

#include "base/moment.h"
#include "trust/consent.h"
#include "trust/grounds.h"
#include "trust/pinned.h"
#include "trust/roster.h"
#include "trust/rules.h"
#include "trust/terms_named.h"

struct agreement_party {
	char *unit, *controller, *role, *tasks;
	enum party_kind kind;
	char *decision, *decided_on; /* by which the officers sign for it (Awb 10:3); NULL: not stated */
};
struct agreement_field {
	const struct field *field; /* in the catalogue */
	char *why;
};
struct agreement_purpose {
	char *code, *description, *necessity;
	char *from, *to; /* units: the direction */
	char *task;      /* the statutory task that it serves: "wmo-2.3.2" */
	enum phase phase;
	char *ground;              /* a row of the table: "wmo-5.1.1-4" */
	const char *article;       /* "Wmo 2015 art. 5.1.1 lid 4": by agreement_load its row's */
	char *basis;               /* AVG 6: "A6-1-e" */
	char *exception;           /* AVG 9: "A9-2-h"; NULL when no special category is in `fields` */
	bool consent;              /* explicit consent of the client is asked */
	bool no_objection;         /* written no-objection of PW 65(2)(b) is asked */
	bool free_text;            /* FIELD_FREE_TEXT fields may be among `fields` */
	bool secret_address;       /* address leaves though geheimhouding > 0 */
	bool household;            /* members of the household too, where the ground allows it */
	bool client_supplied;      /* an exception that was withdrawn: nothing goes on it */
	uint64_t consent_months;   /* for which a declaration holds at most; 0: not stated */
	uint64_t retention_months; /* of the received copy */
	char *retention_article, *retention_why; /* NULL: not stated, as those below */
	char *weighed, *weighed_on;              /* the client's privacy, where the ground asks it */
	char *acts_for; /* controller for whose task one of the two units acts, by mandate or delegation */
	struct agreement_field *fields;
	size_t field_count;
};
struct agreement_text;
struct agreement {
	struct agreement_text *text; /* owns every text here and in the lists */
	char *id;                    /* "oss-wmo-wi" : [a-z0-9.-]+ */
	uint64_t version;
	char *title, *kind, *goal, *target_group, *excluded;
	struct agreement_party *parties;
	struct agreement_purpose *purposes;
	size_t party_count, purpose_count;
	bool approval_by_two;
	uint64_t use_by_days, largest_package_mib;
	char *dpia, *joint_arrangement, *processor_agreement; /* AVG 35, 26, 28; NULL: not stated */
	char *rights, *incidents, *contact, *budget, *results;
	moment evaluation, valid_from, valid_until; /* until is inclusive of that day */
	char *supersedes;      /* id of the agreement that this one takes the place of; NULL: none */
	uint64_t witness_days; /* how old the oldest log entry that no peer witnessed may be at `pack`; 0: not
	                          asked */
	char **witnesses; /* names of units and officers whose cosignatures count for that; none: anybody's */
	size_t witness_count, witness_quorum; /* how many of them must have cosigned */
	uint64_t accept_days; /* within which the receiver accepts or declines each record; 0: it does at once
	                       */
	bool handover;        /* a case's direction may go from one of its units to another */
	/* what it was signed with, by the SHA-256 of each text */
	struct sha256 catalogue, grounds;
	bool has_additions;
	struct sha256 additions;
	struct sha256 *overrides;
	size_t override_count;
	struct pinned pinned; /* by agreement_load; empty after agreement_parse */
	struct buffer note;
	struct sha256 hash;
};

/* Parse against the catalogue. With line: ERR_SYNTAX &c. of keyed_read, ERR_VALUE, ERR_FIELD_UNKNOWN,
 * ERR_AGREEMENT_INVALID. `raw` is a note, or the bare YAML of a draft (then `note` holds that text). */
bool agreement_parse(struct bytes raw, const char *subject, const struct catalogue *c, struct agreement **ret,
                     struct error *e) _must_check_;
/* The same with all that it pins, against its own catalogue. ERR_PINNED: a text isn't there, the subject is
 * the key that pins it; ERR_CATALOGUE: the catalogue isn't, which comes with the program.
 * ERR_AGREEMENT_INVALID: an override for something else. Signatures aren't checked here. */
bool agreement_load(struct bytes raw, const char *subject, const struct pinned_source *from,
                    struct agreement **ret, struct error *e) _must_check_;
void agreement_freep(struct agreement **a);
/* The overrides that the purpose rests on, as hashes in hex with a blank between; nothing is appended when
 * there are none. */
bool agreement_overrides(const struct agreement *a, const struct agreement_purpose *p, struct buffer *out,
                         struct error *e) _must_check_;
/* How many of the witnesses that it names must have cosigned the log of `unit`; 0: it names none, and any one
 * will do. */
size_t agreement_witnesses_needed(const struct agreement *a, const char *unit);
/* The party's, by its unit; NULL: no party. */
const struct agreement_party *agreement_party_of(const struct agreement *a, const char *unit);
/* Must the client have said so, by the purpose or by its ground? */
bool agreement_needs(const struct agreement *a, const struct agreement_purpose *p, enum consent_kind kind);

/* What a party's role says that it is, by how it begins: not what anybody concludes. */
bool agreement_role_is_processor(const char *role);
bool agreement_role_is_joint(const char *role);
/* Parties of these kinds are a college's, whose officers sign by its mandate (Awb 10:3). */
#define AGREEMENT_COLLEGES (PARTY_WMO | PARTY_PW | PARTY_JEUGD | PARTY_WGS | PARTY_INTEGRATION)
/* Parties of these kinds keep what they hold under the Wmo for so many months, from the last change (Wmo
 * 5.3.4(1)). */
#define AGREEMENT_WMO_KEEPERS (PARTY_WMO | PARTY_CARE | PARTY_PGB)
#define AGREEMENT_WMO_MONTHS 180u

/* Signed by the quorum of every party's controller, and of each that one acts for, per the roster. ERR_QUORUM
 * names the controller. */
bool agreement_verify(const struct agreement *a, const struct roster *r, moment when, struct error *e)
	_must_check_;
/* Does `next` say that it takes the place of `a`, and may it: is each party of `a` one of its own? Else two
 * could end what a third agreed with them. `*ret_other` is set to a party of `a` that it leaves out, NULL
 * when there is none. */
bool agreement_takes_over(const struct agreement *next, const struct agreement *a, const char **ret_other);
/* Are its parties' units still under the controllers that agreed, or under who has their rights and
 * obligations by law? A unit that isn't in the roster isn't asked. ERR_AGREEMENT_EXPIRED. */
bool agreement_is_answered_for(const struct agreement *a, const struct roster *r, struct error *e)
	_must_check_;
/* On that day? ERR_AGREEMENT_EXPIRED. */
bool agreement_valid_at(const struct agreement *a, moment when, struct error *e) _must_check_;
const struct agreement_purpose *agreement_purpose(const struct agreement *a,
                                                  const char *code); /* NULL when none */
/* The names of its fields as a consent for all of them names them: in the agreement's order, one blank
 * between. */
void agreement_purpose_fields(const struct agreement_purpose *p, struct buffer *out);

/* Findings of the check: what is missing or contradictory, and remarks (`rule_kind`). `line` 0 when
 * unknown. */
struct agreement_finding {
	uint64_t line;
	enum rule rule;    /* docs/format/agreement.md has them all */
	char article[208]; /* statute or source, may be empty */
	char subject[128];
};
/* What it is held against. */
struct agreement_against {
	const struct catalogue *catalogue;
	const struct sha256 *catalogue_hash; /* to compare with what it pins; NULL: not compared */
	const struct grounds *grounds;       /* NULL: nothing is said of grounds */
	const struct pinned
		*pinned; /* whose overrides are those that it lists; NULL: that it lists some is enough */
	const struct roster *roster; /* NULL: nothing is said of units */
	moment today;
};
/* Appends to `*ret`, which the caller frees. */
bool agreement_check(struct bytes yaml, const char *subject, const struct agreement_against *with,
                     struct agreement_finding **ret, size_t *ret_count, struct error *e) _must_check_;
/* How many of them are faults, and not remarks. */
size_t agreement_faults(const struct agreement_finding *list, size_t count);
/* Of the faults the one to refuse with, NULL when there is none, and the code: that the law no longer lets
 * it, before that the text is at fault. Of what `is_signed` is asked no more than when it was. */
const struct agreement_finding *agreement_gravest(const struct agreement_finding *list, size_t count,
                                                  bool is_signed);
enum error_code agreement_refusal(const struct agreement_finding *f);

/* As manifests and entries name it, with `purpose` NULL of no purpose in it. `overrides` as
 * agreement_overrides writes them; empty is none. Borrows all of it. */
struct terms_named agreement_terms(const struct agreement *agreement, const struct agreement_purpose *purpose,
                                   const char *overrides);
