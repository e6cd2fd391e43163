/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/roster_files.h"

#include "cli/fingerprints.h"
#include "io/file.h"
#include "trust/statement.h"

#include <string.h>

bool roster_file_read(const char *path, struct roster **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return statement_read(path, &raw, e) && roster_parse(buffer_bytes(&raw), path, ret, e);
}

bool roster_file_before(const char *path, const struct roster *r, struct rosters_before *ret, struct error *e)
{
	_cleanup_(folder_clear) struct folder beside = { 0 };
	struct error ignored;
	const char *slash = strrchr(path, '/');
	_cleanup_(string_freep) char *folder =
		slash ? string_of_bytes(bytes_of(path, (size_t)(slash - path) + 1)) : string_copy(".");
	if (!folder)
		return error_memory(e);
	if (r->version == 1 || !folder_read(folder, &beside, &ignored))
		return true;
	return folder_rosters_before(&beside, r, ret, e);
}

void roster_tell_fingerprint(struct account *o, const struct roster *r, bool adopted)
{
	char shown[FINGERPRINT_SHOWN_SIZE + 1];
	if (adopted && r->version == 1) {
		fingerprint_tell(o, "fingerprint", _("fingerprint, to be read aloud"), &r->hash);
		return;
	}
	fingerprint_show(&r->hash, shown);
	account_pair(o, "fingerprint",
	             adopted ? _("fingerprint of this version")
	                     : _("fingerprint (a draft: not to be read aloud)"),
	             shown);
}

static bool append_touched(struct buffer *out, const struct roster *of, const struct roster *known,
                           const struct roster *next, struct error *e)
{
	for (size_t i = 0; i < of->controller_count; i++) {
		const char *name = of->controllers[i].name;
		bool touched;
		if (!roster_concerns(known, next, name, &touched, e))
			return false;
		if (touched && !bytes_lists(buffer_bytes(out), name))
			buffer_printf(out, "%s%s", out->size ? ", " : "", name);
	}
	return buffer_ok(out, e);
}

bool roster_tell_touched(struct account *o, const struct rosters_before *before, const struct roster *next,
                         struct error *e)
{
	_cleanup_(buffer_clear) struct buffer names = { 0 };
	for (size_t i = 0; i < before->count; i++)
		if (!append_touched(&names, before->list[i], before->list[i], next, e) ||
		    !append_touched(&names, next, before->list[i], next, e))
			return false;
	account_pair(o, "signed_by", _("officers who must sign are those of"),
	             names.size ? buffer_string(&names) : _("any controller"));
	return true;
}

bool roster_write_draft(struct roster *r, const struct rosters_before *before, const char *path, bool replace,
                        struct account *o, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	if (!roster_format(r, &text, e))
		return false;
	for (size_t i = 0; i < before->count; i++)
		if (!roster_check_replaced(before->list[i], r, e))
			return false;
	if (!file_replace(path, buffer_bytes(&text), replace, e))
		return false;
	account_pair(o, "file", _("draft"), path);
	account_pair_number(o, "version", _("version"), r->version);
	roster_tell_fingerprint(o, r, false);
	return !before->count || roster_tell_touched(o, before, r, e);
}

moment roster_today(void)
{
	moment now = moment_now();
	return now - now % SECONDS_A_DAY;
}
