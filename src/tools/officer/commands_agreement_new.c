/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/file.h"
#include "tools/officer/agreement_interview.h"
#include "tools/officer/commands.h"
#include "tools/officer/templates.h"

#include <stdlib.h>
#include <string.h>

/* `sluis-officer agreement new` and `agreement list-templates`. */

const struct option agreement_new_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ "template", 0, OPTION_VALUE, "TEMPLATE",
	  N_("start from this template instead of asking (`agreement list-templates`)") },
	{ "resume", 0, OPTION_FLAG, NULL, N_("go on with the draft in FILE: ask what it lacks") },
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("check units against this roster") },
	{ 0 },
};

static bool from_template(const char *name, const char *path, struct account *o, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const char *hint = _("`sluis-officer agreement list-templates` tells which there are");
	if (!template_fill(templates_of_agreements, name, hint, &text, e) ||
	    !file_replace(path, buffer_bytes(&text), false, e))
		return false;
	account_pair(o, "file", _("draft"), path);
	account_line(o, "%s", _("Change it to what you agree on, then run `sluis-officer agreement check`."));
	return true;
}

/* --- asking --- */

static bool pin(struct agreement_text *draft, const char *key, struct bytes text, struct error *e)
{
	struct sha256 hash;
	char hex[SHA256_HEX_SIZE + 1];
	if (agreement_draft_get(draft, key))
		return true;
	sha256_of(text, &hash);
	sha256_hex(&hash, hex);
	return agreement_draft_set(draft, key, hex, e);
}

static bool start_draft(const char *path, bool resume, struct agreement_text **ret, struct error *e)
{
	_cleanup_(agreement_draft_freep) struct agreement_text *draft = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (resume &&
	    !(officer_read(path, &raw, e) && agreement_draft_load(buffer_bytes(&raw), path, &draft, e)))
		return false;
	if (!resume && !agreement_draft_new(&draft, e))
		return false;
	if (!pin(draft, "catalogue", catalogue_shipped(), e) || !pin(draft, "grounds", grounds_shipped(), e))
		return false;
	buffer_reset(&raw);
	/* Before the first question, so that nobody answers twenty and then hears that the file can't be
	 * written. */
	if (!agreement_draft_format(draft, &raw, e) || !file_replace(path, buffer_bytes(&raw), resume, e))
		return false;
	*ret = draft;
	draft = NULL;
	return true;
}

static bool tell_findings(const struct agreement_text *draft, const struct agreement_against *with,
                          const char *path, struct account *o, size_t *ret_faults, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct agreement_finding *findings = NULL;
	size_t count = 0;
	bool ok = agreement_draft_format(draft, &text, e) &&
	          agreement_check(buffer_bytes(&text), path, with, &findings, &count, e);
	if (ok)
		*ret_faults = officer_output_findings(o, findings, count);
	free(findings);
	return ok;
}

static bool by_asking(struct invocation *in, const char *path, struct account *o, size_t *ret_faults,
                      struct error *e)
{
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(agreement_draft_freep) struct agreement_text *draft = NULL;
	bool done;
	if (!officer_catalogue(&c, e) || !officer_grounds(&g, e) || !officer_roster(in, &r, e) ||
	    !start_draft(path, invocation_flag(in, "resume"), &draft, e))
		return false;
	const struct agreement_against with = {
		.catalogue = c, .grounds = g, .roster = r, .today = moment_now()
	};
	if (!agreement_interview(draft, &with, path, &done, e))
		return false;
	account_pair(o, "file", _("draft"), path);
	account_pair_yes(o, "complete", _("all questions answered"), done);
	if (!done) {
		account_line(o, _("Go on with: sluis-officer agreement new --resume -o %s"), path);
		return true;
	}
	if (!tell_findings(draft, &with, path, o, ret_faults, e))
		return false;
	account_line(o, "%s",
	             *ret_faults
	                     ? _("Mend what is listed, then run `sluis-officer agreement check`.")
	                     : _("Nothing is missing and nothing contradicts itself. Whether it is lawful "
	                         "is for people to say."));
	return true;
}

/* As `agreement check`: refused when the draft has faults. */
bool agreement_new(struct session *s, struct error *e)
{
	const char *path = invocation_value(s->in, "output"), *template = invocation_value(s->in, "template");
	size_t faults = 0;
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", N_("missing"));
	if (template && invocation_flag(s->in, "resume"))
		return error_set(e, ERR_USAGE, "--resume", "%s",
		                 _("a template is not a draft that you stopped halfway"));
	if (!(template ? from_template(template, path, s->out, e)
	               : by_asking(s->in, path, s->out, &faults, e)))
		return false;
	s->outcome = faults ? EXIT_REFUSED : EXIT_DONE;
	return true;
}

bool agreement_list_templates(struct session *s, struct error *e)
{
	(void)e;
	struct account *o = s->out;
	static const struct column columns[] = { { "name", N_("name"), COLUMN_NAME },
		                                 { "summary", N_("for"), COLUMN_TEXT } };
	account_table(o, "templates", NULL, columns, ELEMENTS(columns));
	for (const struct template *t = templates_of_agreements; t->name; t++) {
		account_cell(o, t->name);
		account_cell_words(o, t->summary, t->summary);
	}
	account_table_end(o, NULL);
	return true;
}
