/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/file.h"
#include "tools/officer/commands.h"
#include "tools/officer/pinned_files.h"
#include "trust/agreement.h"
#include "trust/dpv.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

const struct option agreement_check_options[] = {
	{ "roster", 0, OPTION_VALUE, "FILE", N_("check units against this roster") },
	{ "pinned", 0, OPTION_VALUES, "FILE…",
	  N_("texts that it pins: table of grounds, overrides, additions to the catalogue") },
	{ 0 },
};
const struct option agreement_sign_options[] = {
	{ "pinned", 0, OPTION_VALUES, "FILE…",
	  N_("texts that it pins: table of grounds, overrides, additions to the catalogue") },
	{ 0 },
};
const struct option agreement_show_options[] = {
	{ "roster", 0, OPTION_VALUE, "FILE", N_("tell whether the quorum of this roster's officers signed") },
	{ "pinned", 0, OPTION_VALUES, "FILE…",
	  N_("texts that it pins: table of grounds, overrides, additions to the catalogue") },
	{ "format", 0, OPTION_VALUE, "FORMAT",
	  N_("dpv: print JSON-LD in W3C DPV terms, for the register of processing (AVG 30)") },
	{ 0 },
};

bool officer_catalogue(struct catalogue **ret, struct error *e)
{
	return catalogue_load(catalogue_shipped(), "catalogue.yaml", ret, e);
}

bool officer_grounds(struct grounds **ret, struct error *e)
{
	return grounds_parse(grounds_shipped(), "grounds-nl.yaml", ret, e);
}

bool officer_roster(struct invocation *in, struct roster **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	const char *path = invocation_value(in, "roster");
	return !path || (officer_read(path, &raw, e) && roster_parse(buffer_bytes(&raw), path, ret, e));
}

/* What `--pinned` gives; nothing when it isn't there. */
static bool read_pinned(struct invocation *in, struct pinned_files *ret, struct error *e)
{
	size_t count = 0;
	const char *const *paths = invocation_values(in, "pinned", &count);
	return pinned_files_read(paths, count, ret, e);
}

static bool find(struct bytes raw, const char *path, const struct pinned_files *given, const struct roster *r,
                 struct agreement_finding **ret, size_t *ret_count, struct error *e)
{
	_cleanup_(pinned_clear) struct pinned pinned = { 0 };
	struct note note;
	struct sha256 shipped;
	if ((statement_is_signed(raw) && !note_parse(raw, path, &note, e)) ||
	    !pinned_files_all(given, &pinned, e))
		return false;
	sha256_of(catalogue_shipped(), &shipped);
	const struct agreement_against with = { .catalogue = pinned.catalogue,
		                                .catalogue_hash = &shipped,
		                                .grounds = pinned.grounds,
		                                .pinned = pinned.override_count ? &pinned : NULL,
		                                .roster = r,
		                                .today = moment_now() };
	return agreement_check(statement_is_signed(raw) ? note.text : raw, path, &with, ret, ret_count, e);
}

