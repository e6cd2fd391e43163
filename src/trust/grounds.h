/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The table of grounds (sluis.grounds/v1): on which article what may go from which
 * kind of party to which, under which conditions, and how certain that is. Data, not
 * code: share/sluis/grounds-nl.yaml is shipped and also built in, a municipality's
 * officers adopt a table by signing it, and an agreement pins its text by hash.
 * docs/format/grounds.md. What a table means for one field of one record is
 * `trust/decide.h`. */

#include "base/moment.h"
#include "crypto/hash.h"
#include "record/catalogue.h"

#define GROUNDS_TYPE "sluis.grounds/v1"

/* What a party to an agreement does with the data, as bits. The laws of a college are a kind each: what one
 * team may have, the other may not therefore have. For each: the word, the law under which it makes records
 * of its own (0: none that the table of grounds knows), and what it is. */
/* clang-format off */
#define PARTY_KINDS(X) \
	X(PARTY_WMO, "wmo", LAW_WMO, N_("the college, under the Wmo 2015")) \
	X(PARTY_PW, "pw", LAW_PW, N_("the college, under the Participatiewet")) \
	X(PARTY_CARE, "zorgaanbieder", LAW_WMO, N_("a care provider that is bound to the college")) \
	X(PARTY_REINTEGRATION, "reintegratie", LAW_PW, N_("a re-integration company")) \
	X(PARTY_UWV, "uwv", LAW_SUWI, N_("the UWV")) \
	X(PARTY_JEUGD, "jeugd", LAW_JEUGD, N_("the college, under the Jeugdwet")) \
	X(PARTY_WGS, "wgs", LAW_WGS, N_("the college, under the Wet gemeentelijke schuldhulpverlening")) \
	X(PARTY_INTEGRATION, "inburgering", LAW_WI, N_("the college, under the Wet inburgering 2021")) \
	X(PARTY_SVB, "svb", LAW_SUWI, N_("the SVB")) \
	X(PARTY_SCHOOL, "school", 0, N_("a school, or who registers early leavers")) \
	X(PARTY_PGB, "pgb-derde", LAW_WMO, N_("a third party that a personal budget (pgb) pays")) \
	X(PARTY_INSURER, "zorgverzekeraar", LAW_ZVW, N_("a health insurer, under the Zorgverzekeringswet")) \
	X(PARTY_CURE, "zorgverlener", LAW_ZVW, N_("a care provider under the Zorgverzekeringswet"))
/* clang-format on */
enum {
#define X(kind, name, law, words) kind##_PLACE,
	PARTY_KINDS(X)
#undef X
		PARTY_KIND_COUNT
};
enum party_kind {
#define X(kind, name, law, words) kind = 1 << kind##_PLACE,
	PARTY_KINDS(X)
#undef X
};
const char *party_kind_name(enum party_kind kind);  /* "?" for what isn't one */
const char *party_kind_words(enum party_kind kind); /* not translated yet; "?" for what isn't one */
unsigned party_kind_law(enum party_kind kind);      /* of its own records, an enum law bit; 0: none */
bool party_kind_parse(struct bytes text, enum party_kind *ret) _must_check_;

/* Of the client's case, as bits; at `melding` no more than contact data go. */
enum phase {
	PHASE_MELDING = 1 << 0,
	PHASE_ONDERZOEK = 1 << 1,
	PHASE_VERSLAG = 1 << 2,
	PHASE_AANVRAAG = 1 << 3,
	PHASE_BESCHIKKING = 1 << 4,
	PHASE_UITVOERING = 1 << 5, /* "uitvoering": while what was granted is delivered */
	PHASE_HERONDERZOEK = 1 << 6,
	PHASE_SPOED = 1 << 7, /* "spoed": Wmo 2.3.3, a decision at once; for that task alone */
};
#define PHASE_COUNT 8
const char *phase_name(enum phase phase); /* "?" for what isn't one */
bool phase_parse(struct bytes text, enum phase *ret) _must_check_;

