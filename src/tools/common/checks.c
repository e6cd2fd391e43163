/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/common/checks.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "cli/words.h"
#include "crypto/keyring.h"
#include "exchange/access.h"
#include "exchange/pack.h"
#include "exchange/recovery.h"
#include "exchange/screening.h"
#include "exchange/witnessing.h"
#include "io/file.h"
#include "report/when.h"
#include "store/anchor.h"
#include "store/checking.h"
#include "store/statements.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define AGREEMENT_WARN_DAYS 60
#define WITNESS_WARN_DAYS 7

void found_clear(struct found *f)
{
	buffer_clear(&f->what);
	*f = (struct found){ 0 };
}

/* --- what they say --- */

static void _printf_(4, 5) say(struct found *f, enum health health, const char *todo, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	_cleanup_(string_freep) char *owned = string_vprintf(format, args);
	va_end(args);
	f->health = health;
	f->todo = todo;
	buffer_reset(&f->what);
	buffer_append_string(&f->what, owned ? owned : "");
}

/* The words, the hint and the exit code of `e`. */
static void fail(struct found *f, enum health health, const struct error *e)
{
	f->health = health;
	f->error = *e;
}

/* --- the machine --- */

/* By what the environment says, which is what the terminal was set up for. */
static void look_locale(_unused_ const struct checkup *c, struct found *f)
{
	locale_t usual = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	if (!usual) {
		say(f, HEALTH_REMARK, _("set LANG to C.UTF-8, or install the locale"), "%s",
		    _("LANG or LC_ALL names a locale that this machine doesn't have"));
		return;
	}
	if (strcmp(nl_langinfo_l(CODESET, usual), "UTF-8") == 0)
		say(f, HEALTH_FINE, NULL, "UTF-8");
	else
		say(f, HEALTH_REMARK, _("set LANG to nl_NL.UTF-8 or C.UTF-8, and the terminal to UTF-8"),
		    _("this session's characters are %s: names with accents may be shown wrong"),
		    nl_langinfo_l(CODESET, usual));
	freelocale(usual);
}

static void look_memory(_unused_ const struct checkup *c, struct found *f)
{
	if (crypto_memory_locks())
		say(f, HEALTH_FINE, NULL, "%s", _("keys stay out of the swap space"));
	else
		say(f, HEALTH_REMARK, _("have the limit raised (`ulimit -l`)"), "%s",
		    _("memory can't be locked here, so keys might be swapped to disk"));
}

static void look_keyring(_unused_ const struct checkup *c, struct found *f)
{
	_cleanup_(secret_clear) struct secret value = { 0 };
	struct error e;
	if (keyring_get("sluis:doctor", &value, &e) || e.code == ERR_NOT_FOUND)
		say(f, HEALTH_FINE, NULL, "%s", _("a key can be kept unlocked for some hours"));
	else
		say(f, HEALTH_REMARK, words_hint(&e), "%s", _("a key can't be kept unlocked here"));
}

/* --- the key --- */

void check_permissions(const char *path, bool folder, struct found *f)
{
	struct stat status;
	if (stat(path, &status) < 0 || (status.st_mode & 077) == 0)
		return;
	say(f, HEALTH_WRONG, folder ? _("`chmod 700` takes that away") : _("`chmod 600` takes that away"),
	    _("other users of this machine can get at %s"), path);
	error_set(&f->error, ERR_FILE_UNSAFE, path, "%s", "");
}

static void look_key(const struct checkup *c, struct found *f)
{
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	struct error e;
	if (!c->key)
		fail(f, HEALTH_UNKNOWN, &c->no_key);
	else if (!file_read(c->key, LIMIT_KEY_FILE_SIZE, &file, &e) ||
	         !file_kind_check(buffer_bytes(&file), c->key, FILE_FOR_KEY, &e))
		fail(f, HEALTH_WRONG, &e);
	else
		check_permissions(c->key, false, f);
	if (f->health == HEALTH_FINE)
		say(f, HEALTH_FINE, NULL, "%s", c->key);
}

/* --- the store's folder --- */

static void look_home(const struct checkup *c, struct found *f)
{
	struct error e;
	if (!c->home)
		fail(f, HEALTH_UNKNOWN, &c->no_home);
	else if (!directory_check(c->home, &e) || !directory_is_writable(c->home, &e))
		fail(f, HEALTH_WRONG, &e);
	else
		check_permissions(c->home, true, f);
	if (f->health == HEALTH_FINE)
		say(f, HEALTH_FINE, NULL, "%s", c->home);
}