bool officer_output_findings(struct output *o, const struct agreement_finding *findings, size_t count,
                             struct error *e)
{
	const struct table_column columns[] = {
		{ "line", _("line"), true },
		{ "subject", _("about"), false },
		{ "finding", _("what is wrong"), false },
		{ "article", _("article"), false },
		{ "rule", _("rule"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < count; i++) {
		/* A part that is missing stands on no line. */
		if (findings[i].line || o->json)
			table_cell_number(t, findings[i].line);
		else
			table_cell(t, NULL);
		table_cell(t, findings[i].subject);
		/* For programs its name, as in the column `rule`: sentences are translated. */
		table_cell(t, o->json ? rule_name(findings[i].rule) : words_rule(findings[i].rule));
		table_cell(t, findings[i].article);
		table_cell(t, rule_name(findings[i].rule));
	}
	return table_print(t, o, "findings", e);
}

/* Refused when there are findings. */
bool agreement_check_command(struct session *s, struct error *e)
{
	_cleanup_(pinned_files_clear) struct pinned_files given = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct agreement_finding *findings = NULL;
	size_t count = 0;
	const char *path = invocation_argument(s->in, 0);
	if (!read_pinned(s->in, &given, e) || !officer_roster(s->in, &r, e) || !officer_read(path, &raw, e))
		return false;
	bool ok = find(buffer_bytes(&raw), path, &given, r, &findings, &count, e) &&
	          officer_output_findings(s->out, findings, count, e);
	free(findings);
	if (ok && count == 0)
		output_line(s->out, "%s",
		            _("Nothing is missing and nothing contradicts itself. Whether it is lawful is "
		              "for people to say."));
	s->outcome = count ? EXIT_REFUSED : EXIT_DONE;
	return ok;
}

bool agreement_sign(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(pinned_files_clear) struct pinned_files given = { 0 };
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct agreement_finding *findings = NULL;
	size_t count = 0;
	const char *path = invocation_argument(in, 0);
	if (!read_pinned(in, &given, e) || !officer_read(path, &raw, e))
		return false;
	const struct pinned_source from = pinned_files_source(&given);
	bool ok = find(buffer_bytes(&raw), path, &given, NULL, &findings, &count, e);
	if (ok && count)
		ok = error_line(e, ERR_AGREEMENT_INVALID, path, findings[0].line,
		                "%s: %s, and %zu more findings", rule_name(findings[0].rule),
		                findings[0].subject, count - 1);
	free(findings);
	return ok && agreement_load(buffer_bytes(&raw), path, &from, &a, e) &&
	       officer_sign(in, path, buffer_bytes(&raw), o, e);
}

static void output_purpose(struct output *o, const struct agreement_purpose *p)
{
	output_line(o, "%s", "");
	if (o->json)
		json_object_of(&o->writer, NULL);
	output_pair(o, "code", _("purpose"), p->code);
	output_pair(o, "description", _("what for"), p->description);
	output_pair(o, "from", _("from"), p->from);
	output_pair(o, "to", _("to"), p->to);
	output_pair(o, "task", _("statutory task"), p->task);
	output_pair(o, "phase", _("phase"), phase_name(p->phase));
	output_pair(o, "ground", _("ground"), p->ground);
	output_pair(o, "article", _("article"), p->article);
	output_pair_token(o, "consent", _("explicit consent needed"), p->consent ? "yes" : "no");
	output_pair_token(o, "no_objection", _("written no-objection needed"),
	                  p->no_objection ? "yes" : "no");
	output_pair_number(o, "retention_months", _("months kept"), p->retention_months);
}

static bool output_purposes(struct output *o, const struct agreement *a, struct error *e)
{
	const struct table_column columns[] = {
		{ "purpose", _("purpose"), false },
		{ "field", _("field"), false },
		{ "category", _("category"), false },
		{ "why", _("why"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	if (o->json)
		json_array_of(&o->writer, "purposes");
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct agreement_purpose *p = &a->purposes[i];
		output_purpose(o, p);
		if (o->json)
			json_end_object(&o->writer);
		for (size_t j = 0; j < p->field_count; j++) {
			const char letter[2] = { category_letter(p->fields[j].field->category), 0 };
			table_cell(t, p->code);
			table_cell(t, p->fields[j].field->name);
			table_cell(t, letter);
			table_cell(t, p->fields[j].why);
		}
	}
	if (o->json)
		json_end_array(&o->writer);
	output_line(o, "%s", "");
	return table_print(t, o, "fields", e);
}

/* What it was signed with, as `grounds show` and `override show` name these texts. */
static bool output_pins(struct output *o, const struct agreement *a, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer overrides = { 0 };
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(&a->catalogue, hex);
	output_pair(o, "catalogue", _("catalogue"), hex);
	if (a->has_additions) {
		sha256_hex(&a->additions, hex);
		output_pair(o, "additions", _("additions to it"), hex);
	}
	sha256_hex(&a->grounds, hex);
	output_pair(o, "grounds", _("table of grounds"), hex);
	for (size_t i = 0; i < a->override_count; i++) {
		sha256_hex(&a->overrides[i], hex);
		buffer_printf(&overrides, "%s%s", i ? " " : "", hex);
	}
	if (!buffer_ok(&overrides, e))
		return false;
	if (a->override_count)
		output_pair(o, "overrides", _("overrides"), buffer_string(&overrides));
	return true;
}

/* Read, and with a roster verified. */
static bool read_agreement(struct invocation *in, const struct catalogue *c, struct agreement **ret,
                           bool *ret_verified, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	const char *path = invocation_argument(in, 0);
	if (!officer_roster(in, &r, e) || !officer_read(path, &raw, e) ||
	    !agreement_parse(buffer_bytes(&raw), path, c, &a, e) || (r && !agreement_verify(a, r, e)))
		return false;
	*ret_verified = r != NULL;
	*ret = a;
	a = NULL;
	return true;
}

static bool show_text(struct output *o, const struct agreement *a, bool verified, struct error *e)
{
	char day[DAY_SIZE + 1], shown[FINGERPRINT_SHOWN_SIZE + 1];
	output_pair(o, "id", _("agreement"), a->id);
	output_pair_number(o, "version", _("version"), a->version);
	output_pair(o, "title", _("title"), a->title);
	output_pair(o, "goal", _("goal"), a->goal);
	day_format(a->valid_from, day);
	output_pair(o, "valid_from", _("valid from"), day);
	day_format(a->valid_until, day);
	output_pair(o, "valid_until", _("until and with"), day);
	fingerprint_show(&a->hash, shown);
	output_pair(o, "fingerprint", _("fingerprint"), shown);
	if (verified)
		output_pair_token(o, "quorum", _("signed by the quorum"), "yes");
	output_pair_token(o, "approval_by_two", _("two persons for each package"),
	                  a->approval_by_two ? "yes" : "no");
	return output_pins(o, a, e) && output_purposes(o, a, e);
}

static bool show_dpv(struct output *o, const struct agreement *a, const struct grounds *g, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer document = { 0 };
	if (!dpv_append(&document, a, g, e))
		return false;
	output_document(o, buffer_bytes(&document));
	return true;
}

bool agreement_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(pinned_files_clear) struct pinned_files given = { 0 };
	_cleanup_(pinned_clear) struct pinned pinned = { 0 };
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	const char *format = invocation_value(in, "format");
	bool verified;
	if (format && strcmp(format, "dpv") != 0)
		return error_set(e, ERR_USAGE, "--format", "%s", _("only `dpv` is known"));
	if (!read_pinned(in, &given, e) || !pinned_files_all(&given, &pinned, e) ||
	    !read_agreement(in, pinned.catalogue, &a, &verified, e))
		return false;
	return format ? show_dpv(o, a, pinned.grounds, e) : show_text(o, a, verified, e);
}