#define GROUND_DEFAULTS(X) \
	X(GROUND_ALLOW, "allow", N_("allow")) \
	X(GROUND_ASK, "ask", N_("only with an override")) \
	X(GROUND_DENY, "deny", N_("deny"))
enum ground_default {
#define X(standing, name, words) standing,
	GROUND_DEFAULTS(X)
#undef X
};
const char *ground_default_name(enum ground_default d);  /* "allow", "ask", "deny" */
const char *ground_default_words(enum ground_default d); /* not translated yet */

/* Must the sender give it? A power alone; a power, and a duty when asked; given only when asked, and then a
 * duty. It is shown, and decides no field; the weeks set the day of a request (trust/request.h). */
#define GROUND_DUTIES(X) \
	X(DUTY_NONE, "none", N_("the sender may give it")) \
	X(DUTY_ASKED, "asked", N_("the sender may give it of its own accord, and must when asked")) \
	X(DUTY_ONLY_ASKED, "only-asked", N_("the sender gives it only when asked, and then must"))
enum ground_duty {
#define X(duty, name, words) duty,
	GROUND_DUTIES(X)
#undef X
};
const char *ground_duty_name(enum ground_duty duty);  /* "none", "asked", "only-asked" */
const char *ground_duty_words(enum ground_duty duty); /* not translated yet */

/* How sure it is that a row is the law. */
#define CERTAINTIES(X) \
	X("S", N_("the statute, or the supervisor, says so")) \
	X("S/I", N_("partly in the statute, partly inference")) \
	X("I", N_("inference")) \
	X("?", N_("unsettled: ask a lawyer"))
/* Not translated yet; of what isn't a certainty it is that itself. */
const char *certainty_words(const char *certainty);

/* What a statute says of its row, whatever a table says: no table and no override takes it away. It goes with
 * the row of that id, and with any other that rests on that article first. */
struct ground_floor {
	const char *id;        /* of the row as it ships; NULL: nothing more than the rows say */
	const char *article;   /* as the row cites it: "Wmo 2015 art. 5.1.1 lid 4" */
	bool consent;          /* asked of the client */
	unsigned no_objection; /* asked of records under these laws, enum law bits */
	bool opt_out;          /* unless the client opted out (bill 36 799) */
	bool household;        /* may carry members of the household (Wmo 5.1.1(4)), and no other row does */
	bool melding;          /* may go before there is an investigation, and no other row does */
	bool weighed;          /* the client's privacy is weighed first (PW 67(3)) */
	bool no_amount;        /* not the amount of an income: it serves the own contribution (Wmo 2.1.4) */
	bool no_bsn_of_10;     /* not the number for tasks of PW 10 to 10g (PW 68(2)) */
};

/* A row. Of one that grants, every condition must hold; of one that bars, those that
 * it states (bits 0, or an empty list: any). */
struct ground {
	const char *id;               /* "wmo-5.1.1-4" */
	const char *title, *title_nl; /* one line each */
	bool bars;                    /* else it grants */
	const char *profile;          /* "wams"; NULL: none */
	unsigned from, to;            /* enum party_kind bits */
	unsigned laws;                /* enum law bits: where the data come from */
	unsigned phases;              /* enum phase bits */
	unsigned categories;          /* bits 1 << enum category */
	unsigned bases;               /* of AVG 6(1): bit 0 is a */
	unsigned exceptions;          /* of AVG 9(2): bit 0 is a */
	const char *const *sources;   /* codes of gegevensbron; a row that grants and has none takes any */
	const char *const *tasks;     /* statutory tasks: "wmo-2.3.2" */
	size_t source_count, task_count;
	bool own_law;               /* of `laws` those alone under which the sender makes its own records */
	bool other_controller;      /* sender and receiver aren't of one controller */
	bool opt_out;               /* the client must have been told, and not have objected */
	bool consent, no_objection; /* the client must have said so */
	unsigned no_objection_laws; /* of records under these laws; 0: of all that it carries */
	bool client_supplied; /* an exception that was withdrawn (`ground_is_withdrawn`): nothing goes on it
	                       */
	bool asks_less; /* in its own text than no table may: what the floor asks is asked all the same */
	bool household; /* members of the household too, to align support */
	const char *article, *source;
	/* The words of the article that it rests on first: the law's id ("BWBR0035362"), the day from which
	 * its text holds, and the hash of the words as `trust/articles.h` has them. All three or none, of
	 * which `bwb` is NULL. */
	const char *bwb;
	moment version;
	struct sha256 text;
	const char *certainty; /* one of CERTAINTIES */
	enum ground_default standing;
	bool enabled;
	const struct ground_floor *floor; /* never NULL */
	enum ground_duty duty;
	uint64_t answer_weeks; /* within which it must be given, once asked; 0: the article names no term */
};

