/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/trusting.h"

#include "base/limits.h"
#include "base/text.h"
#include "cli/confirm.h"
#include "cli/fingerprints.h"
#include "cli/words.h"
#include "io/file.h"
#include "report/when.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT_MOST 256u
#define KEPT_ENDING ".trust"

/* --- what is kept --- */

static void kept_clear(struct kept *k)
{
	free(k->path);
	trusted_clear(&k->trusted);
	*k = (struct kept){ 0 };
}

void kept_list_clear(struct kept_list *k)
{
	for (size_t i = 0; i < k->count; i++)
		kept_clear(&k->list[i]);
	free(k->list);
	*k = (struct kept_list){ 0 };
}

/* As the XDG Base Directory Specification has it: a path that isn't absolute is none. */
char *kept_folder(void)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (config && config[0] == '/')
		return string_printf("%s/sluis/trust", config);
	return home && home[0] == '/' ? string_printf("%s/.config/sluis/trust", home) : NULL;
}

static bool only_ours(const char *path, struct error *e)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return error_errno(e, errno, path, "lstat");
	if (S_ISLNK(status.st_mode))
		return error_set(e, ERR_FILE_UNSAFE, path, "%s", "");
	return ((status.st_uid == geteuid() || status.st_uid == 0) &&
	        !(status.st_mode & (S_IWGRP | S_IWOTH))) ||
	       error_set(e, ERR_FILE_UNSAFE, path, "%s",
	                 _("others may write it, and so could have themselves trusted: chmod go-w"));
}

/* Takes `path`, also when it fails. */
static bool add(struct kept_list *k, char *path, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(kept_clear) struct kept one = { .path = path };
	if (k->count == KEPT_MOST)
		return error_set(e, ERR_TOO_LARGE, path, "more than %u of them", KEPT_MOST);
	struct kept *list = realloc(k->list, (k->count + 1) * sizeof *list);
	if (!list)
		return error_memory(e);
	k->list = list;
	if (!file_read(path, LIMIT_KEY_FILE_SIZE, &text, e) ||
	    !trusted_parse(buffer_bytes(&text), path, &one.trusted, e))
		return false;
	k->list[k->count++] = one;
	one = (struct kept){ 0 };
	return true;
}

static bool add_of_folder(struct kept_list *k, const char *folder, DIR *open, struct error *e)
{
	for (const struct dirent *d = NULL; (d = readdir(open));) {
		size_t size = strlen(d->d_name), ending = strlen(KEPT_ENDING);
		if (d->d_name[0] == '.' || size < ending ||
		    strcmp(d->d_name + size - ending, KEPT_ENDING) != 0)
			continue;
		char *path = path_join(folder, d->d_name);
		if (!path)
			return error_memory(e);
		if (!only_ours(path, e)) {
			free(path);
			return false;
		}
		if (!add(k, path, e))
			return false;
	}
	return true;
}

/* A folder that isn't there, or that nobody may look into, holds nothing. */
static bool read_folder(struct kept_list *k, struct error *e)
{
	_cleanup_(string_freep) char *folder = kept_folder();
	if (!folder || !file_exists(folder))
		return true;
	DIR *open = only_ours(folder, e) ? opendir(folder) : NULL;
	if (!open)
		return e->code == ERR_FILE_UNSAFE ? false : error_errno(e, errno, folder, "opendir");
	bool ok = add_of_folder(k, folder, open, e);
	closedir(open);
	return ok;
}

bool kept_list_read(const struct invocation *in, struct kept_list *ret, struct error *e)
{
	_cleanup_(kept_list_clear) struct kept_list k = { 0 };
	const char *named = invocation_given(in, "trust") ? invocation_value(in, "trust") : NULL;
	char *path = named ? string_copy(named) : NULL;
	if (named && !path)
		return error_memory(e);
	e->code = ERR_NONE;
	if (named ? !add(&k, path, e) : !read_folder(&k, e))
		return false;
	*ret = k;
	k = (struct kept_list){ 0 };
	return true;
}

/* --- which of them --- */

/* First rosters: of what partnership the command is. */
struct roots {
	struct roster **list;
	size_t count;
};

static void roots_clear(struct roots *r)
{
	for (size_t i = 0; i < r->count; i++)
		roster_freep(&r->list[i]);
	free(r->list);
}

/* What isn't one is passed over: it is told of when the log is verified. */
static bool add_root(struct roots *r, struct bytes note, const char *subject, struct error *e)
{
	_cleanup_(roster_freep) struct roster *one = NULL;
	struct error ignored;
	if (!roster_parse(note, subject, &one, &ignored) || one->version != 1)
		return true;
	struct roster **list = realloc(r->list, (r->count + 1) * sizeof *list);
	if (!list)
		return error_memory(e);
	r->list = list;
	r->list[r->count++] = one;
	one = NULL;
	return true;
}

