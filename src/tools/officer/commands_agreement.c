/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/file.h"
#include "tools/common/agreement_account.h"
#include "tools/officer/commands.h"
#include "tools/officer/pinned_files.h"
#include "tools/officer/signable.h"
#include "trust/agreement_text.h"
#include "trust/dpia_form.h"
#include "trust/dpv.h"
#include "trust/register_row.h"
#include "trust/statement.h"
#include "trust/termination.h"

#include <stdlib.h>
#include <string.h>

/* `sluis-officer agreement check`, `sign` and `show`. */

const struct option agreement_check_options[] = {
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("check units against this roster") },
	{ "pinned", 0, OPTION_VALUES, "NOTE…",
	  N_("texts that it pins: table of grounds, overrides, additions to the catalogue") },
	{ 0 },
};
const struct option agreement_sign_options[] = {
	{ "pinned", 0, OPTION_VALUES, "NOTE…",
	  N_("texts that it pins: table of grounds, overrides, additions to the catalogue") },
	SIGNING_ROSTER,
	CONFIRM_OPTION,
	SIGNING_ANEW,
	{ 0 },
};
const struct option agreement_show_options[] = {
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("tell whether the quorum of this roster's officers signed") },
	{ "pinned", 0, OPTION_VALUES, "NOTE…",
	  N_("texts that it pins: table of grounds, overrides, additions to the catalogue") },
	{ "format", 0, OPTION_VALUE, "dpv|register|dpia",
	  N_("print it for others: dpv, JSON-LD in W3C DPV terms, and register, rows of CSV, for the "
	     "register "
	     "of processing (AVG 30); dpia, as a begun DPIA for the form of the Rijksmodel") },
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
	struct note note = { 0 };
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

static void output_some(struct account *o, const char *key, const struct column *columns, size_t column_count,
                        const struct agreement_finding *findings, size_t count, bool remarks)
{
	account_table(o, key, NULL, columns, column_count);
	for (size_t i = 0; i < count; i++) {
		if ((rule_kind(findings[i].rule) == RULE_REMARK) != remarks)
			continue;
		/* A part that is missing stands on no line. */
		account_cell_line(o, findings[i].line);
		account_cell(o, findings[i].subject);
		/* For programs its name, as in the column `rule`: sentences are translated. */
		account_cell_words(o, rule_name(findings[i].rule), words_rule(findings[i].rule));
		account_cell(o, findings[i].article);
		account_cell(o, rule_name(findings[i].rule));
	}
	account_table_end(o, NULL);
}

size_t officer_output_findings(struct account *o, const struct agreement_finding *findings, size_t count)
{
	static const struct column faults[] = {
		{ "line", N_("line"), COLUMN_NUMBER },
		{ "subject", N_("about"), COLUMN_NAME },
		{ "finding", N_("what is wrong"), COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "rule", N_("rule"), COLUMN_ID },
	};
	static const struct column remarks[] = {
		{ "line", N_("line"), COLUMN_NUMBER },
		{ "subject", N_("about"), COLUMN_NAME },
		{ "remark", N_("remark, which is no fault"), COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "rule", N_("rule"), COLUMN_ID },
	};
	size_t fault_count = agreement_faults(findings, count);
	output_some(o, "findings", faults, ELEMENTS(faults), findings, count, false);
	if (fault_count && fault_count < count)
		account_blank(o);
	output_some(o, "remarks", remarks, ELEMENTS(remarks), findings, count, true);
	return fault_count;
}

/* Refused when there are faults; remarks are told. */
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
	bool ok = find(buffer_bytes(&raw), path, &given, r, &findings, &count, e);
	size_t faults = ok ? officer_output_findings(s->out, findings, count) : 0;
	free(findings);
	if (ok && faults == 0)
		account_line(s->out, "%s",
		             _("Nothing is missing and nothing contradicts itself. Whether it is lawful is "
		               "for people to say."));
	s->outcome = faults ? EXIT_REFUSED : EXIT_DONE;
	return ok;
}

