/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/dpv.h"

#include "codec/base64.h"
#include "codec/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- small parts --- */

/* A part of this agreement, by the prefix that the context gives it. */
static void part_id(struct json_writer *w, const char *kind, const char *name)
{
	_cleanup_(string_freep) char *id = string_printf("this:%s:%s", kind, name);
	if (!id)
		w->out->failed = true;
	json_text(w, "@id", id ? id : "");
}

static void reference(struct json_writer *w, const char *key, const char *kind, const char *name)
{
	json_object_of(w, key);
	part_id(w, kind, name);
	json_end_object(w);
}

/* A term of a vocabulary, by its short IRI. */
static void term(struct json_writer *w, const char *key, const char *iri)
{
	json_object_of(w, key);
	json_text(w, "@id", iri);
	json_end_object(w);
}

static void in_language(struct json_writer *w, const char *language, const char *text)
{
	json_object_of(w, NULL);
	json_text(w, "@value", text);
	json_text(w, "@language", language);
	json_end_object(w);
}

static void in_both(struct json_writer *w, const char *key, const char *en, const char *nl)
{
	json_array_of(w, key);
	in_language(w, "en", en);
	in_language(w, "nl", nl);
	json_end_array(w);
}

static void typed(struct json_writer *w, const char *key, const char *value, const char *type)
{
	json_object_of(w, key);
	json_text(w, "@value", value);
	json_text(w, "@type", type);
	json_end_object(w);
}

/* A node of which no more is known than what it is called. */
static void labelled(struct json_writer *w, const char *key, const char *label)
{
	json_object_of(w, key);
	json_text(w, "skos:prefLabel", label);
	json_end_object(w);
}

/* A node without a name: its class and what the agreement says of it. Nothing when it says nothing. */
static void described(struct json_writer *w, const char *key, const char *class, const char *text)
{
	if (!text)
		return;
	json_object_of(w, key);
	json_text(w, "@type", class);
	json_text(w, "dct:description", text);
	json_end_object(w);
}

/* The same where the program, not the agreement, has the words. */
static void explained(struct json_writer *w, const char *class, const char *en, const char *nl)
{
	json_object_of(w, NULL);
	json_text(w, "@type", class);
	in_both(w, "dct:description", en, nl);
	json_end_object(w);
}

/* --- who --- */

static bool is_first(const struct agreement *a, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(a->parties[i].controller, a->parties[index].controller) == 0)
			return false;
	return true;
}

static bool is_processor(const struct agreement_party *p)
{
	return agreement_role_is_processor(p->role);
}

static bool is_joint(const struct agreement *a)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (agreement_role_is_joint(a->parties[i].role))
			return true;
	return false;
}

/* An organisation all of whose units are processors. */
static bool only_processes(const struct agreement *a, const char *name)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].controller, name) == 0 && !is_processor(&a->parties[i]))
			return false;
	return true;
}

static bool has_processors(const struct agreement *a)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (only_processes(a, a->parties[i].controller))
			return true;
	return false;
}

/* AVG 30(1)(a): by name; the contact is the controller's. */
static void append_fg(struct json_writer *w, const struct roster *r, const char *controller)
{
	const struct roster_person *fg = r ? roster_fg(r, controller) : NULL;
	if (!fg)
		return;
	json_object_of(w, "dpv:hasDataProtectionOfficer");
	json_text(w, "@type", "dpv:DataProtectionOfficer");
	json_text(w, "dct:identifier", fg->name);
	json_text(w, "dpv:hasName", fg->label);
	json_end_object(w);
}

/* By which its officers sign (Awb 10:3). */
static void append_decision(struct json_writer *w, const struct agreement_party *p)
{
	if (!p->decision)
		return;
	json_object_of(w, "dct:source");
	json_text(w, "skos:prefLabel", p->decision);
	if (p->decided_on)
		typed(w, "dct:date", p->decided_on, "xsd:date");
	json_end_object(w);
}

static void append_organisation(struct json_writer *w, const struct agreement *a, const struct roster *r,
                                const char *name)
{
	json_object_of(w, NULL);
	part_id(w, "controller", name);
	json_text(w, "@type", only_processes(a, name) ? "dpv:DataProcessor" : "dpv:DataController");
	json_text(w, "dpv:hasName", name);
	json_text(w, "dpv:hasContact", a->contact);
	append_fg(w, r, name);
	json_array_of(w, "dpv:hasOrganisationalUnit");
	for (size_t i = 0; i < a->party_count; i++) {
		const struct agreement_party *p = &a->parties[i];
		if (strcmp(p->controller, name) != 0)
			continue;
		json_object_of(w, NULL);
		part_id(w, "unit", p->unit);
		json_text(w, "@type", "dpv:OrganisationalUnit");
		json_text(w, "dpv:hasName", p->unit);
		labelled(w, "dct:type", p->role);
		json_text(w, "dct:description", p->tasks);
		append_decision(w, p);
		json_end_object(w);
	}
	json_end_array(w);
	json_end_object(w);
}

