/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/dpv_parts.h"

#include "codec/base64.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- small parts --- */

void dpv_part_id(struct json_writer *w, const char *kind, const char *name)
{
	_cleanup_(string_freep) char *id = string_printf("this:%s:%s", kind, name);
	if (!id)
		w->out->failed = true;
	json_text(w, "@id", id ? id : "");
}

void dpv_reference(struct json_writer *w, const char *key, const char *kind, const char *name)
{
	json_object_of(w, key);
	dpv_part_id(w, kind, name);
	json_end_object(w);
}

void dpv_term(struct json_writer *w, const char *key, const char *iri)
{
	json_object_of(w, key);
	json_text(w, "@id", iri);
	json_end_object(w);
}

void dpv_in_language(struct json_writer *w, const char *language, const char *text)
{
	json_object_of(w, NULL);
	json_text(w, "@value", text);
	json_text(w, "@language", language);
	json_end_object(w);
}

void dpv_in_both(struct json_writer *w, const char *key, const char *en, const char *nl)
{
	json_array_of(w, key);
	dpv_in_language(w, "en", en);
	dpv_in_language(w, "nl", nl);
	json_end_array(w);
}

void dpv_typed(struct json_writer *w, const char *key, const char *value, const char *type)
{
	json_object_of(w, key);
	json_text(w, "@value", value);
	json_text(w, "@type", type);
	json_end_object(w);
}

void dpv_labelled(struct json_writer *w, const char *key, const char *label)
{
	json_object_of(w, key);
	json_text(w, "skos:prefLabel", label);
	json_end_object(w);
}

void dpv_described(struct json_writer *w, const char *key, const char *class, const char *text)
{
	if (!text)
		return;
	json_object_of(w, key);
	json_text(w, "@type", class);
	json_text(w, "dct:description", text);
	json_end_object(w);
}

void dpv_explained(struct json_writer *w, const char *class, const char *en, const char *nl)
{
	json_object_of(w, NULL);
	json_text(w, "@type", class);
	dpv_in_both(w, "dct:description", en, nl);
	json_end_object(w);
}

/* --- who --- */

static bool is_processor(const struct agreement_party *p)
{
	return agreement_role_is_processor(p->role);
}

bool dpv_is_joint(const struct agreement *a)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (agreement_role_is_joint(a->parties[i].role))
			return true;
	return false;
}

bool dpv_only_processes(const struct agreement *a, const char *name)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].controller, name) == 0 && !is_processor(&a->parties[i]))
			return false;
	return true;
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
		dpv_typed(w, "dct:date", p->decided_on, "xsd:date");
	json_end_object(w);
}