static void output_if(struct account *o, const char *key, const char *label, const char *value)
{
	if (value)
		account_pair(o, key, label, value);
}

/* What it was signed with, as `grounds show` and `override show` name these texts. */
static bool output_pins(struct account *o, const struct agreement *a, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer overrides = { 0 };
	char hex[SHA256_HEX_SIZE + 1];
	account_pair_hash(o, "catalogue", _("catalogue"), &a->catalogue);
	if (a->has_additions)
		account_pair_hash(o, "additions", _("additions to it"), &a->additions);
	account_pair_hash(o, "grounds", _("table of grounds"), &a->grounds);
	for (size_t i = 0; i < a->override_count; i++) {
		sha256_hex(&a->overrides[i], hex);
		buffer_printf(&overrides, "%s%s", i ? " " : "", hex);
	}
	if (!buffer_ok(&overrides, e))
		return false;
	if (a->override_count)
		account_pair(o, "overrides", _("overrides"), buffer_string(&overrides));
	return true;
}

static bool read_agreement(struct invocation *in, const struct catalogue *c, const struct roster *r,
                           struct agreement **ret, struct error *e)
{
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	const char *path = invocation_argument(in, 0);
	if (!officer_read(path, &raw, e) || !agreement_parse(buffer_bytes(&raw), path, c, &a, e) ||
	    (r && !agreement_verify(a, r, moment_now(), e)))
		return false;
	*ret = a;
	a = NULL;
	return true;
}

bool officer_agreement(struct invocation *in, const struct roster *r, struct agreement **ret, struct error *e)
{
	_cleanup_(pinned_files_clear) struct pinned_files given = { 0 };
	_cleanup_(pinned_clear) struct pinned pinned = { 0 };
	return read_pinned(in, &given, e) && pinned_files_all(&given, &pinned, e) &&
	       read_agreement(in, pinned.catalogue, r, ret, e);
}

static bool show_text(struct account *o, const struct agreement *a, const struct grounds *g, bool verified,
                      struct error *e)
{
	char shown[FINGERPRINT_SHOWN_SIZE + 1];
	agreement_tell_head(o, a);
	fingerprint_show(&a->hash, shown);
	account_pair(o, "fingerprint", _("fingerprint"), shown);
	if (verified)
		account_pair_yes(o, "quorum", _("signed by the quorum"), true);
	account_pair_yes(o, "approval_by_two", _("two persons for each package"), a->approval_by_two);
	if (a->accept_days)
		account_pair_number(o, "accept_days", _("days to accept or decline"), a->accept_days);
	account_pair_yes(o, "handover", _("handover of cases"), a->handover);
	output_if(o, "dpia", _("DPIA"), a->dpia);
	output_if(o, "joint_arrangement", _("arrangement between joint controllers"), a->joint_arrangement);
	output_if(o, "processor_agreement", _("agreement with the processor"), a->processor_agreement);
	if (!output_pins(o, a, e))
		return false;
	account_blank(o);
	agreement_tell_parties(o, a);
	agreement_tell_purposes(o, a, sha256_equal(grounds_hash(g), &a->grounds) ? g : NULL, NULL);
	return true;
}

/* --- signing --- */

static void end_agreement(void *what)
{
	struct agreement *a = what;
	agreement_freep(&a);
}