static bool find_roots(const struct invocation *in, const struct bytes *rosters, size_t count,
                       struct roots *r, struct error *e)
{
	struct error ignored;
	for (size_t i = 0; i < count; i++)
		if (!add_root(r, rosters[i], "--roster", e))
			return false;
	for (size_t i = 0; i < invocation_count(in); i++) {
		_cleanup_(buffer_clear) struct buffer note = { 0 };
		_cleanup_(string_freep) char *path =
			string_printf("%s/rosters/000001.note", invocation_argument(in, i));
		if (!path)
			return error_memory(e);
		if (file_read(path, LIMIT_NOTE_SIZE, &note, &ignored) &&
		    !add_root(r, buffer_bytes(&note), path, e))
			return false;
	}
	return true;
}

static bool has_hash(const struct roots *r, const struct sha256 *hash)
{
	for (size_t i = 0; i < r->count; i++)
		if (sha256_equal(&r->list[i]->hash, hash))
			return true;
	return false;
}

/* Is what was typed of the partnership of which this is kept? By the first roster that it is of, or by the
 * one that this is of. */
static bool is_same_partnership(const struct roots *r, const struct kept *k, const struct sha256 *typed)
{
	for (size_t i = 0; i < r->count; i++)
		if (sha256_equal(&r->list[i]->hash, typed) && strcmp(r->list[i]->id, k->trusted.roster) == 0)
			return true;
	return has_hash(r, &k->trusted.fingerprint);
}

static bool compare_typed(const struct invocation *in, const struct roots *r, struct kept_list *k,
                          struct trusting *t, struct error *e)
{
	const bool named = invocation_given(in, "trust") != NULL;
	for (size_t i = 0; i < k->count; i++) {
		struct kept *one = &k->list[i];
		if (!sha256_equal(&one->trusted.fingerprint, &t->fingerprint))
			continue;
		t->kept = *one;
		*one = (struct kept){ 0 };
		return true;
	}
	for (size_t i = 0; i < k->count; i++)
		if (named || is_same_partnership(r, &k->list[i], &t->fingerprint))
			return error_set(e, ERR_FINGERPRINT, "--fingerprint",
			                 _("another one was kept of this partnership, in %s"),
			                 k->list[i].path);
	return true;
}

/* The only one there is, or the only one that is of these rosters. */
static bool choose_kept(const struct roots *r, struct kept_list *k, struct trusting *t, struct error *e)
{
	struct kept *found = k->count == 1 ? &k->list[0] : NULL;
	size_t fits = k->count == 1;
	for (size_t i = 0; k->count > 1 && i < k->count; i++)
		if (has_hash(r, &k->list[i].trusted.fingerprint)) {
			found = &k->list[i];
			fits++;
		}
	if (fits != 1)
		return error_set(e, ERR_USAGE, "--trust", "%s",
		                 _("several partnerships are trusted here, and nothing tells which this is: "
		                   "name the file of one, which `sluis-audit trust` lists"));
	t->fingerprint = found->trusted.fingerprint;
	t->kept = *found;
	*found = (struct kept){ 0 };
	return true;
}

static bool find(const struct invocation *in, const struct roots *r, struct kept_list *k, struct trusting *t,
                 struct error *e)
{
	if (!fingerprint_option(in, &t->typed, &t->fingerprint, e))
		return false;
	if (t->typed)
		return compare_typed(in, r, k, t, e);
	if (k->count)
		return choose_kept(r, k, t, e);
	if (!confirm_can_ask(in))
		return error_set(
			e, ERR_USAGE, "--fingerprint", "%s",
			_("give the fingerprint of the first roster, as an officer reads it aloud; or "
		          "have it kept, with `sluis-audit trust`"));
	t->typed = true;
	return fingerprint_ask(_("No fingerprint is kept here; `sluis-audit trust` keeps it."),
	                       &t->fingerprint, e);
}

bool trusting_find(const struct invocation *in, const struct bytes *rosters, size_t count,
                   struct trusting *ret, struct error *e)
{
	_cleanup_(kept_list_clear) struct kept_list k = { 0 };
	_cleanup_(roots_clear) struct roots r = { 0 };
	struct trusting t = { 0 };
	if (!kept_list_read(in, &k, e) || !find_roots(in, rosters, count, &r, e) || !find(in, &r, &k, &t, e))
		return false;
	*ret = t;
	return true;
}

void trusting_clear(struct trusting *t)
{
	kept_clear(&t->kept);
}

void trusting_tell(struct account *a, const struct trusting *t)
{
	char hex[SHA256_HEX_SIZE + 1], day[WHEN_SIZE];
	sha256_hex(&t->fingerprint, hex);
	account_item(a, "trust", NULL);
	account_pair(a, "fingerprint", NULL, hex);
	account_pair(a, "from", NULL, !t->kept.path ? "typed" : t->typed ? "typed-and-kept" : "kept");
	if (t->kept.path) {
		account_pair(a, "file", NULL, t->kept.path);
		account_pair(a, "roster", _("trusted partnership"), t->kept.trusted.roster);
		account_pair(a, NULL, _("trusted since"),
		             day_in_words(t->kept.trusted.kept, WHEN_IN_A_SENTENCE, day));
		account_pair_moment(a, "kept", NULL, t->kept.trusted.kept);
	}
	account_item_end(a);
}
