/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/consent_receipt.h"

#include "crypto/hash.h"
#include "trust/dpv_parts.h"

#include <string.h>

enum consent_state consent_state_on(const struct consent *c, moment now)
{
	if (c->withdrawn)
		return CONSENT_WITHDRAWN;
	return now >= c->until + SECONDS_A_DAY ? CONSENT_OVER : CONSENT_IN_FORCE;
}

static void day_of(struct json_writer *w, const char *key, moment day)
{
	char text[DAY_SIZE + 1];
	day_format(day, text);
	dpv_typed(w, key, text, "xsd:date");
}

static void moment_of(struct json_writer *w, const char *key, moment when)
{
	char text[MOMENT_SIZE + 1];
	moment_format(when, text);
	dpv_typed(w, key, text, "xsd:dateTime");
}

/* Who said it: the client, or by the law's word whoever spoke for the client. */
static void append_givers(struct json_writer *w, unsigned by)
{
	json_array_of(w, "dpv:isIndicatedBy");
	for (unsigned i = 0; i < GIVER_COUNT; i++) {
		if (!(by & 1u << i))
			continue;
		if (i == GIVER_CLIENT)
			dpv_term(w, NULL, "dpv:DataSubject");
		else
			dpv_labelled(w, NULL, consent_giver_name((enum consent_giver)i));
	}
	json_end_array(w);
}

static void append_event(struct json_writer *w, const char *state, const struct consent *c, moment when)
{
	json_object_of(w, NULL);
	json_array_of(w, "@type");
	json_text(w, NULL, state);
	json_text(w, NULL, "dpv:ExplicitlyExpressedConsent");
	json_end_array(w);
	day_of(w, "dpv:isIndicatedAtTime", when);
	if (strcmp(state, "dpv:ConsentGiven") == 0) {
		append_givers(w, c->by);
		json_array_of(w, "dpv:hasIndicationMethod");
		dpv_in_language(w, "en", consent_assurance_sentence(c->assured));
		json_end_array(w);
	}
	json_end_object(w);
}

static void append_events(struct json_writer *w, const struct consent *c, moment now)
{
	char from[DAY_SIZE + 1], until[DAY_SIZE + 1];
	day_format(c->given, from);
	day_format(c->until, until);
	_cleanup_(string_freep) char *period =
		string_printf("start=%s; end=%s; scheme=W3C-DTF;", from, until);
	if (!period)
		w->out->failed = true;
	dpv_typed(w, "dct:valid", period ? period : "", "dct:Period");
	json_array_of(w, "dpv:hasConsentStatus");
	append_event(w, "dpv:ConsentGiven", c, c->given);
	if (consent_state_on(c, now) == CONSENT_WITHDRAWN)
		append_event(w, "dpv:ConsentWithdrawn", c, c->withdrawn);
	else if (consent_state_on(c, now) == CONSENT_OVER)
		append_event(w, "dpv:ConsentExpired", c, c->until + SECONDS_A_DAY);
	json_end_array(w);
}

/* What the client was shown: the form that was signed, by its hash, where there was one. */
static void append_notice(struct json_writer *w, const struct consent *c)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	struct sha256 hash;
	json_object_of(w, "dpv:hasNotice");
	if (c->evidence && hex_decode(bytes_of_string(c->evidence), hash.bytes, sizeof hash.bytes)) {
		dpv_hash_name(&hash, &name);
		json_text(w, "@id", buffer_string(&name) ? buffer_string(&name) : "");
	}
	json_text(w, "@type", "dpv:ConsentNotice");
	day_of(w, "dct:date", c->given);
	json_end_object(w);
}

static void append_control(struct json_writer *w, const struct agreement *a)
{
	json_object_of(w, "dpv:hasConsentControl");
	json_text(w, "@type", "dpv:WithdrawConsent");
	dpv_in_both(w, "dct:description",
	            "At any time, without a reason, at the unit that asked it (AVG 7(3))",
	            "Op elk moment, zonder reden, bij de eenheid die erom vroeg (AVG art. 7 lid 3)");
	json_text(w, "dpv:isExercisedAt", a->contact);
	json_end_object(w);
}

static void append_record(struct json_writer *w, const struct consent *c, const struct agreement *a,
                          const struct agreement_purpose *p, const struct roster *r, moment now)
{
	const struct agreement_party *from = agreement_party_of(a, p->from),
				     *to = agreement_party_of(a, p->to);
	json_object_of(w, "dpv:hasRecordOfActivity");
	dpv_part_id(w, "declaration", c->id);
	json_text(w, "@type", "dpv:ConsentRecord");
	json_text(w, "dct:identifier", c->id);
	dpv_term(w, "dct:conformsTo", "dpv-27560:record-eu-gdpr");
	json_object_of(w, "dpv:hasDataSubject");
	dpv_part_id(w, "client-of", c->id);
	json_text(w, "@type", "dpv:DataSubject");
	json_end_object(w);
	json_array_of(w, "dpv:hasDataController");
	if (from)
		dpv_organisation(w, a, r, from->controller);
	if (to && from && strcmp(to->controller, from->controller) != 0)
		dpv_organisation(w, a, r, to->controller);
	json_end_array(w);
	dpv_term(w, "dpv:hasJurisdiction", "loc:NL");
	dpv_process(w, a, p, a->pinned.grounds ? grounds_find(a->pinned.grounds, p->ground) : NULL, c->fields,
	            "dpv:hasProcess");
	json_array_of(w, "dpv:hasStorageCondition");
	dpv_explained(w, "dpv:StorageLocation", "In the encrypted store of the unit that receives it",
	              "In de versleutelde opslag van de eenheid die het ontvangt");
	json_end_array(w);
	append_control(w, a);
	append_notice(w, c);
	append_events(w, c, now);
	json_end_object(w);
}

bool consent_receipt_append(struct buffer *out, const struct consent *c, const struct agreement *a,
                            const struct agreement_purpose *p, const struct roster *r, moment now,
                            struct error *e)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	char when[MOMENT_SIZE + 1];
	struct json_writer w;
	if (c->kind != CONSENT_EXPLICIT)
		return error_set(e, ERR_VALUE, consent_kind_name(c->kind), "%s", N_("a consent"));
	dpv_hash_name(&a->hash, &name);
	moment_format(now, when);
	/* A later receipt of the same declaration, which may say that it was withdrawn, is another. */
	_cleanup_(string_freep) char *id = string_printf("%s:%s", c->id, when);
	if (!id || !buffer_ok(&name, e))
		return error_memory(e);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	dpv_context(&w, buffer_string(&name), true);
	dpv_part_id(&w, "receipt", id);
	json_text(&w, "@type", "dpv:ConsentReceipt");
	json_text(&w, "dct:identifier", id);
	dpv_term(&w, "dct:conformsTo", "dpv-27560:receipt-eu-gdpr");
	moment_of(&w, "dct:created", now);
	dpv_reference(&w, "dct:publisher", "unit", p->from);
	append_record(&w, c, a, p, r, now);
	json_end_object(&w);
	buffer_append_byte(out, '\n');
	return buffer_ok(out, e);
}
