/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/dpia_form.h"

#include "codec/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA "https://github.com/MinBZK/par-dpia-form/blob/main/schemas/assessment-output.v2.schema.json"

#define HEALTH "Type bijzondere persoonsgegevens: Gegevens over gezondheid" /* the model's word */

struct form {
	struct json_writer w;
	const struct agreement *a;
	const struct grounds *g; /* NULL: of another table nothing is said */
	const struct roster *r;
	char now[MOMENT_SIZE + 1];
};

/* --- answers --- */

static void edited(struct form *f)
{
	json_text(&f->w, "lastEditedAt", f->now);
	json_end_object(&f->w);
}

/* NULL: for people to answer. */
static void answer(struct form *f, const char *question, const char *value)
{
	json_object_of(&f->w, question);
	json_text(&f->w, "value", value);
	edited(f);
}

static void answer_told(struct form *f, const char *question, struct buffer *told)
{
	const char *text = buffer_string(told);
	if (!text)
		f->w.out->failed = true;
	answer(f, question, text && *text ? text : NULL);
	buffer_clear(told);
}

static void element(struct form *f, size_t index)
{
	json_object_of(&f->w, NULL);
	json_number(&f->w, "_index", (int64_t)index);
}

/* --- fields --- */

static bool is_any(_unused_ const struct field *field)
{
	return true;
}

static bool is_special(const struct field *field)
{
	return field->category == CATEGORY_HEALTH || field->category == CATEGORY_SPECIAL;
}

static bool is_other_special(const struct field *field)
{
	return field->category == CATEGORY_SPECIAL;
}

static bool is_bsn(const struct field *field)
{
	return field->role == ROLE_BSN;
}

/* The first purpose and place in it where the field stands. */
static bool is_first(const struct agreement *a, size_t purpose, size_t at)
{
	const struct field *field = a->purposes[purpose].fields[at].field;
	for (size_t i = 0; i <= purpose; i++)
		for (size_t k = 0; k < (i == purpose ? at : a->purposes[i].field_count); k++)
			if (a->purposes[i].fields[k].field == field)
				return false;
	return true;
}

/* Of several: those fields of the purpose (NULL: of any) for which `fits`. */
static void answer_fields(struct form *f, const char *question, const struct agreement_purpose *of,
                          bool (*fits)(const struct field *field))
{
	json_object_of(&f->w, question);
	json_array_of(&f->w, "value");
	for (size_t i = 0; i < f->a->purpose_count; i++)
		for (size_t k = 0; k < f->a->purposes[i].field_count; k++) {
			const struct field *field = f->a->purposes[i].fields[k].field;
			if (fits(field) && (of ? of == &f->a->purposes[i] : is_first(f->a, i, k)))
				json_text(&f->w, NULL, field_label(field, true));
		}
	json_end_array(&f->w);
	edited(f);
}

static bool has_field(const struct agreement *a, bool (*fits)(const struct field *field))
{
	for (size_t i = 0; i < a->purpose_count; i++)
		for (size_t k = 0; k < a->purposes[i].field_count; k++)
			if (fits(a->purposes[i].fields[k].field))
				return true;
	return false;
}

/* The model's own words. */
static const char *type_of(const struct field *field)
{
	if (is_bsn(field))
		return "nationaal identificatienummer";
	switch (field->category) {
	case CATEGORY_SPECIAL:
	case CATEGORY_HEALTH:
		return "bijzonder";
	case CATEGORY_FINANCIAL:
		return "gevoelig";
	case CATEGORY_CRIMINAL:
		return "strafrechtelijk";
	case CATEGORY_IDENTIFICATION:
	case CATEGORY_ORDINARY:
		break;
	}
	return "gewoon";
}

static const char *category_words(enum category c)
{
	static const char *const words[CATEGORY_COUNT] = { [CATEGORY_IDENTIFICATION] = "identificatie",
		                                           [CATEGORY_ORDINARY] = "gewoon",
		                                           [CATEGORY_SPECIAL] = "bijzonder",
		                                           [CATEGORY_FINANCIAL] = "financieel",
		                                           [CATEGORY_CRIMINAL] = "strafrechtelijk",
		                                           [CATEGORY_HEALTH] = "gezondheid" };
	return words[c];
}

