/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/register_row.h"

#include "codec/csv.h"

#include <inttypes.h>
#include <string.h>

#define SEPARATOR ';'

struct row {
	const struct agreement *a;
	const struct agreement_purpose *p;
	const struct ground *ground; /* NULL: of another table nothing is said */
	const struct roster *r;
	const struct agreement_party *from, *to;
};
typedef void (*cell)(const struct row *row, struct buffer *out);

/* A cell that begins so is a formula to a spreadsheet, whatever stands in quotes. */
static bool is_formula(struct bytes text)
{
	return text.size && memchr("=+-@\t\r", text.data[0], 6) != NULL;
}

static void tell(struct buffer *out, const char *text)
{
	if (text)
		buffer_append_string(out, text);
}

static void tell_name(const struct row *row, struct buffer *out)
{
	buffer_printf(out, "%s: %s", row->a->title, row->p->code);
}
static void tell_controller(const struct row *row, struct buffer *out)
{
	tell(out, row->from ? row->from->controller : NULL);
}
static void tell_other(const struct row *row, struct buffer *out)
{
	if (row->from && row->to && strcmp(row->from->controller, row->to->controller) != 0 &&
	    !agreement_role_is_processor(row->to->role))
		tell(out, row->to->controller);
}
static void tell_processor(const struct row *row, struct buffer *out)
{
	if (row->to && agreement_role_is_processor(row->to->role))
		tell(out, row->to->controller);
}
static void tell_fg(const struct row *row, struct buffer *out)
{
	const struct roster_person *fg =
		row->r && row->from ? roster_fg(row->r, row->from->controller) : NULL;
	if (fg)
		tell(out, fg->label ? fg->label : fg->name);
}
static void tell_contact(const struct row *row, struct buffer *out)
{
	tell(out, row->a->contact);
}
static void tell_purpose(const struct row *row, struct buffer *out)
{
	tell(out, row->p->description);
}
static void tell_necessity(const struct row *row, struct buffer *out)
{
	tell(out, row->p->necessity);
}
static void tell_acts_for(const struct row *row, struct buffer *out)
{
	tell(out, row->p->acts_for);
}
static void tell_task(const struct row *row, struct buffer *out)
{
	tell(out, row->p->task);
}
/* "A6-1-e": the paragraph, without the letter of the vocabulary. */
static void tell_basis(const struct row *row, struct buffer *out)
{
	tell(out, row->p->basis + (row->p->basis[0] == 'A'));
}
static void tell_article(const struct row *row, struct buffer *out)
{
	tell(out, row->ground ? row->ground->article : row->p->article);
}
static void tell_exception(const struct row *row, struct buffer *out)
{
	if (row->p->exception)
		tell(out, row->p->exception + (row->p->exception[0] == 'A'));
}
static void tell_subjects(const struct row *row, struct buffer *out)
{
	buffer_printf(out, "%s (niet: %s)", row->a->target_group, row->a->excluded);
}
static bool is_special(const struct field *f)
{
	return f->category == CATEGORY_HEALTH || f->category == CATEGORY_SPECIAL;
}
static void tell_fields(const struct row *row, struct buffer *out, bool special)
{
	size_t count = 0;
	for (size_t i = 0; i < row->p->field_count; i++)
		if (is_special(row->p->fields[i].field) == special)
			buffer_printf(out, "%s%s", count++ ? ", " : "",
			              field_label(row->p->fields[i].field, true));
}
static void tell_ordinary(const struct row *row, struct buffer *out)
{
	tell_fields(row, out, false);
}
static void tell_special(const struct row *row, struct buffer *out)
{
	tell_fields(row, out, true);
}
static void tell_bsn(const struct row *row, struct buffer *out)
{
	bool has = false;
	for (size_t i = 0; i < row->p->field_count; i++)
		has = has || row->p->fields[i].field->role == ROLE_BSN;
	tell(out, has ? "ja" : "nee");
}
static void tell_source(const struct row *row, struct buffer *out)
{
	tell(out, row->p->from);
}
static void tell_recipient(const struct row *row, struct buffer *out)
{
	tell(out, row->p->to);
}
/* An agreement has no such part: for people to fill in. */
static void tell_nothing(_unused_ const struct row *row, _unused_ struct buffer *out)
{
}
static void tell_retention(const struct row *row, struct buffer *out)
{
	buffer_printf(out, "%" PRIu64 " maanden", row->p->retention_months);
}
static void tell_retention_why(const struct row *row, struct buffer *out)
{
	tell(out, row->p->retention_article);
	if (row->p->retention_why)
		buffer_printf(out, "%s%s", out->size ? ": " : "", row->p->retention_why);
}
static void tell_security(const struct row *row, struct buffer *out)
{
	tell(out, "versleuteld opgeslagen en verzonden, ondertekend, logboek");
	tell(out, row->a->approval_by_two ? ", twee personen per pakket" : NULL);
}
static void tell_dpia(const struct row *row, struct buffer *out)
{
	tell(out, row->a->dpia);
}
static void tell_processor_agreement(const struct row *row, struct buffer *out)
{
	tell(out, row->a->processor_agreement);
}
static void tell_joint(const struct row *row, struct buffer *out)
{
	tell(out, row->a->joint_arrangement);
}
static void tell_decision(const struct row *row, struct buffer *out)
{
	tell(out, row->from ? row->from->decision : NULL);
}
static void tell_days(const struct row *row, struct buffer *out)
{
	char from[DAY_SIZE + 1], until[DAY_SIZE + 1];
	day_format(row->a->valid_from, from);
	day_format(row->a->valid_until, until);
	buffer_printf(out, "%s t/m %s", from, until);
}
static void tell_agreement(const struct row *row, struct buffer *out)
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(&row->a->hash, hex);
	buffer_printf(out, "%s v%" PRIu64 ", sha256 %s", row->a->id, row->a->version, hex);
}