/* Nobody signs what `agreement check` finds at fault. */
static bool begin_agreement(const struct signable_with *with, struct bytes raw, const char *path, void **ret,
                            struct error *e)
{
	_cleanup_(pinned_files_clear) struct pinned_files given = { 0 };
	struct agreement *a = NULL;
	struct agreement_finding *findings = NULL;
	size_t count = 0;
	if (!pinned_files_read(with->pinned, with->pinned_count, &given, e))
		return false;
	const struct pinned_source from = pinned_files_source(&given);
	bool ok = find(raw, path, &given, NULL, &findings, &count, e);
	const struct agreement_finding *f = ok ? agreement_gravest(findings, count, false) : NULL;
	if (f)
		ok = error_line(e, agreement_refusal(f), path, f->line,
		                ngettext("%s: %s, and %zu more finding", "%s: %s, and %zu more findings",
		                         agreement_faults(findings, count) - 1),
		                rule_name(f->rule), f->subject, agreement_faults(findings, count) - 1);
	free(findings);
	if (!ok || !agreement_load(raw, path, &from, &a, e))
		return false;
	*ret = a;
	return true;
}

static bool needs_parties(struct signing *g, const void *what, const struct signable_with *with,
                          struct error *e)
{
	const struct agreement *a = what;
	for (size_t i = 0; with->roster && i < a->party_count; i++)
		if (!signing_add(g, with->roster, a->parties[i].controller, e))
			return false;
	for (size_t i = 0; with->roster && i < a->purpose_count; i++)
		if (a->purposes[i].acts_for && !signing_add(g, with->roster, a->purposes[i].acts_for, e))
			return false;
	return true;
}

static bool describe_agreement(struct account *o, const void *what, struct error *e)
{
	const struct agreement *a = what;
	return show_text(o, a, a->pinned.grounds, false, e);
}

const struct signable signable_agreement = { AGREEMENT_TYPE, N_("an agreement"), begin_agreement,
	                                     needs_parties,  describe_agreement, end_agreement };

/* Is it the end of one? */
static bool is_termination(struct bytes raw)
{
	char type[STATEMENT_TYPE_MAX + 1];
	return statement_type(raw, type, sizeof type) && strcmp(type, TERMINATION_TYPE) == 0;
}

bool agreement_sign(struct session *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (!officer_read(invocation_argument(s->in, 0), &raw, e))
		return false;
	return signable_command(s, is_termination(buffer_bytes(&raw)) ? TERMINATION_TYPE : AGREEMENT_TYPE, e);
}

static bool append_dpia(struct buffer *out, const struct agreement *a, const struct grounds *g,
                        const struct roster *r, struct error *e)
{
	return dpia_form_append(out, a, g, r, moment_now(), e);
}

/* What an agreement is written as, for other programs. */
static const struct export
{
	const char *name;
	bool (*append)(struct buffer * out, const struct agreement *a, const struct grounds *g,
	               const struct roster *r, struct error *e);
}
exports[] = {
	{ "dpv", dpv_append },
	{ "register", register_rows_append },
	{ "dpia", append_dpia },
};

static const struct export *export_of(const char *name)
{
	for (size_t i = 0; i < ELEMENTS(exports); i++)
		if (strcmp(exports[i].name, name) == 0)
			return &exports[i];
	return NULL;
}

static bool show_export(struct account *o, const struct export *as, const struct agreement *a,
                        const struct grounds *g, const struct roster *r, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer document = { 0 };
	if (!as->append(&document, a, g, r, e))
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
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	const char *format = invocation_value(in, "format"), *path = invocation_argument(in, 0);
	const struct export *as = format ? export_of(format) : NULL;
	if (format && !as)
		return error_set(e, ERR_USAGE, "--format", "%s", N_("dpv, register or dpia"));
	if (!officer_read(path, &raw, e))
		return false;
	if (!format && is_termination(buffer_bytes(&raw)))
		return termination_show(s, buffer_bytes(&raw), path, e);
	if (!read_pinned(in, &given, e) || !pinned_files_all(&given, &pinned, e) ||
	    !officer_roster(in, &r, e) || !read_agreement(in, pinned.catalogue, r, &a, e))
		return false;
	return as ? show_export(o, as, a, pinned.grounds, r, e)
	          : show_text(o, a, pinned.grounds, r != NULL, e);
}