static void look_disk(const struct checkup *c, struct found *f)
{
	struct error e;
	if (!c->home)
		fail(f, HEALTH_UNKNOWN, &c->no_home);
	else if (!directory_is_local(c->home, &e))
		fail(f, e.code == ERR_NETWORK_FS ? HEALTH_WRONG : HEALTH_UNKNOWN, &e);
	else
		say(f, HEALTH_FINE, NULL, "%s", _("on a disk of this machine"));
}

static void look_room(const struct checkup *c, struct found *f)
{
	_cleanup_(fd_closep) int fd = c->home ? open(c->home, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	struct error e;
	if (!c->home)
		fail(f, HEALTH_UNKNOWN, &c->no_home);
	else if (fd < 0)
		fail(f, HEALTH_UNKNOWN, directory_check(c->home, &e) ? &c->closed : &e);
	else if (!file_leaves_room(fd, c->home, 0, &e))
		fail(f, HEALTH_WRONG, &e);
	else
		say(f, HEALTH_FINE, NULL, "%s", _("there is room"));
}

/* --- the store --- */

static void look_store(const struct checkup *c, struct found *f)
{
	if (!c->desk)
		fail(f, HEALTH_WRONG, &c->closed);
	else if (c->desk->lost)
		say(f, HEALTH_REMARK, _("`sluis status` tells which; pack them again"),
		    ngettext("a crash lost %zu package before it was written",
		             "a crash lost %zu packages before they were written", c->desk->lost),
		    c->desk->lost);
	else if (!store_is_ready(c->desk->store))
		say(f, HEALTH_REMARK,
		    _("give unit.card to the officers, and open the roster that they make with it"), "%s",
		    _("the roster doesn't hold this unit's keys yet, so nothing can be exchanged"));
	else
		say(f, HEALTH_FINE, NULL, "%s", store_unit(c->desk->store));
}

static void look_pages(const struct checkup *c, struct found *f)
{
	struct error e;
	if (!store_check_whole(c->desk->store, &e))
		fail(f, HEALTH_WRONG, &e);
	else
		say(f, HEALTH_FINE, NULL,
		    ngettext("whole; its log has %llu entry", "whole; its log has %llu entries",
		             (unsigned long)log_size(store_log(c->desk->store))),
		    (unsigned long long)log_size(store_log(c->desk->store)));
}

/* --- time --- */

void check_clock(const struct roster *r, moment last, moment now, struct found *f)
{
	char today[WHEN_SIZE], then[WHEN_SIZE];
	if (now >= r->issued - CLOCK_SLACK && now >= last - CLOCK_SLACK)
		return;
	bool roster = now < r->issued - CLOCK_SLACK;
	day_in_words(now, WHEN_IN_A_SENTENCE, today);
	day_in_words(roster ? r->issued : last, WHEN_IN_A_SENTENCE, then);
	say(f, HEALTH_WRONG, _("is the clock right?"),
	    roster ? _("this machine's clock says %s, and the roster that was opened here is of %s")
	           : _("this machine's clock says %s, and the last entry of the log is of %s"),
	    today, then);
	error_set(&f->error, ERR_CLOCK, NULL, "%s", "");
}

static void look_clock(const struct checkup *c, struct found *f)
{
	struct store *s = c->desk->store;
	uint64_t size = log_size(store_log(s));
	moment last = 0, now = moment_now();
	struct error e;
	char words[WHEN_SIZE];
	if (size && !witnesses_entry_start(s, size - 1, &last, &e)) {
		fail(f, HEALTH_UNKNOWN, &e);
		return;
	}
	check_clock(desk_roster(c->desk), last, now, f);
	if (f->health == HEALTH_FINE)
		say(f, HEALTH_FINE, NULL, "%s", moment_in_words(now, WHEN_IN_A_SENTENCE, words));
}

void check_roster(const struct roster *r, moment now, struct found *f)
{
	static const char *const todo[] = {
		[REVIEW_NEAR] = N_("ask the officers when the next one comes"),
		[REVIEW_PAST] = N_("ask the officers for a newer one"),
		[REVIEW_OVER] = N_("ask the officers for a newer one: nothing is packed with this one"),
	};
	enum roster_review stage = roster_review(r, now);
	char day[WHEN_SIZE];
	if (stage == REVIEW_FAR)
		return;
	day_in_words(r->review_by, WHEN_IN_A_SENTENCE, day);
	if (stage == REVIEW_NEAR) {
		say(f, HEALTH_REMARK, _(todo[stage]), _("the roster is to be reviewed by %s"), day);
		return;
	}
	say(f, HEALTH_WRONG, _(todo[stage]), _("the roster was to be reviewed by %s"), day);
	error_set(&f->error, ERR_ROSTER_STALE, NULL, "%s", "");
}

/* The roster's age as such, also where there is nothing to say of it. */
static void look_at_age(const struct roster *r, struct found *f)
{
	char day[WHEN_SIZE];
	check_roster(r, moment_now(), f);
	if (f->health == HEALTH_FINE)
		say(f, HEALTH_FINE, NULL, _("version %llu, to be reviewed by %s"),
		    (unsigned long long)r->version, day_in_words(r->review_by, WHEN_IN_A_SENTENCE, day));
}

static void look_roster(const struct checkup *c, struct found *f)
{
	look_at_age(desk_roster(c->desk), f);
}

static void look_roster_file(const struct checkup *c, struct found *f)
{
	if (!c->roster) {
		fail(f, HEALTH_WRONG, &c->closed);
		return;
	}
	check_clock(c->roster, 0, moment_now(), f);
	if (f->health == HEALTH_FINE)
		look_at_age(c->roster, f);
}

/* --- agreements --- */

/* What a walk over the agreements has found so far: the worst of it. */
struct terms {
	struct desk *desk;
	struct found *found;
	moment now;
	uint64_t count;
	moment until; /* until when packages may leave, log entries being unseen; 0: there is no bound */
	const struct agreement *strictest;
};

static void take_age(struct terms *t, const struct agreement *a)
{
	enum grounds_age age = a->pinned.grounds ? grounds_age(a->pinned.grounds, t->now) : GROUNDS_CURRENT;
	struct found *f = t->found;
	char day[WHEN_SIZE];
	if (age == GROUNDS_PAST && f->health != HEALTH_WRONG) {
		say(f, HEALTH_WRONG,
		    _("ask the officers for a table that was read again: until then nothing is "
		      "packed under it"),
		    _("the table of grounds of %s was to be read again by %s"), a->id,
		    day_in_words(grounds_review_by(a->pinned.grounds), WHEN_IN_A_SENTENCE, day));
		error_set(&f->error, ERR_AGREEMENT_EXPIRED, a->id, "%s", "");
	} else if (age == GROUNDS_DUE && f->health == HEALTH_FINE) {
		say(f, HEALTH_REMARK, _("tell the officers"),
		    _("the table of grounds of %s is to be read again by %s"), a->id,
		    day_in_words(grounds_review_by(a->pinned.grounds), WHEN_IN_A_SENTENCE, day));
	} else if (t->now > a->valid_until - AGREEMENT_WARN_DAYS * SECONDS_A_DAY &&
	           f->health == HEALTH_FINE) {
		say(f, HEALTH_REMARK, _("tell the officers"), _("%s holds until %s"), a->id,
		    day_in_words(a->valid_until, WHEN_IN_A_SENTENCE, day));
	}
}

static bool take_bound(struct terms *t, const struct agreement *a, struct error *e)
{
	struct tail tail;
	moment until;
	if (!witnessing_until(t->desk->store, a, &tail, &until, e))
		return false;
	if (until && (!t->until || until < t->until)) {
		t->until = until;
		t->strictest = a;
	}
	return true;
}

static bool take_terms(void *context, const struct agreement *a, struct error *e)
{
	struct terms *t = context;
	t->count++;
	take_age(t, a);
	return take_bound(t, a, e);
}

static bool walk(const struct checkup *c, struct found *f, struct terms *ret)
{
	struct error e;
	*ret = (struct terms){ .desk = c->desk, .found = f, .now = moment_now() };
	if (screening_each_in_force(c->desk, take_terms, ret, &e))
		return true;
	found_clear(f);
	fail(f, HEALTH_UNKNOWN, &e);
	return false;
}

static void look_agreements(const struct checkup *c, struct found *f)
{
	struct terms t;
	if (!walk(c, f, &t))
		return;
	if (t.count == 0)
		say(f, HEALTH_REMARK, _("open the agreement that the officers signed"), "%s",
		    _("no agreement is in force here, so nothing can be exchanged"));
	else if (f->health == HEALTH_FINE)
		say(f, HEALTH_FINE, NULL, _("in force: %llu"), (unsigned long long)t.count);
}

/* How long the post can still go on: who packs is refused once nobody has seen the log for too long. */
static void look_witnesses(const struct checkup *c, struct found *f)
{
	struct found ages = { 0 };
	struct terms t;
	char day[WHEN_SIZE];
	bool walked = walk(c, &ages, &t);
	if (!walked)
		fail(f, HEALTH_UNKNOWN, &ages.error);
	found_clear(&ages);
	if (!walked)
		return;
	if (!t.until) {
		say(f, HEALTH_FINE, NULL, "%s", _("no agreement sets a bound that comes nearer"));
		return;
	}
	day_in_words(t.until - (moment)t.strictest->witness_days * SECONDS_A_DAY, WHEN_IN_A_SENTENCE, day);
	int64_t left = (t.until - t.now) / SECONDS_A_DAY;
	if (t.now > t.until) {
		error_set(&f->error, ERR_UNWITNESSED, t.strictest->id, "%s", day);
		f->health = HEALTH_WRONG;
		return;
	}
	say(f, left < WITNESS_WARN_DAYS ? HEALTH_REMARK : HEALTH_FINE,
	    _("open the receipts and packages that came in, or have an officer witness a `sluis log export`"),
	    _("days until nothing may be packed under %s: %lld; entries since %s were seen by nobody else"),
	    t.strictest->id, (long long)left, day);
}

/* --- who has access --- */

static void look_access(const struct checkup *c, struct found *f)
{
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	struct error e;
	if (!access_overview(c->desk, &o, &e)) {
		fail(f, e.code == ERR_ACCESS_LIST ? HEALTH_WRONG : HEALTH_UNKNOWN, &e);
	} else if (!o.settled) {
		f->health = HEALTH_WRONG;
		error_set(&f->error, ERR_ACCESS_UNFINISHED, access_list_about(&o.list), "%s", "");
	} else if (o.differing) {
		say(f, HEALTH_REMARK, _("`sluis access list` tells who, and what to do"),
		    ngettext("access and mandate of %zu person differ",
		             "access and mandate of %zu persons differ", o.differing),
		    o.differing);
	} else {
		say(f, HEALTH_FINE, NULL, _("who has access has a mandate: %zu"), o.list.person_count);
	}
}

/* --- whether recovery works --- */

static void look_recovery(const struct checkup *c, struct found *f)
{
	struct recovery_state r;
	struct error e;
	char day[WHEN_SIZE];
	if (!recovery_state(c->desk, &r, &e)) {
		fail(f, HEALTH_UNKNOWN, &e);
		return;
	}
	day_in_words(r.drilled - r.drilled % SECONDS_A_DAY, WHEN_IN_A_SENTENCE, day);
	if (!r.listed)
		say(f, HEALTH_FINE, NULL, _("the roster lists no recovery key for this unit"));
	else if (!r.drilled)
		say(f, HEALTH_REMARK, _("with the officers: `sluis recovery drill`"),
		    _("nobody has shown yet that the recovery shares open this store"));
	else
		say(f, r.due <= c->desk->now ? HEALTH_REMARK : HEALTH_FINE,
		    r.due <= c->desk->now ? _("with the officers: `sluis recovery drill`") : NULL,
		    _("that the recovery shares open this store was shown last on %s"), day);
}

/* --- a store, whole --- */

static void look_database(const struct checkup *c, struct found *f)
{
	struct error e;
	if (!checking_database(c->desk->store, &e))
		fail(f, e.code == ERR_STORE_DAMAGED ? HEALTH_WRONG : HEALTH_UNKNOWN, &e);
	else
		say(f, HEALTH_FINE, NULL, "%s", _("rows, indexes and references fit together"));
}

static void look_search(const struct checkup *c, struct found *f)
{
	uint64_t missing;
	struct error e;
	if (!checking_search(c->desk->store, &missing, &e)) {
		fail(f, e.code == ERR_STORE_DAMAGED ? HEALTH_WRONG : HEALTH_UNKNOWN, &e);
	} else if (missing) {
		say(f, HEALTH_WRONG,
		    _("`sluis list` still shows them; restore a backup, or import them again"),
		    ngettext("%llu record isn't found by its own words",
		             "%llu records aren't found by their own words", (unsigned long)missing),
		    (unsigned long long)missing);
		error_set(&f->error, ERR_STORE_DAMAGED, store_home(c->desk->store), "%s", "");
	} else {
		say(f, HEALTH_FINE, NULL, "%s", _("every record is found by its own words"));
	}
}

static void look_log(const struct checkup *c, struct found *f)
{
	struct error e;
	if (!checking_log(c->desk->store, &e))
		fail(f, HEALTH_WRONG, &e);
	else
		say(f, HEALTH_FINE, NULL, "%s", _("its entries give the root that was signed"));
}

static void look_anchor(const struct checkup *c, struct found *f)
{
	struct store *s = c->desk->store;
	const struct unit_keys keys = store_log_keys(s);
	uint64_t size = log_size(store_log(s));
	struct checkpoint anchor = { 0 };
	struct error e;
	bool there;
	if (!anchor_read(store_home(s), &keys, &there, &anchor, &e))
		fail(f, HEALTH_WRONG, &e);
	else if (!there || anchor.size < size)
		say(f, HEALTH_REMARK, _("run this again: opening the store moves it on"),
		    _("the anchor is of %llu entries, and the log has %llu"), (unsigned long long)anchor.size,
		    (unsigned long long)size);
	else
		say(f, HEALTH_FINE, NULL, "%s", _("of the newest entry"));
}

static void look_outbox(const struct checkup *c, struct found *f)
{
	struct outbox_state o;
	struct error e;
	if (!checking_outbox(c->desk->store, &o, &e))
		fail(f, HEALTH_UNKNOWN, &e);
	else if (o.missing)
		say(f, HEALTH_REMARK,
		    _("if they arrived, open the receipts; else `sluis status` tells which, and they are "
		      "sent anew"),
		    ngettext("the file of %llu letter on its way isn't there",
		             "the files of %llu letters on their way aren't there", (unsigned long)o.missing),
		    (unsigned long long)o.missing);
	else if (o.unknown)
		say(f, HEALTH_REMARK,
		    _("look what it is; letters that arrived leave the outbox by themselves"),
		    ngettext("%llu file in it is no letter on its way",
		             "%llu files in it are no letters on their way", (unsigned long)o.unknown),
		    (unsigned long long)o.unknown);
	else
		say(f, HEALTH_FINE, NULL, _("letters on their way, each with its file: %llu"),
		    (unsigned long long)o.there);
}

/* clang-format off */
const struct check checks[] = {
	{ "locale", N_("characters"), CHECK_ALL, BY_DOCTOR, look_locale, STANDS_ALONE },
	{ "memory", N_("locked memory"), CHECK_ALL, BY_DOCTOR, look_memory, STANDS_ALONE },
	{ "keyring", N_("keyring"), CHECK_ALL, BY_DOCTOR, look_keyring, STANDS_ALONE },
	{ "key", N_("key file"), CHECK_KEY, BY_DOCTOR, look_key, STANDS_ALONE },
	{ "roster-file", N_("roster"), CHECK_ROSTER, BY_DOCTOR, look_roster_file, STANDS_ALONE },
	{ "home", N_("folder of the store"), CHECK_HOME, BY_BOTH, look_home, STANDS_ALONE },
	{ "disk", N_("its disk"), CHECK_HOME, BY_DOCTOR, look_disk, STANDS_ALONE },
	{ "room", N_("room on it"), CHECK_HOME, BY_DOCTOR, look_room, STANDS_ALONE },
	{ "store", N_("store"), CHECK_HOME, BY_BOTH, look_store, STANDS_ALONE },
	{ "pages", N_("what it holds"), CHECK_STORE, BY_BOTH, look_pages, IS_GROUND },
	{ "database", N_("database"), CHECK_STORE, BY_CHECK, look_database, IS_GROUND_AND_NEEDS_IT },
	{ "search", N_("search index"), CHECK_STORE, BY_CHECK, look_search, NEEDS_GROUND },
	{ "log", N_("log"), CHECK_STORE, BY_CHECK, look_log, NEEDS_GROUND },
	{ "anchor", N_("anchor"), CHECK_STORE, BY_CHECK, look_anchor, STANDS_ALONE },
	{ "clock", N_("clock"), CHECK_STORE, BY_DOCTOR, look_clock, STANDS_ALONE },
	{ "roster", N_("roster"), CHECK_STORE, BY_DOCTOR, look_roster, STANDS_ALONE },
	{ "access", N_("who has access"), CHECK_STORE, BY_BOTH, look_access, STANDS_ALONE },
	{ "recovery", N_("recovery"), CHECK_STORE, BY_DOCTOR, look_recovery, STANDS_ALONE },
	{ "outbox", N_("outbox"), CHECK_STORE, BY_CHECK, look_outbox, STANDS_ALONE },
	{ "agreements", N_("agreements"), CHECK_STORE, BY_DOCTOR, look_agreements, STANDS_ALONE },
	{ "witnesses", N_("witnesses"), CHECK_STORE, BY_DOCTOR, look_witnesses, STANDS_ALONE },
	{ 0 },
};
/* clang-format on */
