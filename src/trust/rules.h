/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Every rule by which something goes or stays, or an agreement's text is at fault: one list, one name and one
 * sentence each, whoever tells of it (preview, refusal, `agreement check`, audit, report). Which of them hold
 * is for `trust/decide.h` and `trust/agreement_rules.h` to say. */

#include "base/error.h"

#include <stdbool.h>

/* What a rule is about. */
enum rule_kind {
	RULE_ALLOWS,     /* of a field that goes, or that isn't there */
	RULE_OF_PURPOSE, /* nothing goes, whatever the record */
	RULE_OF_CLIENT,  /* nothing of this record goes */
	RULE_OF_FIELD,   /* this field stays */
	RULE_OF_TEXT,    /* the agreement's text is at fault; no decision rests on it */
	RULE_OF_DRAFT,   /* the same, asked before it is signed: one that was signed without is still taken in
	                  */
	RULE_REMARK,     /* of the text, and no fault: for people to look at */
};

/* Of those by which something stays the order is that of the decision: the first that says no is the one
 * that shows, in code and in documents (docs/law.md has the numbers). Rule 2, an agreement that isn't in
 * force, is no row: it is asked where the agreement is looked up (`agreement_valid_at`), before any record is
 * read.
 *
 * For each: the enumerator, the kind, the stable name that --json, packages and logs show (never reused or
 * renamed), the article and how certain it is (S, I, ? as in the table of grounds; an empty article: that of
 * the row of the table which the rule comes from), the error of `agreement_parse`, and the sentence.
 *
 * With an error, an agreement to which it happens isn't even read, for it would be without meaning. With
 * ERR_NONE it is: the decision enforces the rule, it changes with the time and the roster, or it is the
 * officers' to weigh. */