/* What was looked for, and isn't a row. */
struct ground_note {
	const char *id, *title, *title_nl; /* the titles one line each */
	const char *article, *certainty;
};

struct grounds;

/* From a signed note or a bare text. With line: ERR_SYNTAX &c. of keyed_read, ERR_VALUE, ERR_DUPLICATE,
 * ERR_MISSING, ERR_UNKNOWN_KEY; ERR_NOTE or ERR_VERSION when it is another kind of text. Signatures aren't
 * checked. */
bool grounds_parse(struct bytes raw, const char *subject, struct grounds **ret, struct error *e) _must_check_;
void grounds_freep(struct grounds **g);
struct bytes grounds_shipped(void); /* the text built in */

const char *grounds_id(const struct grounds *g);
uint64_t grounds_version(const struct grounds *g);
moment grounds_as_of(const struct grounds *g); /* a day: the statutes' texts that it was made from */
/* The day until which it holds before somebody must have read the statutes again; 0: it names none. */
moment grounds_review_by(const struct grounds *g);
enum grounds_age { GROUNDS_CURRENT, GROUNDS_DUE, GROUNDS_PAST };
#define GROUNDS_DUE_DAYS 60 /* before the day, in which it is told that it comes */
enum grounds_age grounds_age(const struct grounds *g, moment when);
const struct sha256 *grounds_hash(
	const struct grounds *g); /* of the text without signatures: what an agreement pins */
size_t grounds_size(const struct grounds *g);
const struct ground *grounds_row(const struct grounds *g, size_t index);
const struct ground *grounds_find(const struct grounds *g, const char *id); /* NULL when there is none */
size_t grounds_note_count(const struct grounds *g);
const struct ground_note *grounds_note(const struct grounds *g, size_t index);
/* May a field of this name go at bare melding? */
bool grounds_melding_field(const struct grounds *g, const char *field);

/* Was it, or an exception that it has, withdrawn? What the client gives the Wmo college in its own
 * investigation was once taken for what another team holds of the client. */
bool ground_is_withdrawn(const struct ground *g);
/* May the table be signed, or taken in? ERR_GROUNDS_FLOOR names the row that was withdrawn, or that asks less
 * of the client than no table may. One that is there already, of an old log, say, can still be read. */
bool grounds_check_floors(const struct grounds *g, struct error *e) _must_check_;

/* "A6-1-e" against `prefix` "A6-1-", or "A9-2-h" against "A9-2-": the letter's bit, 0 when it isn't one. */
unsigned paragraph_bit(const char *text, const char *prefix);
#define BWB_RULE "the law's id in the Basiswettenbestand, such as BWBR0035362"
bool bwb_is_valid(struct bytes text);
bool ground_has_task(const struct ground *g, const char *task);
bool ground_has_source(const struct ground *g, struct bytes source); /* false when it has none at all */
/* Under which laws a party of this kind (bits of enum party_kind) may send records on it. */
unsigned ground_laws(const struct ground *g, unsigned from);
/* Does it ask the no-objection of a record under any of these laws? */
bool ground_asks_no_objection(const struct ground *g, unsigned laws);