void dpv_organisation(struct json_writer *w, const struct agreement *a, const struct roster *r,
                      const char *name)
{
	json_object_of(w, NULL);
	dpv_part_id(w, "controller", name);
	json_text(w, "@type", dpv_only_processes(a, name) ? "dpv:DataProcessor" : "dpv:DataController");
	json_text(w, "dpv:hasName", name);
	json_text(w, "dpv:hasContact", a->contact);
	append_fg(w, r, name);
	json_array_of(w, "dpv:hasOrganisationalUnit");
	for (size_t i = 0; i < a->party_count; i++) {
		const struct agreement_party *p = &a->parties[i];
		if (strcmp(p->controller, name) != 0)
			continue;
		json_object_of(w, NULL);
		dpv_part_id(w, "unit", p->unit);
		json_text(w, "@type", "dpv:OrganisationalUnit");
		json_text(w, "dpv:hasName", p->unit);
		dpv_labelled(w, "dct:type", p->role);
		json_text(w, "dct:description", p->tasks);
		append_decision(w, p);
		json_end_object(w);
	}
	json_end_array(w);
	json_end_object(w);
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

/* Is it among these, which have a blank between? */
static bool is_among(const char *names, const char *name)
{
	const size_t size = strlen(name);
	for (const char *at = names; at && (at = strstr(at, name)); at += size)
		if ((at == names || at[-1] == ' ') && (at[size] == ' ' || !at[size]))
			return true;
	return false;
}

static void append_fields(struct json_writer *w, const struct agreement_purpose *p, const char *names)
{
	json_array_of(w, "dpv:hasPersonalData");
	for (size_t i = 0; i < p->field_count; i++) {
		const struct field *f = p->fields[i].field;
		if (names && !is_among(names, f->name))
			continue;
		json_object_of(w, NULL);
		json_text(w, "@type", class_of(f->category));
		json_text(w, "dct:identifier", f->name);
		dpv_in_both(w, "skos:prefLabel", f->gloss, f->gloss_nl);
		dpv_labelled(w, "dct:source", f->source);
		dpv_described(w, "dpv:hasJustification", "dpv:Justification", p->fields[i].why);
		json_end_object(w);
	}
	json_end_array(w);
}

/* --- on which ground --- */

static void gdpr_term(struct json_writer *w, const char *paragraph)
{
	char iri[24];
	snprintf(iri, sizeof iri, "eu-gdpr:%s", paragraph);
	dpv_term(w, NULL, iri);
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
	dpv_labelled(w, "dct:subject", p->task);
}

/* What must be so before anything goes. Consent stands here and not among the legal
 * bases: where a statute asks for it, the basis is still the paragraph of AVG 6 above. */
static void append_conditions(struct json_writer *w, const struct agreement_purpose *p)
{
	json_array_of(w, "dpv:hasProcessingCondition");
	if (p->consent)
		dpv_explained(w, "dpv:ProcessingCondition",
		              "Only with the client's explicit consent, as the statute asks",
		              "Alleen met uitdrukkelijke toestemming van de cliënt, zoals de wet vraagt");
	if (p->no_objection)
		dpv_explained(w, "dpv:ProcessingCondition",
		              "Only with the client's written declaration of no objection",
		              "Alleen met een schriftelijke verklaring van geen bezwaar van de cliënt");
	dpv_described(w, NULL, "dpv:ProcessingCondition", phase_name(p->phase));
	if (p->weighed) {
		json_object_of(w, NULL);
		json_text(w, "@type", "dpv:ProcessingCondition");
		json_text(w, "dct:description", p->weighed);
		if (p->weighed_on)
			dpv_typed(w, "dct:date", p->weighed_on, "xsd:date");
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
	dpv_described(w, NULL, "dpv:DataSubjectRight", a->rights);
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
	dpv_typed(w, "rdf:value", months, "xsd:duration");
	json_end_object(w);
	if (p->retention_article)
		dpv_labelled(w, "dct:source", p->retention_article);
	if (p->retention_why)
		json_text(w, "dct:description", p->retention_why);
	json_end_object(w);
	dpv_explained(w, "dpv:StorageDeletion", "The receiver deletes its copy when that term ends",
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
	dpv_explained(w, "dpv:LoggingPolicy", "Every act is logged in a log that shows a change",
	              "Elke handeling komt in een logboek dat een wijziging laat zien");
	if (a->approval_by_two)
		dpv_explained(w, "dpv:ApprovalProcedure", "A second person approves each package",
		              "Een tweede persoon keurt elk pakket goed");
	dpv_described(w, NULL, "dpv:DPIA", a->dpia);
	dpv_described(w, NULL, "dpv:IncidentManagementProcedures", a->incidents);
	json_object_of(w, NULL);
	json_text(w, "@type", "dpv:ReviewProcedure");
	json_text(w, "dct:description", a->results);
	day_format(a->evaluation, day);
	dpv_typed(w, "dct:date", day, "xsd:date");
	json_end_object(w);
	json_end_array(w);
}

/* What the parties agreed besides (AVG 26, 28), where it concerns this purpose. */
static void append_arrangements(struct json_writer *w, const struct agreement *a,
                                const struct agreement_party *to)
{
	json_array_of(w, "dpv:hasLegalMeasure");
	if (dpv_is_joint(a))
		dpv_described(w, NULL, "dpv:JointDataControllersAgreement", a->joint_arrangement);
	if (to && is_processor(to))
		dpv_described(w, NULL, "dpv:ControllerProcessorAgreement", a->processor_agreement);
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

void dpv_process(struct json_writer *w, const struct agreement *a, const struct agreement_purpose *p,
                 const struct ground *g, const char *fields, const char *key)
{
	static const char *const processing[] = { "dpv:DiscloseByTransmission", "dpv:Store", "dpv:Erase" };
	const struct agreement_party *to = agreement_party_of(a, p->to),
				     *from = agreement_party_of(a, p->from);
	json_object_of(w, key);
	dpv_part_id(w, "purpose", p->code);
	json_text(w, "@type", "dpv:PersonalDataProcess");
	json_text(w, "dct:identifier", p->code);
	dpv_described(w, "dpv:hasPurpose", "dpv:Purpose", p->description);
	dpv_described(w, "dpv:hasNecessity", "dpv:Required", p->necessity);
	if (from)
		dpv_reference(w, "dpv:hasDataController", "controller", from->controller);
	dpv_reference(w, "dpv:hasDataExporter", "unit", p->from);
	dpv_reference(w, "dpv:hasRecipient", "unit", p->to);
	if (to && from && strcmp(to->controller, from->controller) != 0)
		dpv_reference(w, is_processor(to) ? "dpv:hasDataProcessor" : "dpv:hasRecipientDataController",
		              "controller", to->controller);
	json_array_of(w, "dpv:hasProcessing");
	for (size_t i = 0; i < ELEMENTS(processing); i++)
		dpv_term(w, NULL, processing[i]);
	json_end_array(w);
	append_subjects(w, a);
	append_fields(w, p, fields);
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
void dpv_context(struct json_writer *w, const char *self, bool receipt)
{
	static const struct {
		const char *prefix, *iri;
	} prefixes[] = {
		/* first those of a receipt alone */
		{ "dpv-27560", "https://w3id.org/dpv/schema/dpv-27560#" },
		{ "loc", "https://w3id.org/dpv/loc#" },
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
	for (size_t i = receipt ? 0 : 2; i < ELEMENTS(prefixes); i++)
		json_text(w, prefixes[i].prefix, prefixes[i].iri);
	_cleanup_(string_freep) char *parts = string_printf("%s#", self);
	if (!parts)
		w->out->failed = true;
	json_text(w, "this", parts ? parts : "");
	json_end_object(w);
}

void dpv_hash_name(const struct sha256 *h, struct buffer *out)
{
	buffer_append_string(out, "ni:///sha-256;");
	size_t from = out->size;
	base64_append(out, bytes_of(h->bytes, sizeof h->bytes), BASE64_UNPADDED);
	for (size_t i = from; i < out->size; i++)
		out->data[i] = out->data[i] == '+' ? '-' : out->data[i] == '/' ? '_' : out->data[i];
}