/* 2: each field once, and why it is needed, purpose by purpose. */
static void append_data(struct form *f)
{
	const struct agreement *a = f->a;
	struct buffer why = { 0 };
	size_t count = 0;
	json_array_of(&f->w, "2.1");
	for (size_t i = 0; i < a->purpose_count; i++)
		for (size_t k = 0; k < a->purposes[i].field_count; k++) {
			const struct field *field = a->purposes[i].fields[k].field;
			buffer_printf(&why, "%s%s, %s: %s", why.size ? "\n" : "", a->purposes[i].code,
			              field_label(field, true), a->purposes[i].fields[k].why);
			if (!is_first(a, i, k))
				continue;
			element(f, count++);
			answer(f, "2.1.1", field_label(field, true));
			answer(f, "2.1.2", a->target_group);
			answer(f, "2.1.3", category_words(field->category));
			answer(f, "2.1.4", type_of(field));
			answer(f, "2.1.5", NULL);
			json_end_object(&f->w);
		}
	json_end_array(&f->w);
	answer_told(f, "2.3", &why);
}

/* --- purposes --- */

/* The form ties what it knows of a purpose to it by places in its own memory, which its files don't hold. So
 * what the agreement says of each stands in the answer to "more about it", under the purpose's code. */
typedef void (*of_purpose)(const struct form *f, const struct agreement_purpose *p, struct buffer *out);

static void answer_each(struct form *f, const char *question, of_purpose tell)
{
	struct buffer told = { 0 };
	for (size_t i = 0; i < f->a->purpose_count; i++) {
		buffer_printf(&told, "%s%s: ", i ? "\n" : "", f->a->purposes[i].code);
		tell(f, &f->a->purposes[i], &told);
	}
	answer_told(f, question, &told);
}

static void tell_direction(_unused_ const struct form *f, const struct agreement_purpose *p,
                           struct buffer *out)
{
	buffer_printf(out, "van %s naar %s", p->from, p->to);
	if (p->acts_for)
		buffer_printf(out, ", namens %s", p->acts_for);
}

static void tell_purpose(_unused_ const struct form *f, const struct agreement_purpose *p, struct buffer *out)
{
	buffer_printf(out, "%s Noodzaak: %s", p->description, p->necessity);
}

static const char *article_of(const struct form *f, const struct agreement_purpose *p)
{
	const struct ground *row = f->g ? grounds_find(f->g, p->ground) : NULL;
	return row ? row->article : p->article;
}

static void tell_law(const struct form *f, const struct agreement_purpose *p, struct buffer *out)
{
	buffer_printf(out, "%s (taak %s)", article_of(f, p), p->task);
}

static void tell_retention(_unused_ const struct form *f, const struct agreement_purpose *p,
                           struct buffer *out)
{
	buffer_printf(out, "%" PRIu64 " maanden", p->retention_months);
	if (p->retention_article)
		buffer_printf(out, ", %s", p->retention_article);
	if (p->retention_why)
		buffer_printf(out, ": %s", p->retention_why);
}

/* "A6-1-e" is the paragraph of the AVG. */
static void tell_basis(const struct form *f, const struct agreement_purpose *p, struct buffer *out)
{
	buffer_printf(out, "AVG %s", p->basis + (*p->basis == 'A'));
	if (p->exception)
		buffer_printf(out, " en %s", p->exception + (*p->exception == 'A'));
	buffer_printf(out, "; %s", article_of(f, p));
	if (agreement_needs(f->a, p, CONSENT_EXPLICIT))
		buffer_append_string(out, "; met uitdrukkelijke toestemming als voorwaarde");
	if (agreement_needs(f->a, p, CONSENT_NO_OBJECTION))
		buffer_append_string(out, "; met schriftelijke verklaring van geen bezwaar");
}

static void append_processing(struct form *f)
{
	json_array_of(&f->w, "3.1");
	for (size_t i = 0; i < f->a->purpose_count; i++) {
		const struct agreement_purpose *p = &f->a->purposes[i];
		element(f, i);
		answer(f, "3.1.1", p->code);
		answer(f, "3.1.2", p->description);
		answer_fields(f, "3.1.3", p, is_any);
		json_end_object(&f->w);
	}
	json_end_array(&f->w);
	answer_each(f, "3.2", tell_direction);
	answer(f, "4",
	       "Versleutelde en ondertekende bestanden tussen eenheden, zonder netwerkverbinding. Beide "
	       "kanten "
	       "toetsen elk veld aan het convenant en leggen elke handeling vast in een logboek dat achteraf "
	       "niet ongemerkt te wijzigen is.");
	answer_each(f, "5.2", tell_purpose);
}

/* --- parties --- */

static void append_parties(struct form *f)
{
	struct buffer told = { 0 };
	for (size_t i = 0; i < f->a->party_count; i++) {
		const struct agreement_party *p = &f->a->parties[i];
		buffer_printf(&told, "%s%s (%s): %s. %s", i ? "\n" : "", p->unit, p->controller, p->role,
		              p->tasks);
		if (p->decision)
			buffer_printf(&told, " Besluit: %s, %s.", p->decision,
			              p->decided_on ? p->decided_on : "");
	}
	if (f->a->joint_arrangement)
		buffer_printf(&told, "\nRegeling gezamenlijk verantwoordelijken: %s",
		              f->a->joint_arrangement);
	if (f->a->processor_agreement)
		buffer_printf(&told, "\nVerwerkersovereenkomst: %s", f->a->processor_agreement);
	answer_told(f, "6.2", &told);
}