/* clang-format off */
#define RULES(X) \
	/* by which something goes, or isn't there */ \
	X(RULE_AGREED, RULE_ALLOWS, "agreed", "", "", ERR_NONE, \
	  N_("the ground carries it and the agreement lists it for this purpose")) \
	X(RULE_ABSENT, RULE_ALLOWS, "absent", "", "", ERR_NONE, N_("the record doesn't have it")) \
	X(RULE_ALWAYS, RULE_ALLOWS, "always-travels", "", "", ERR_NONE, N_("travels with every record")) \
	X(RULE_WITH_ADDRESS, RULE_ALLOWS, "with-secret-address", "", "", ERR_NONE, \
	  N_("goes with the secret address, so that the receiver knows that it is one")) \
	/* 1-10: nothing goes under the purpose */ \
	X(RULE_TABLE_PAST, RULE_OF_PURPOSE, "table-past-review", "AVG art. 5 lid 2", "I", ERR_NONE, \
	  N_("the day is past by which somebody must have read the statutes again: adopt a table of " \
	     "grounds with a later day, and sign a new version of the agreement on it")) \
	X(RULE_WITHDRAWN, RULE_OF_PURPOSE, "ground-withdrawn", \
	  "Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65", "S", ERR_NONE, \
	  N_("it rests on a table with a row or an exception that was withdrawn: adopt the table that " \
	     "ships now, and sign a new version of the agreement on it")) \
	X(RULE_OWN_CONTRIBUTION, RULE_OF_PURPOSE, "own-contribution", \
	  "Wmo 2015 art. 5.1.1 lid 4, art. 2.1.4, 2.1.4a, 2.1.4b, 2.1.5, 2.5.4", "S", ERR_NONE, \
	  N_("the own contribution isn't among the purposes that the statute lists")) \
	X(RULE_GROUND_UNKNOWN, RULE_OF_PURPOSE, "ground-unknown", "AVG art. 6 lid 1", "S", ERR_NONE, \
	  N_("the table of grounds has no row for this ground")) \
	X(RULE_GROUND_FLOW, RULE_OF_PURPOSE, "ground-other-flow", "", "", ERR_NONE, \
	  N_("the ground is for other parties than these")) \
	X(RULE_GROUND_DISABLED, RULE_OF_PURPOSE, "ground-disabled", "", "", ERR_NONE, \
	  N_("the table of grounds has this ground, but disabled")) \
	X(RULE_GROUND_DENIED, RULE_OF_PURPOSE, "ground-denied", "", "", ERR_NONE, \
	  N_("the table of grounds doesn't allow this ground")) \
	X(RULE_BARRED, RULE_OF_PURPOSE, "barred", "", "", ERR_NONE, \
	  N_("a row of the table of grounds bars it")) \
	X(RULE_TASK, RULE_OF_PURPOSE, "task-not-carried", "", "", ERR_NONE, \
	  N_("the ground isn't for this statutory task")) \
	X(RULE_PHASE, RULE_OF_PURPOSE, "phase-not-carried", "", "", ERR_NONE, \
	  N_("the ground isn't for this phase")) \
	X(RULE_OVERRIDE_MISSING, RULE_OF_PURPOSE, "override-missing", "", "", ERR_NONE, \
	  N_("the ground needs an override that the controller's officers signed")) \
	/* 11-19: nothing of this record goes */ \
	X(RULE_RESTRICTED, RULE_OF_CLIENT, "restricted", "AVG art. 18, art. 7 lid 3", "S", ERR_NONE, \
	  N_("what is held of the client is restricted: it can be erased, kept with a reason, unlocked, or " \
	     "shown to the client")) \
	X(RULE_NO_IDENTITY, RULE_OF_CLIENT, "no-identifying-set", \
	  "Wmo 2015 art. 5.2.9 lid 6", "S", ERR_NONE, \
	  N_("what may leave doesn't tell who it is about")) \
	X(RULE_OTHER_LAW, RULE_OF_CLIENT, "law-not-mandated", "AVG art. 5 lid 1 b", "S", ERR_NONE, \
	  N_("the record falls under a law that the mandate doesn't cover")) \
	X(RULE_LAW_NOT_CARRIED, RULE_OF_CLIENT, "law-not-carried", "", "", ERR_NONE, \
	  N_("the data comes from another law than the ground carries")) \
	X(RULE_NO_SOURCE, RULE_OF_CLIENT, "source-missing", "Wet SUWI art. 74", "?", ERR_NONE, \
	  N_("the record doesn't say where the data comes from, so it may be barred: fill in its source")) \
	X(RULE_SUWINET, RULE_OF_CLIENT, "suwinet-source", "Wet SUWI art. 74", "?", ERR_NONE, \
	  N_("the data comes from Suwinet and stays with who read it there")) \
	X(RULE_SOURCE, RULE_OF_CLIENT, "source-not-carried", "", "", ERR_NONE, \
	  N_("the data comes from a source that the ground doesn't carry")) \
	X(RULE_NOT_UNDER_27, RULE_OF_CLIENT, "age-not-carried", "Participatiewet art. 7a lid 2", "S", \
	  ERR_NONE, N_("the client isn't known to be under 27")) \
	X(RULE_HOUSEHOLD, RULE_OF_CLIENT, "household-member", "Wmo 2015 art. 5.1.1 lid 4", "S", ERR_NONE, \
	  N_("a member of the household: this purpose doesn't include them, or the relation stays")) \
	X(RULE_NOT_TOLD, RULE_OF_CLIENT, "opt-out-not-told", "", "", ERR_NONE, \
	  N_("the client wasn't told that objecting is possible")) \
	X(RULE_OPTED_OUT, RULE_OF_CLIENT, "opted-out", "", "", ERR_NONE, N_("the client objected")) \
	X(RULE_NO_CONSENT, RULE_OF_CLIENT, "no-consent", "", "", ERR_NONE, \
	  N_("the client's consent isn't recorded")) \
	X(RULE_CONSENT_PAST, RULE_OF_CLIENT, "consent-past", "", "", ERR_NONE, \
	  N_("the client's consent has ended")) \
	X(RULE_CONSENT_WITHDRAWN, RULE_OF_CLIENT, "consent-withdrawn", "AVG art. 7 lid 3", "S", ERR_NONE, \
	  N_("the client withdrew the consent")) \
	X(RULE_CONSENT_EARLY, RULE_OF_CLIENT, "declared-before-purpose", \
	  "AVG art. 4 onder 11", "S", ERR_NONE, \
	  N_("the client said it before the agreement had this purpose: ask again")) \
	X(RULE_CONSENT_TERM, RULE_OF_CLIENT, "declared-too-long", "AVG art. 5 lid 1 d", "I", ERR_NONE, \
	  N_("what the client said is put down for too long a term: ask again")) \
	X(RULE_AGE_UNKNOWN, RULE_OF_CLIENT, "declared-age-unknown", \
	  "Wmo 2015 art. 5.3.3 lid 2; UAVG art. 5 lid 1", "S/I", ERR_NONE, \
	  N_("how old the client was isn't known, so nor who could give it")) \
	X(RULE_GIVER, RULE_OF_CLIENT, "declared-by-another", \
	  "Wmo 2015 art. 5.3.3 lid 2, art. 1.1.1 lid 2; UAVG art. 5 lid 1", "S/I", ERR_NONE, \
	  N_("who gave it can't give it for this client: ask who can")) \
	X(RULE_NO_BSN, RULE_OF_CLIENT, "no-bsn-for-consent", "Wmo 2015 art. 5.2.9", "I", ERR_NONE, \
	  N_("without a BSN the consent can't be tied to the client")) \
	X(RULE_NO_SET, RULE_OF_CLIENT, "no-set-for-consent", "Wmo 2015 art. 5.2.9 lid 6", "I", ERR_NONE, \
	  N_("the consent names the client by names, birth date and address, and these don't all go")) \
	X(RULE_NO_NO_OBJECTION, RULE_OF_CLIENT, "no-no-objection", \
	  "Participatiewet art. 65 lid 2 b", "S/I", ERR_NONE, \
	  N_("the client's written no-objection isn't recorded")) \
	X(RULE_NO_EVIDENCE, RULE_OF_CLIENT, "no-objection-without-evidence", \
	  "Participatiewet art. 65 lid 2 b", "S", ERR_NONE, \
	  N_("the no-objection must be in writing, and nothing shows that it is")) \
	/* 20-30: this field stays */ \
	X(RULE_CRIMINAL, RULE_OF_FIELD, "criminal-data", "AVG art. 10; UAVG art. 31-33", "I", ERR_NONE, \
	  N_("criminal data doesn't travel with this program, whatever the law's narrow exceptions")) \
	X(RULE_NOT_AGREED, RULE_OF_FIELD, "not-agreed", "AVG art. 5 lid 1 b", "S", ERR_NONE, \
	  N_("the agreement doesn't list it for this purpose")) \
	X(RULE_AMOUNT, RULE_OF_FIELD, "income-amount", \
	  "Wmo 2015 art. 5.1.1 lid 4, art. 2.1.4", "S/I", ERR_NONE, \
	  N_("the amount of an income is for the own contribution, which isn't among the purposes that the " \
	     "statute lists")) \
	X(RULE_CATEGORY, RULE_OF_FIELD, "category-not-carried", "", "", ERR_NONE, \
	  N_("the ground doesn't carry this category of data")) \
	X(RULE_NO_EXCEPTION, RULE_OF_FIELD, "special-without-exception", "AVG art. 9 lid 2", "S", ERR_NONE, \
	  N_("data on health, and other special data, needs an exception of article 9 that the " \
	     "ground knows")) \
	X(RULE_BSN, RULE_OF_FIELD, "bsn-not-carried", "Participatiewet art. 68 lid 2", "S", ERR_NONE, \
	  N_("the statute doesn't name the citizen service number for this task")) \
	X(RULE_FREE_TEXT, RULE_OF_FIELD, "free-text", "AVG art. 5 lid 1 c", "S", ERR_NONE, \
	  N_("free text travels only where the agreement lists it")) \
	X(RULE_ATTACHMENT_NAME, RULE_OF_FIELD, "attachment-name", "AVG art. 5 lid 1 c", "S", ERR_NONE, \
	  N_("the name of an attachment is free text: the attachment goes under a name that is made")) \
	X(RULE_SECRET_ADDRESS, RULE_OF_FIELD, "secret-address", \
	  "AVG art. 5 lid 1 c en f, art. 32", "I", ERR_NONE, \
	  N_("the address is secret")) \
	X(RULE_MELDING, RULE_OF_FIELD, "melding-contact-only", "Wmo 2015 art. 2.3.2", "I", ERR_NONE, \
	  N_("at melding only contact data and the BSN travel")) \
	X(RULE_CONSENT_FIELDS, RULE_OF_FIELD, "consent-for-other-fields", \
	  "AVG art. 4 onder 11, art. 7", "S", ERR_NONE, \
	  N_("the client's consent is about other fields: ask again for this one")) \
	X(RULE_NO_OBJECTION_FIELDS, RULE_OF_FIELD, "no-objection-for-other-fields", \
	  "Participatiewet art. 65 lid 2 b", "S", ERR_NONE, \
	  N_("the client's no-objection is about other fields: ask again for this one")) \
	X(RULE_TOLD_FIELDS, RULE_OF_FIELD, "told-of-other-fields", "", "", ERR_NONE, \
	  N_("the client was told of other fields: tell again, of this one too")) \
	/* and behind all of them */ \
	X(RULE_UNFIT, RULE_OF_FIELD, "value-unfit", "AVG art. 5 lid 1 d", "I", ERR_NONE, \
	  N_("the value isn't one that the catalogue knows for this field: import it again")) \
	/* of a package that answers a request: no decision of the law, so no decision finds it */ \
	X(RULE_NOT_ASKED, RULE_OF_FIELD, "not-asked", "AVG art. 5 lid 1 c", "S", ERR_NONE, \
	  N_("it may go, and wasn't asked for")) \
	/* of an agreement's text */ \
	X(RULE_PART_MISSING, RULE_OF_TEXT, "part-missing", "AVG art. 5 lid 2", "", ERR_MISSING, \
	  N_("this part is missing")) \
	X(RULE_VALUE, RULE_OF_TEXT, "bad-value", "", "", ERR_VALUE, \
	  N_("this value is not of the form that is needed")) \
	X(RULE_NO_GROUND, RULE_OF_TEXT, "purpose-without-ground", \
	  "AVG art. 6 lid 1", "", ERR_AGREEMENT_INVALID, \
	  N_("a purpose without a ground")) \
	X(RULE_FIELD_UNKNOWN, RULE_OF_TEXT, "field-unknown", "", "", ERR_FIELD_UNKNOWN, \
	  N_("the catalogue has no such field")) \
	X(RULE_FIELD_NO_REASON, RULE_OF_TEXT, "field-without-reason", \
	  "AVG art. 5 lid 1 c", "", ERR_AGREEMENT_INVALID, \
	  N_("a field without the reason why it is needed")) \
	X(RULE_CRIMINAL_FIELD, RULE_OF_TEXT, "criminal-field", "AVG art. 10; UAVG art. 31-33", "", ERR_NONE, \
	  N_("criminal data never leave")) \
	X(RULE_FREE_TEXT_NOT_NAMED, RULE_OF_TEXT, "free-text-not-named", "AVG art. 5 lid 1 c", "", ERR_NONE, \
	  N_("free text, and the purpose doesn't say that it may leave")) \
	X(RULE_CONSENT_NO_STATUTE, RULE_OF_TEXT, "consent-without-statute", "AVG art. 7; AP", "", ERR_NONE, \
	  N_("consent or no-objection is asked where no statute names it")) \
	X(RULE_CONSENT_NOT_ASKED, RULE_OF_TEXT, "consent-not-asked", "", "", ERR_NONE, \
	  N_("the ground needs consent or no-objection, which isn't asked")) \
	X(RULE_CONSENT_NO_BSN, RULE_OF_TEXT, "consent-without-bsn", "Wmo 2015 art. 5.2.9", "", ERR_NONE, \
	  N_("consent is asked, and what ties it to the client isn't among the fields: the BSN, or all " \
	     "of surname, first names, birth date, postcode and house number")) \
	X(RULE_SECRECY, RULE_OF_TEXT, "secrecy-not-listed", "AVG art. 5 lid 1 c en f", "", ERR_NONE, \
	  N_("an address without the indication of secrecy that protects it")) \
	X(RULE_BASIS, RULE_OF_TEXT, "basis-not-carried", "", "", ERR_NONE, \
	  N_("the ground doesn't have this paragraph of AVG 6")) \
	X(RULE_EXCEPTION, RULE_OF_TEXT, "exception-not-carried", "", "", ERR_NONE, \
	  N_("the ground doesn't have this paragraph of AVG 9")) \
	X(RULE_FIELD_NOT_CARRIED, RULE_OF_TEXT, "field-not-carried", "", "", ERR_NONE, \
	  N_("the ground doesn't carry this kind of data")) \
	X(RULE_BEYOND_MELDING, RULE_OF_TEXT, "field-beyond-melding", \
	  "Wmo 2015 art. 2.3.2 (I)", "", ERR_NONE, \
	  N_("more than contact data at melding")) \
	X(RULE_NO_HOUSEHOLD, RULE_OF_TEXT, "household-not-carried", "", "", ERR_NONE, \
	  N_("the ground doesn't carry members of the household")) \
	X(RULE_TERM_PAST, RULE_OF_TEXT, "term-past", "", "", ERR_NONE, N_("the term is past")) \
	X(RULE_TERM_ORDER, RULE_OF_TEXT, "term-order", "", "", ERR_AGREEMENT_INVALID, \
	  N_("it ends before it starts")) \
	X(RULE_EVALUATION, RULE_OF_TEXT, "evaluation-outside-term", "", "", ERR_NONE, \
	  N_("the evaluation is not within the term")) \
	X(RULE_WITNESS_UNKNOWN, RULE_OF_TEXT, "witness-not-in-roster", "", "", ERR_NONE, \
	  N_("the roster has no unit and no officer with a witness key by this name")) \
	X(RULE_WITNESS_TOO_FEW, RULE_OF_TEXT, "witnesses-too-few", "", "", ERR_AGREEMENT_INVALID, \
	  N_("more witnesses are asked than there can be for the log of this unit")) \
	X(RULE_WITNESS_PARTIES, RULE_OF_TEXT, "witnesses-parties-alone", "", "", ERR_NONE, \
	  N_("the parties alone make up the number of witnesses for the log of this unit: name an officer " \
	     "or a third unit, and ask one more")) \
	X(RULE_UNIT_UNKNOWN, RULE_OF_TEXT, "unit-not-in-roster", "", "", ERR_NONE, \
	  N_("the roster has no such unit")) \
	X(RULE_CONTROLLER, RULE_OF_TEXT, "controller-not-of-unit", "AVG art. 4 onder 7", "", ERR_NONE, \
	  N_("the roster has this unit under another controller")) \
	X(RULE_NO_PARTY, RULE_OF_TEXT, "unit-not-a-party", "", "", ERR_AGREEMENT_INVALID, \
	  N_("this unit is not one of the parties")) \
	X(RULE_OWN_DIRECTION, RULE_OF_TEXT, "own-direction", "", "", ERR_AGREEMENT_INVALID, \
	  N_("it gives to itself")) \
	X(RULE_PARTY_TWICE, RULE_OF_TEXT, "duplicate-party", "", "", ERR_AGREEMENT_INVALID, \
	  N_("this unit is listed twice")) \
	X(RULE_PURPOSE_TWICE, RULE_OF_TEXT, "duplicate-purpose", "", "", ERR_AGREEMENT_INVALID, \
	  N_("this purpose is listed twice")) \
	X(RULE_FIELD_TWICE, RULE_OF_TEXT, "duplicate-field", "", "", ERR_AGREEMENT_INVALID, \
	  N_("this field is listed twice")) \
	X(RULE_NOT_PINNED, RULE_OF_TEXT, "catalogue-not-pinned", "", "", ERR_AGREEMENT_INVALID, \
	  N_("the catalogue's hash is missing")) \
	X(RULE_OTHER_CATALOGUE, RULE_OF_TEXT, "catalogue-mismatch", "", "", ERR_NONE, \
	  N_("signed with another catalogue than this one")) \
	X(RULE_GROUNDS_NOT_PINNED, RULE_OF_TEXT, "grounds-not-pinned", "", "", ERR_AGREEMENT_INVALID, \
	  N_("the hash of the table of grounds is missing")) \
	X(RULE_OTHER_GROUNDS, RULE_OF_TEXT, "grounds-mismatch", "", "", ERR_NONE, \
	  N_("written with another table of grounds than this one")) \
	X(RULE_PIN, RULE_OF_TEXT, "pin-malformed", "", "", ERR_AGREEMENT_INVALID, N_("this is not a hash")) \
	X(RULE_OFFICERS, RULE_OF_TEXT, "officers-not-in-roster", "", "", ERR_NONE, \
	  N_("the roster has no officers who could sign for this controller")) \
	/* of what is yet to be signed */ \
	X(RULE_NOT_STATED, RULE_OF_DRAFT, "not-stated", "AVG art. 5 lid 2", "", ERR_NONE, \
	  N_("an agreement that is signed now has to state this")) \
	X(RULE_NOT_WEIGHED, RULE_OF_DRAFT, "not-weighed", "Participatiewet art. 67 lid 3", "", ERR_NONE, \
	  N_("this ground asks that the client's privacy is weighed first: say how it was, and on which " \
	     "day")) \
	X(RULE_ARTICLE, RULE_OF_DRAFT, "article-differs", "", "", ERR_NONE, \
	  N_("not the article that the ground's row in the table has")) \
	X(RULE_WHY_SHORT, RULE_OF_DRAFT, "reason-too-short", "AVG art. 5 lid 1 c", "", ERR_NONE, \
	  N_("a reason of fewer than three words")) \
	X(RULE_NOTHING_GOES, RULE_OF_DRAFT, "nothing-goes", "AVG art. 5 lid 1 b", "", ERR_NONE, \
	  N_("nothing can ever go under this purpose: its fields are stopped, or what is left doesn't tell " \
	     "who it is about")) \
	/* remarks */ \
	X(RULE_BEYOND_REVIEW, RULE_REMARK, "beyond-review-by", "", "", ERR_NONE, \
	  N_("it lasts longer than its table of grounds, which must be read again first")) \
	X(RULE_TERM_LONG, RULE_REMARK, "term-beyond-five-years", "AVG art. 5 lid 2", "", ERR_NONE, \
	  N_("it ends more than five years from now")) \
	X(RULE_CONSENT_LONG, RULE_REMARK, "consent-beyond-a-year", "AVG art. 5 lid 1 d", "", ERR_NONE, \
	  N_("what a client says is to hold for more than a year")) \
	X(RULE_RETENTION, RULE_REMARK, "retention-under-wmo", "Wmo 2015 art. 5.3.4 lid 1", "", ERR_NONE, \
	  N_("the Wmo says fifteen years; say why it is shorter")) \
	X(RULE_NO_DECIDER, RULE_REMARK, "nobody-decides", "AVG art. 18, art. 7 lid 3", "", ERR_NONE, \
	  N_("nobody at the receiver may decide what comes of a copy when its client withdraws")) \
	X(RULE_MORE, RULE_OF_TEXT, "more-findings", "", "", ERR_NONE, \
	  N_("there are more; the rest is not listed"))
/* clang-format on */

enum rule {
#define X(rule, kind, name, article, certainty, code, sentence) rule,
	RULES(X)
#undef X
		RULE_COUNT
};

/* Of a value outside the enum: "unknown", RULE_OF_TEXT, and empty texts. */
const char *rule_name(enum rule rule);
/* Is it about what the client said, or was told: would another declaration change it? */
bool rule_is_declared(enum rule rule);
enum rule_kind rule_kind(enum rule rule);
bool rule_decides(enum rule rule); /* can a decision rest on it? Else it is of an agreement's text alone */
const char *rule_article(enum rule rule);
const char *rule_certainty(enum rule rule);
enum error_code rule_error(enum rule rule);
const char *rule_sentence(enum rule rule); /* English, to be translated where it is printed */
/* The rule of a decision by its name, as a refusal from elsewhere states it; false: none that this version
 * knows. */
bool rule_parse(const char *name, enum rule *ret) _must_check_;