static void append_organisations(struct json_writer *w, const struct agreement *a, const struct roster *r,
                                 const char *key, bool processors)
{
	json_array_of(w, key);
	for (size_t i = 0; i < a->party_count; i++)
		if (is_first(a, i) && only_processes(a, a->parties[i].controller) == processors)
			append_organisation(w, a, r, a->parties[i].controller);
	json_end_array(w);
}

/* --- what --- */

/* As DPV sorts them: what the AVG calls special, what identifies by itself, what is sensitive without being
 * special. */
static const char *class_of(enum category c)
{
	switch (c) {
	case CATEGORY_IDENTIFICATION:
		return "dpv:IdentifyingPersonalData";
	case CATEGORY_SPECIAL:
	case CATEGORY_HEALTH:
		return "dpv:SpecialCategoryPersonalData";
	case CATEGORY_FINANCIAL:
	case CATEGORY_CRIMINAL:
		return "dpv:SensitivePersonalData";
	case CATEGORY_ORDINARY:
		break;
	}
	return "dpv:PersonalData";
}

static void append_fields(struct json_writer *w, const struct agreement_purpose *p)
{
	json_array_of(w, "dpv:hasPersonalData");
	for (size_t i = 0; i < p->field_count; i++) {
		const struct field *f = p->fields[i].field;
		json_object_of(w, NULL);
		json_text(w, "@type", class_of(f->category));
		json_text(w, "dct:identifier", f->name);
		in_both(w, "skos:prefLabel", f->gloss, f->gloss_nl);
		labelled(w, "dct:source", f->source);
		described(w, "dpv:hasJustification", "dpv:Justification", p->fields[i].why);
		json_end_object(w);
	}
	json_end_array(w);
}

/* --- on which ground --- */

static void gdpr_term(struct json_writer *w, const char *paragraph)
{
	char iri[24];
	snprintf(iri, sizeof iri, "eu-gdpr:%s", paragraph);
	term(w, NULL, iri);
}

static void append_ground(struct json_writer *w, const struct agreement_purpose *p, const struct ground *g)
{
	json_array_of(w, "dpv:hasLegalBasis");
	gdpr_term(w, p->basis);
	if (p->exception)
		gdpr_term(w, p->exception);
	json_end_array(w);
	json_object_of(w, "dpv:hasApplicableLaw");
	json_text(w, "@type", "dpv:Law");
	json_text(w, "dct:identifier", p->ground);
	json_text(w, "dct:title", g ? g->article : p->article); /* a draft's own isn't its row's yet */
	if (g) {
		_cleanup_(string_freep) char *certainty = string_printf("%s: %s", g->certainty, g->source);
		if (!certainty)
			w->out->failed = true;
		json_text(w, "skos:note", certainty ? certainty : "");
	}
	json_end_object(w);
	labelled(w, "dct:subject", p->task);
}

/* What must be so before anything goes. Consent stands here and not among the legal
 * bases: where a statute asks for it, the basis is still the paragraph of AVG 6 above. */
static void append_conditions(struct json_writer *w, const struct agreement_purpose *p)
{
	json_array_of(w, "dpv:hasProcessingCondition");
	if (p->consent)
		explained(w, "dpv:ProcessingCondition",
		          "Only with the client's explicit consent, as the statute asks",
		          "Alleen met uitdrukkelijke toestemming van de cliënt, zoals de wet vraagt");
	if (p->no_objection)
		explained(w, "dpv:ProcessingCondition",
		          "Only with the client's written declaration of no objection",
		          "Alleen met een schriftelijke verklaring van geen bezwaar van de cliënt");
	described(w, NULL, "dpv:ProcessingCondition", phase_name(p->phase));
	if (p->weighed) {
		json_object_of(w, NULL);
		json_text(w, "@type", "dpv:ProcessingCondition");
		json_text(w, "dct:description", p->weighed);
		if (p->weighed_on)
			typed(w, "dct:date", p->weighed_on, "xsd:date");
		json_end_object(w);
	}
	json_end_array(w);
}

static void append_rights(struct json_writer *w, const struct agreement *a, const struct agreement_purpose *p)
{
	static const char *const rights[] = { "A13", "A14", "A15", "A16", "A17", "A18", "A19", "A77" };
	json_array_of(w, "dpv:hasRight");
	for (size_t i = 0; i < ELEMENTS(rights); i++)
		gdpr_term(w, rights[i]);
	if (strcmp(p->basis, "A6-1-e") == 0 || strcmp(p->basis, "A6-1-f") == 0)
		gdpr_term(w, "A21"); /* objection, for these two alone */
	if (p->consent)
		gdpr_term(w, "A7-3");
	described(w, NULL, "dpv:DataSubjectRight", a->rights);
	json_end_array(w);
}

