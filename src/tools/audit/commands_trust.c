/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"
#include "cli/confirm.h"
#include "cli/fingerprints.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/audit/commands.h"
#include "tools/audit/trusting.h"
#include "trust/statement.h"

#include <string.h>

/* `sluis-audit trust`: the fingerprint of a partnership's first roster, checked once and kept. */

const struct option trust_options[] = {
	{ "fingerprint", 0, OPTION_VALUE, "HEX",
	  N_("the fingerprint, as an officer reads it aloud; asked for when it is left out") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("keep it in this file, which --trust then names, and not in the usual folder") },
	{ 0 },
};

static void append_controllers(struct buffer *out, char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s%s", i ? ", " : "", names[i]);
}

static bool list_kept(struct session *s, struct error *e)
{
	static const struct column columns[] = {
		{ "roster", N_("trusted partnership"), COLUMN_NAME },
		{ "controllers", N_("controllers"), COLUMN_NAME },
		{ "kept", N_("trusted since"), COLUMN_DATE },
		{ "fingerprint", NULL, COLUMN_ID, .in = ACCOUNT_JSON },
		{ "file", N_("file"), COLUMN_NAME },
	};
	_cleanup_(kept_list_clear) struct kept_list k = { 0 };
	if (!kept_list_read(s->in, &k, e))
		return false;
	account_table(s->out, "trusted", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < k.count; i++) {
		const struct trusted *t = &k.list[i].trusted;
		_cleanup_(buffer_clear) struct buffer names = { 0 };
		char hex[SHA256_HEX_SIZE + 1];
		sha256_hex(&t->fingerprint, hex);
		append_controllers(&names, t->controllers, t->controller_count);
		account_cell(s->out, t->roster);
		account_cell_buffer(s->out, &names);
		account_cell_moment(s->out, t->kept);
		account_cell(s->out, hex);
		account_cell(s->out, k.list[i].path);
	}
	account_table_end(s->out, NULL);
	if (!k.count)
		account_line(s->out, "%s",
		             _("No partnership is trusted here yet: sluis-audit trust roster-1.note"));
	return true;
}

static bool read_root(const char *path, struct roster **ret, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (!statement_read(path, &raw, e) || !roster_parse(buffer_bytes(&raw), path, &r, e))
		return false;
	if (r->version != 1)
		return error_set(e, ERR_USAGE, path,
		                 _("this is version %llu of a roster; the fingerprint is that of version 1"),
		                 (unsigned long long)r->version);
	*ret = r;
	r = NULL;
	return true;
}

/* What the file says its fingerprint is, isn't shown: it would be copied, and not compared. */
static bool find_fingerprint(struct session *s, const struct roster *r, struct sha256 *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer about = { 0 };
	bool given;
	if (!fingerprint_option(s->in, &given, ret, e))
		return false;
	if (given)
		return true;
	if (!confirm_can_ask(s->in))
		return error_set(e, ERR_USAGE, "--fingerprint", "%s",
		                 _("give the fingerprint of the first roster, as an officer reads it aloud"));
	buffer_printf(&about, _("The first roster of %s, with these controllers:"), r->id);
	for (size_t i = 0; i < r->controller_count; i++)
		buffer_printf(&about, "%s%s", i ? ", " : " ", r->controllers[i].name);
	const char *text = buffer_string(&about);
	return text ? fingerprint_ask(text, ret, e) : error_memory(e);
}

/* Each folder on the way is made, with nobody else's rights. */
static bool make_folders(const char *folder, struct error *e)
{
	_cleanup_(string_freep) char *path = string_copy(folder);
	if (!path)
		return error_memory(e);
	for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
		*slash = 0;
		bool ok = file_exists(path) || directory_make(path, e);
		*slash = '/';
		if (!ok)
			return false;
	}
	return directory_make(path, e) && directory_check(path, e);
}

/* Named after the fingerprint: two partnerships never share one. */
static bool choose_path(struct session *s, const struct sha256 *fingerprint, char **ret, struct error *e)
{
	const char *named = invocation_value(s->in, "output");
	_cleanup_(string_freep) char *folder = kept_folder();
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(fingerprint, hex);
	if (!named && !folder)
		return error_set(e, ERR_USAGE, "-o", "%s",
		                 _("there is no home folder (HOME, XDG_CONFIG_HOME): name a file"));
	if (!named && !make_folders(folder, e))
		return false;
	*ret = named ? string_copy(named) : string_printf("%s/%.16s.trust", folder, hex);
	return *ret ? true : error_memory(e);
}

/* Two first rosters of one name are two partnerships, or one that somebody made up. */
static bool find_kept(struct session *s, const struct roster *r, char **ret_path, struct error *e)
{
	_cleanup_(kept_list_clear) struct kept_list k = { 0 };
	if (invocation_value(s->in, "output"))
		return true;
	if (!kept_list_read(s->in, &k, e))
		return false;
	for (size_t i = 0; i < k.count; i++) {
		const struct trusted *t = &k.list[i].trusted;
		if (strcmp(t->roster, r->id) != 0)
			continue;
		if (!sha256_equal(&t->fingerprint, &r->hash))
			return error_set(e, ERR_ROSTER_FORK, r->id,
			                 _("another first roster is trusted, in %s"), k.list[i].path);
		*ret_path = string_copy(k.list[i].path);
		return *ret_path ? true : error_memory(e);
	}
	return true;
}

bool audit_trust(struct session *s, struct error *e)
{
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer names = { 0 };
	_cleanup_(string_freep) char *path = NULL;
	struct sha256 fingerprint;
	if (!invocation_count(s->in))
		return list_kept(s, e);
	if (!read_root(invocation_argument(s->in, 0), &r, e) || !find_fingerprint(s, r, &fingerprint, e) ||
	    !roster_verify_root(r, &fingerprint, e) || !find_kept(s, r, &path, e))
		return false;
	const bool before = path != NULL;
	if (!before &&
	    (!choose_path(s, &fingerprint, &path, e) || !trusted_format(r, moment_now(), &text, e) ||
	     !file_replace(path, buffer_bytes(&text), false, e)))
		return false;
	for (size_t i = 0; i < r->controller_count; i++)
		buffer_printf(&names, "%s%s", i ? ", " : "", r->controllers[i].name);
	const char *controllers = buffer_string(&names);
	account_pair(s->out, "roster", _("trusted partnership"), r->id);
	account_pair(s->out, "controllers", _("controllers"), controllers ? controllers : "");
	account_pair(s->out, "file", _("kept in"), path);
	account_truth(s->out, "before", before);
	account_line(s->out, "%s", _("The fingerprint needn't be typed any more: sluis-audit verify DIR"));
	return true;
}