/* --- what is special --- */

/* Questions PREFIX.1 (yes or no) and PREFIX.2, whose last part, the exception, is people's but for health. */
static void append_special(struct form *f, const char *prefix, bool (*fits)(const struct field *field),
                           const char *type)
{
	static const char *const parts[] = { "1", "2", "2.3", "2.4" };
	char name[ELEMENTS(parts)][16];
	const bool has = has_field(f->a, fits);
	for (size_t i = 0; i < ELEMENTS(parts); i++)
		snprintf(name[i], sizeof name[i], "%s.%s", prefix, parts[i]);
	answer(f, name[0], has ? "true" : "false");
	if (!has)
		return;
	json_array_of(&f->w, name[1]);
	element(f, 0);
	answer_fields(f, name[2], NULL, fits);
	answer(f, name[3], type);
	json_end_object(&f->w);
	json_end_array(&f->w);
}

/* --- whole --- */

static void append_proposal(struct form *f)
{
	const struct agreement *a = f->a;
	struct buffer told = { 0 };
	char from[DAY_SIZE + 1], until[DAY_SIZE + 1];
	day_format(a->valid_from, from);
	day_format(a->valid_until, until);
	buffer_printf(&told, "%s\n%s\nDoelgroep: %s\nNiet: %s\nGeldig van %s tot en met %s.", a->title,
	              a->goal, a->target_group, a->excluded, from, until);
	if (a->dpia)
		buffer_printf(&told, "\nDPIA volgens het convenant: %s", a->dpia);
	answer_told(f, "1.1", &told);
}

static void append_dossier(struct form *f)
{
	struct buffer fg = { 0 };
	char hex[SHA256_HEX_SIZE + 1], version[24];
	sha256_hex(&f->a->hash, hex);
	snprintf(version, sizeof version, "%" PRIu64, f->a->version);
	answer(f, "19.2", "concept");
	json_array_of(&f->w, "19.3.2");
	element(f, 0);
	answer(f, "19.3.2.1", f->a->kind);
	answer(f, "19.3.2.2", f->a->id);
	answer(f, "19.3.2.3", version);
	answer(f, "19.3.2.4", hex);
	json_end_object(&f->w);
	json_end_array(&f->w);
	for (size_t i = 0; f->r && i < f->a->party_count; i++) {
		const struct roster_person *p = roster_fg(f->r, f->a->parties[i].controller);
		size_t before = 0;
		while (strcmp(f->a->parties[before].controller, f->a->parties[i].controller) != 0)
			before++;
		if (p && before == i)
			buffer_printf(&fg, "%s%s", fg.size ? ", " : "", p->label ? p->label : p->name);
	}
	answer_told(f, "19.5.4", &fg);
}

/* What is for people to weigh. */
static void append_blanks(struct form *f)
{
	static const char *const questions[] = { "7.2",  "8.2",  "13.2", "14.1", "14.2",
		                                 "16.2", "17.2", "17.3", "18" };
	for (size_t i = 0; i < ELEMENTS(questions); i++)
		answer(f, questions[i], NULL);
}

bool dpia_form_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                      const struct roster *r, moment now, struct error *e)
{
	struct form f = { .a = a, .g = g && sha256_equal(grounds_hash(g), &a->grounds) ? g : NULL, .r = r };
	moment_format(now, f.now);
	json_begin(&f.w, out);
	json_object_of(&f.w, NULL);
	json_text(&f.w, "$schema", SCHEMA);
	json_object_of(&f.w, "metadata");
	json_text(&f.w, "urn", "urn:nl:dpia:3.0");
	json_text(&f.w, "createdAt", f.now);
	json_end_object(&f.w);
	json_object_of(&f.w, "answers");
	append_proposal(&f);
	append_data(&f);
	append_processing(&f);
	append_parties(&f);
	answer_each(&f, "9.2", tell_law);
	answer_each(&f, "10.2", tell_retention);
	answer_each(&f, "11.2", tell_basis);
	append_special(&f, "12.1", is_special, has_field(a, is_other_special) ? NULL : HEALTH);
	answer(&f, "12.2.1", "false"); /* AVG 10: none ever leaves */
	append_special(&f, "12.3", is_bsn, NULL);
	answer(&f, "15.1.1", "true");
	answer(&f, "15.1.2", a->rights);
	append_dossier(&f);
	append_blanks(&f);
	json_end_object(&f.w);
	json_end_object(&f.w);
	buffer_append_byte(out, '\n');
	return buffer_ok(out, e);
}