/* --- how long, and how it is guarded --- */

static void append_storage(struct json_writer *w, const struct agreement_purpose *p)
{
	char months[32];
	snprintf(months, sizeof months, "P%" PRIu64 "M", p->retention_months);
	json_array_of(w, "dpv:hasStorageCondition");
	json_object_of(w, NULL);
	json_text(w, "@type", "dpv:StorageDuration");
	json_object_of(w, "dpv:hasDuration");
	json_text(w, "@type", "dpv:TemporalDuration");
	typed(w, "rdf:value", months, "xsd:duration");
	json_end_object(w);
	if (p->retention_article)
		labelled(w, "dct:source", p->retention_article);
	if (p->retention_why)
		json_text(w, "dct:description", p->retention_why);
	json_end_object(w);
	explained(w, "dpv:StorageDeletion", "The receiver deletes its copy when that term ends",
	          "De ontvanger verwijdert zijn kopie als die termijn om is");
	json_end_array(w);
}

static void append_measures(struct json_writer *w, const struct agreement *a)
{
	static const char *const technical[] = { "dpv:EncryptionInTransfer", "dpv:EncryptionAtRest",
		                                 "dpv:DigitalSignatures" };
	char day[DAY_SIZE + 1];
	json_array_of(w, "dpv:hasTechnicalMeasure");
	for (size_t i = 0; i < ELEMENTS(technical); i++) {
		json_object_of(w, NULL);
		json_text(w, "@type", technical[i]);
		json_end_object(w);
	}
	json_end_array(w);
	json_array_of(w, "dpv:hasOrganisationalMeasure");
	explained(w, "dpv:LoggingPolicy", "Every act is logged in a log that shows a change",
	          "Elke handeling komt in een logboek dat een wijziging laat zien");
	if (a->approval_by_two)
		explained(w, "dpv:ApprovalProcedure", "A second person approves each package",
		          "Een tweede persoon keurt elk pakket goed");
	described(w, NULL, "dpv:DPIA", a->dpia);
	described(w, NULL, "dpv:IncidentManagementProcedures", a->incidents);
	json_object_of(w, NULL);
	json_text(w, "@type", "dpv:ReviewProcedure");
	json_text(w, "dct:description", a->results);
	day_format(a->evaluation, day);
	typed(w, "dct:date", day, "xsd:date");
	json_end_object(w);
	json_end_array(w);
}

/* What the parties agreed besides (AVG 26, 28), where it concerns this purpose. */
static void append_arrangements(struct json_writer *w, const struct agreement *a,
                                const struct agreement_party *to)
{
	json_array_of(w, "dpv:hasLegalMeasure");
	if (is_joint(a))
		described(w, NULL, "dpv:JointDataControllersAgreement", a->joint_arrangement);
	if (to && is_processor(to))
		described(w, NULL, "dpv:ControllerProcessorAgreement", a->processor_agreement);
	json_end_array(w);
}

/* --- a purpose is a process, the agreement an entry --- */

static void append_subjects(struct json_writer *w, const struct agreement *a)
{
	json_object_of(w, "dpv:hasDataSubject");
	json_text(w, "@type", "dpv:VulnerableDataSubject");
	json_text(w, "dct:description", a->target_group);
	if (a->excluded)
		json_text(w, "skos:scopeNote", a->excluded);
	json_end_object(w);
}

static void append_process(struct json_writer *w, const struct agreement *a,
                           const struct agreement_purpose *p, const struct ground *g)
{
	static const char *const processing[] = { "dpv:DiscloseByTransmission", "dpv:Store", "dpv:Erase" };
	const struct agreement_party *to = agreement_party_of(a, p->to),
				     *from = agreement_party_of(a, p->from);
	json_object_of(w, NULL);
	part_id(w, "purpose", p->code);
	json_text(w, "@type", "dpv:PersonalDataProcess");
	json_text(w, "dct:identifier", p->code);
	described(w, "dpv:hasPurpose", "dpv:Purpose", p->description);
	described(w, "dpv:hasNecessity", "dpv:Required", p->necessity);
	if (from)
		reference(w, "dpv:hasDataController", "controller", from->controller);
	reference(w, "dpv:hasDataExporter", "unit", p->from);
	reference(w, "dpv:hasRecipient", "unit", p->to);
	if (to && from && strcmp(to->controller, from->controller) != 0)
		reference(w, is_processor(to) ? "dpv:hasDataProcessor" : "dpv:hasRecipientDataController",
		          "controller", to->controller);
	json_array_of(w, "dpv:hasProcessing");
	for (size_t i = 0; i < ELEMENTS(processing); i++)
		term(w, NULL, processing[i]);
	json_end_array(w);
	append_subjects(w, a);
	append_fields(w, p);
	append_ground(w, p, g);
	append_conditions(w, p);
	append_storage(w, p);
	append_measures(w, a);
	append_arrangements(w, a, to);
	append_rights(w, a, p);
	json_end_object(w);
}