/* Headings as registers here have them. Who reads another one's file goes by them: never renamed. */
static const struct {
	const char *heading;
	cell tell;
} columns[] = {
	{ "Naam verwerking", tell_name },
	{ "Verwerkingsverantwoordelijke", tell_controller },
	{ "Andere verwerkingsverantwoordelijke", tell_other },
	{ "Verwerker", tell_processor },
	{ "Functionaris voor gegevensbescherming", tell_fg },
	{ "Contactgegevens", tell_contact },
	{ "Doel van de verwerking", tell_purpose },
	{ "Noodzaak", tell_necessity },
	{ "Wettelijke taak", tell_task },
	{ "Namens", tell_acts_for },
	{ "Grondslag (AVG 6)", tell_basis },
	{ "Wettelijke bepaling", tell_article },
	{ "Uitzondering (AVG 9)", tell_exception },
	{ "Categorieën betrokkenen", tell_subjects },
	{ "Persoonsgegevens", tell_ordinary },
	{ "Bijzondere persoonsgegevens", tell_special },
	{ "BSN", tell_bsn },
	{ "Bron van de gegevens", tell_source },
	{ "Ontvangers", tell_recipient },
	{ "Doorgifte buiten de EER", tell_nothing },
	{ "Bewaartermijn", tell_retention },
	{ "Toelichting bewaartermijn", tell_retention_why },
	{ "Beveiligingsmaatregelen", tell_security },
	{ "DPIA", tell_dpia },
	{ "Verwerkersovereenkomst", tell_processor_agreement },
	{ "Regeling gezamenlijk verantwoordelijken", tell_joint },
	{ "Besluit", tell_decision },
	{ "Looptijd", tell_days },
	{ "Convenant", tell_agreement },
};

static void end_cell(struct buffer *out, struct bytes text, bool last)
{
	_cleanup_(buffer_clear) struct buffer guarded = { 0 };
	if (is_formula(text)) {
		buffer_append_byte(&guarded, '\'');
		buffer_append(&guarded, text);
		out->failed = out->failed || guarded.failed;
		text = buffer_bytes(&guarded);
	}
	csv_append_cell(out, SEPARATOR, text);
	buffer_append_string(out, last ? "\r\n" : ";");
}

bool register_rows_append(struct buffer *out, const struct agreement *a, const struct grounds *g,
                          const struct roster *r, struct error *e)
{
	const bool pinned = g && sha256_equal(grounds_hash(g), &a->grounds);
	buffer_append_string(out, "\xef\xbb\xbf");
	for (size_t c = 0; c < ELEMENTS(columns); c++)
		end_cell(out, bytes_of_string(columns[c].heading), c + 1 == ELEMENTS(columns));
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct agreement_purpose *p = &a->purposes[i];
		const struct row row = { .a = a,
			                 .p = p,
			                 .ground = pinned ? grounds_find(g, p->ground) : NULL,
			                 .r = r,
			                 .from = agreement_party_of(a, p->from),
			                 .to = agreement_party_of(a, p->to) };
		for (size_t c = 0; c < ELEMENTS(columns); c++) {
			_cleanup_(buffer_clear) struct buffer text = { 0 };
			columns[c].tell(&row, &text);
			out->failed = out->failed || text.failed;
			end_cell(out, buffer_bytes(&text), c + 1 == ELEMENTS(columns));
		}
	}
	return buffer_ok(out, e);
}