/* `this` stands for the hash: relative identifiers against a base of another scheme than
 * http get lost in some readers. */
static void append_context(struct json_writer *w, const char *self)
{
	static const struct {
		const char *prefix, *iri;
	} prefixes[] = {
		{ "dpv", "https://w3id.org/dpv#" },
		{ "eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#" },
		{ "dct", "http://purl.org/dc/terms/" },
		{ "owl", "http://www.w3.org/2002/07/owl#" },
		{ "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
		{ "skos", "http://www.w3.org/2004/02/skos/core#" },
		{ "xsd", "http://www.w3.org/2001/XMLSchema#" },
	};
	json_object_of(w, "@context");
	json_raw(w, "@version", BYTES("1.1"));
	for (size_t i = 0; i < ELEMENTS(prefixes); i++)
		json_text(w, prefixes[i].prefix, prefixes[i].iri);
	_cleanup_(string_freep) char *parts = string_printf("%s#", self);
	if (!parts)
		w->out->failed = true;
	json_text(w, "this", parts ? parts : "");
	json_end_object(w);
}

/* RFC 6920: base64 for URLs, without padding. */
static void hash_name(const struct sha256 *h, struct buffer *out)
{
	buffer_append_string(out, "ni:///sha-256;");
	size_t from = out->size;
	base64_append(out, bytes_of(h->bytes, sizeof h->bytes), BASE64_UNPADDED);
	for (size_t i = from; i < out->size; i++)
		out->data[i] = out->data[i] == '+' ? '-' : out->data[i] == '/' ? '_' : out->data[i];
}

static void append_reference(struct json_writer *w, const struct sha256 *h)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	hash_name(h, &name);
	const char *text = buffer_string(&name);
	if (!text)
		w->out->failed = true;
	else
		term(w, NULL, text);
}

/* What it was signed with: catalogue and additions, grounds, overrides. */
static void append_references(struct json_writer *w, const struct agreement *a)
{
	json_array_of(w, "dct:references");
	append_reference(w, &a->catalogue);
	if (a->has_additions)
		append_reference(w, &a->additions);
	append_reference(w, &a->grounds);
	for (size_t i = 0; i < a->override_count; i++)
		append_reference(w, &a->overrides[i]);
	json_end_array(w);
}

static void append_agreement(struct json_writer *w, const struct agreement *a, const char *self)
{
	char from[DAY_SIZE + 1], until[DAY_SIZE + 1], number[24];
	_cleanup_(string_freep) char *period = NULL;
	day_format(a->valid_from, from);
	day_format(a->valid_until, until);
	snprintf(number, sizeof number, "%" PRIu64, a->version);
	period = string_printf("start=%s; end=%s; scheme=W3C-DTF;", from, until);
	json_object_of(w, "dpv:hasLegalMeasure");
	json_text(w, "@id", self);
	json_text(w, "@type", is_joint(a) ? "dpv:JointDataControllersAgreement" : "dpv:LegalAgreement");
	json_text(w, "dct:identifier", a->id);
	json_text(w, "owl:versionInfo", number);
	json_text(w, "dct:title", a->title);
	labelled(w, "dct:type", a->kind);
	json_text(w, "dct:description", a->goal);
	typed(w, "dct:valid", period ? period : "", "dct:Period");
	json_text(w, "skos:note", a->budget);
	append_references(w, a);
	json_end_object(w);
	if (!period)
		w->out->failed = true;
}

bool dpv_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                const struct roster *r, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	struct json_writer w;
	hash_name(&a->hash, &name);
	const char *self = buffer_string(&name);
	if (!self)
		return error_memory(e);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	append_context(&w, self);
	json_text(&w, "@id", "this:register");
	json_text(&w, "@type", "dpv:ROPA");
	json_text(&w, "dct:title", a->title);
	append_agreement(&w, a, self);
	append_organisations(&w, a, r, "dpv:hasDataController", false);
	if (has_processors(a))
		append_organisations(&w, a, r, "dpv:hasDataProcessor", true);
	json_array_of(&w, "dpv:hasProcess");
	/* Of another table than it was signed with, nothing is said. */
	bool pinned = g && sha256_equal(grounds_hash(g), &a->grounds);
	for (size_t i = 0; i < a->purpose_count; i++)
		append_process(&w, a, &a->purposes[i],
		               pinned ? grounds_find(g, a->purposes[i].ground) : NULL);
	json_end_array(&w);
	json_end_object(&w);
	buffer_append_byte(out, '\n');
	return buffer_ok(out, e);
}
