/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* For the tests only: forges packages. It opens a genuine package with its receiver's
 * keys, spoils it as it is told, logs and signs the result with real keys of the
 * sender, and encrypts it again, so that each forgery has one fault and no other.
 * The acts are rolled back: neither store keeps a trace.
 *
 *     forge PACKAGE OUT SENDER-HOME SENDER-KEY RECEIVER-HOME RECEIVER-KEY <PLAN
 *
 * A key X.key has its passphrase in X.pass. Each line of the plan makes OUT/NAME.sluis:
 * a name, then edits, all separated by tabs; an edit's words are separated by '|'. The
 * table `edits` lists them, in the order in which they work, whatever the plan's. */

#include "base/limits.h"
#include "codec/gzip.h"
#include "exchange/act.h"
#include "exchange/desk_open.h"
#include "exchange/package.h"
#include "exchange/witnessing.h"
#include "io/file.h"
#include "io/tar.h"
#include "log/proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 128
#define WORDS_MAX 4

struct part {
	char name[TAR_NAME_MAX + 1];
	struct buffer content;
	char header[TAR_BLOCK]; /* made when it is written; below, what to spoil in it */
	char type;
	uint64_t told_size; /* UINT64_MAX: its own */
	int flip;           /* byte of the header in which a bit is flipped, checksum left; -1: none */
	int put_at, put;    /* byte of the header that is set, checksum right; -1: none */
};

struct forge {
	const char *out;
	struct desk sender, receiver;
	struct part base[PARTS_MAX];
	size_t base_count;
};

struct forgery {
	struct forge *forge;
	const char *name;
	struct note note;
	struct manifest m;
	struct part parts[PARTS_MAX]; /* of the tar, in order; the padding is added when it is written */
	size_t count;
	struct buffer text, signed_text;
	struct age_recipient stanzas[LIMIT_AGE_STANZAS];
	size_t stanza_count;
	char *signer, *cosigner; /* key files */
	/* as the log entry names them */
	char id[2 * PACKAGE_ID_SIZE + 1], answers[2 * PACKAGE_ID_SIZE + 1], key[8 + 1];
	char *log_set[8][2]; /* what the log entry says instead: field, value */
	size_t log_sets;
	bool log_at_receiver, log_other, genuine, unsigned_, bad_signature;
	uint64_t many;
	struct sha256 other;
	bool no_padding;
	int64_t padding_more; /* than the right size */
	uint8_t padding_fill, padding_last;
	struct buffer plain;
};

_Noreturn static void die(const char *name, const char *what, const char *detail)
{
	fprintf(stderr, "forge: %s: %s %s\n", name ? name : "", what, detail ? detail : "");
	exit(1);
}

static void must(bool ok, const char *name, const struct error *e)
{
	if (ok)
		return;
	fprintf(stderr, "forge: %s: %s: %s: %s\n", name, error_name(e->code), e->subject, e->detail);
	exit(1);
}

static uint64_t number(const char *text)
{
	uint64_t n;
	if (!text || !number_parse(bytes_of_string(text), UINT64_MAX, &n))
		die(text, "not a number", NULL);
	return n;
}

static void hash_of_text(const char *text, struct sha256 *ret)
{
	if (!sha256_parse(bytes_of_string(text), ret))
		die(text, "not a hash", NULL);
}

/* --- keys and stores --- */

static void read_key(const char *path, struct keyfile *ret)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	struct error e;
	char *pass = string_printf("%.*s.pass", (int)strlen(path) - 4, path);
	must(pass && file_read(pass, 1024, &text, &e), path, &e);
	while (text.size && text.data[text.size - 1] == '\n')
		text.size--;
	must(secret_copy(&passphrase, buffer_bytes(&text), &e), path, &e);
	must(keyfile_read(path, &passphrase, ret, &e), path, &e);
	free(pass);
}

static void sit_down(const char *home, const char *path, struct desk *ret)
{
	struct keyfile key = { 0 };
	struct error e;
	read_key(path, &key);
	must(desk_open(home, &key, STORE_WORK, ret, &e), home, &e);
}

/* --- parts --- */

static struct part *part_at(struct forgery *f, size_t i)
{
	struct error e = { .code = ERR_MEMORY };
	must(f->count < PARTS_MAX, f->name, &e);
	memmove(&f->parts[i + 1], &f->parts[i], (f->count - i) * sizeof *f->parts);
	f->count++;
	f->parts[i] = (struct part){ .type = '0', .told_size = UINT64_MAX, .flip = -1, .put_at = -1 };
	return &f->parts[i];
}

static size_t find(const struct forgery *f, const char *name)
{
	size_t i = 0;
	while (i < f->count && strcmp(f->parts[i].name, name) != 0)
		i++;
	if (i == f->count && strcmp(name, "end") != 0)
		die(f->name, "no such part:", name);
	return i;
}

static struct part *part(struct forgery *f, const char *name)
{
	size_t i = find(f, name);
	if (i == f->count)
		die(f->name, "no such part:", name);
	return &f->parts[i];
}

static struct manifest_member *member(struct forgery *f, const char *name)
{
	for (size_t i = 0; i < f->m.member_count; i++)
		if (strcmp(f->m.members[i].name, name) == 0)
			return &f->m.members[i];
	die(f->name, "no such member:", name);
}

static void drop(struct forgery *f, size_t i)
{
	buffer_clear(&f->parts[i].content);
	f->count--;
	memmove(&f->parts[i], &f->parts[i + 1], (f->count - i) * sizeof *f->parts);
}

static void replace_content(struct part *p, struct bytes content)
{
	buffer_reset(&p->content);
	buffer_append(&p->content, content);
}

/* New content, and what the manifest says of it. */
static void set_member(struct forgery *f, const char *name, struct bytes inflated)
{
	_cleanup_(buffer_clear) struct buffer packed = { 0 };
	struct manifest_member *m = member(f, name);
	size_t length = strlen(name);
	struct error e;
	if (length > 3 && strcmp(name + length - 3, ".gz") == 0)
		must(gzip_deflate(inflated, &packed, &e), f->name, &e);
	else
		buffer_append(&packed, inflated);
	replace_content(part(f, name), buffer_bytes(&packed));
	m->size = packed.size;
	m->inflated = inflated.size;
	sha256_of(buffer_bytes(&packed), &m->hash);
}

static void get_member(struct forgery *f, const char *name, struct buffer *ret)
{
	struct error e;
	must(gzip_inflate(buffer_bytes(&part(f, name)->content), LIMIT_MEMBER_INFLATED, ret, &e), f->name,
	     &e);
}

/* --- edits of the manifest and its members --- */

typedef void edit(struct forgery *f, char **words);

static void set_text(char **field, const char *value)
{
	free(*field);
	*field = *value ? string_copy(value) : NULL;
}

static bool set_a_text(struct manifest *m, const char *key, const char *value)
{
	struct {
		const char *key;
		char **field;
	} texts[] = {
		{ "sender", &m->sender },
		{ "receiver", &m->receiver },
		{ "signer", &m->signer },
	};
	for (size_t i = 0; i < ELEMENTS(texts); i++)
		if (strcmp(texts[i].key, key) == 0)
			return set_text(texts[i].field, value), true;
	return false;
}

static bool set_a_term(struct manifest *m, const char *key, const char *value)
{
	struct terms_named terms = m->terms, copy;
	struct {
		const char *key;
		const char **field;
	} texts[] = {
		{ "agreement", &terms.agreement },
		{ "purpose", &terms.purpose },
		{ "ground", &terms.ground },
	};
	struct error e;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		if (strcmp(texts[i].key, key) != 0)
			continue;
		*texts[i].field = *value ? value : NULL;
		if (!terms_named_copy(&terms, &copy, &e))
			abort();
		terms_named_clear(&m->terms);
		m->terms = copy;
		return true;
	}
	return false;
}

static bool set_a_number(struct manifest *m, const char *key, const char *value)
{
	struct {
		const char *key;
		uint64_t *field;
	} numbers[] = {
		{ "agreement_version", &m->terms.version },
		{ "roster_version", &m->roster_version },
		{ "sequence", &m->sequence },
		{ "records", &m->records },
		{ "withheld", &m->withheld },
		{ "answer_sequence", &m->answer_sequence },
		{ "accepted", &m->accepted },
	};
	for (size_t i = 0; i < ELEMENTS(numbers); i++)
		if (strcmp(numbers[i].key, key) == 0)
			return *numbers[i].field = number(value), true;
	return false;
}

static bool set_a_hash(struct manifest *m, const char *key, const char *value)
{
	struct {
		const char *key;
		struct sha256 *field;
	} hashes[] = {
		{ "agreement_hash", &m->terms.hash },
		{ "roster_hash", &m->roster_hash },
		{ "previous", &m->previous },
		{ "answer_hash", &m->answer_hash },
	};
	for (size_t i = 0; i < ELEMENTS(hashes); i++)
		if (strcmp(hashes[i].key, key) == 0)
			return hash_of_text(value, hashes[i].field), true;
	return false;
}

static void edit_set(struct forgery *f, char **words)
{
	struct manifest *m = &f->m;
	const char *key = words[0], *value = words[1];
	bool ok = set_a_text(m, key, value) || set_a_term(m, key, value) || set_a_number(m, key, value) ||
	          set_a_hash(m, key, value);
	if (!ok && (strcmp(key, "created") == 0 || strcmp(key, "use_by") == 0))
		ok = moment_parse(bytes_of_string(value), *key == 'c' ? &m->created : &m->use_by);
	if (!ok && (strcmp(key, "id") == 0 || strcmp(key, "answer_id") == 0))
		ok = hex_decode(bytes_of_string(value), *key == 'i' ? m->id : m->answer_id, PACKAGE_ID_SIZE);
	for (int kind = PACKAGE_CASES; !ok && strcmp(key, "kind") == 0 && kind < PACKAGE_UNKNOWN; kind++)
		if (strcmp(package_kind_name((enum package_kind)kind), value) == 0)
			ok = true, m->kind = (enum package_kind)kind;
	if (!ok)
		die(f->name, "can't set", key);
}

static void edit_id(struct forgery *f, char **words)
{
	(void)words;
	random_bytes(f->m.id, sizeof f->m.id);
}

/* Units of the roster, separated by commas; "stranger" is a key that nobody knows. */
static size_t read_recipients(struct forgery *f, char *names, struct age_recipient *ret)
{
	const struct roster *r = desk_roster(&f->forge->sender);
	size_t count = 0;
	char *next = NULL;
	for (char *name = strtok_r(names, ",", &next); name; name = strtok_r(NULL, ",", &next)) {
		struct age_identity stranger = { 0 };
		struct error e;
		const struct roster_unit *unit = roster_unit(r, name);
		if (!unit && strcmp(name, "stranger") != 0)
			die(f->name, "no such unit:", name);
		must(unit || age_identity_generate(&stranger, &e), f->name, &e);
		ret[count++] = unit ? unit->recipient : stranger.recipient;
		age_identity_clear(&stranger);
	}
	return count;
}

static void edit_recipients(struct forgery *f, char **words)
{
	free(f->m.recipients);
	f->m.recipients = calloc(LIMIT_AGE_STANZAS, sizeof *f->m.recipients);
	f->m.recipient_count = read_recipients(f, words[0], f->m.recipients);
}

static void edit_stanzas(struct forgery *f, char **words)
{
	f->stanza_count = read_recipients(f, words[0], f->stanzas);
}

/* Every occurrence of a text. */
static size_t replace_all(struct bytes in, const char *old, const char *new, struct buffer *out)
{
	size_t size = strlen(old), found = 0;
	while (in.size) {
		const uint8_t *at = memmem(in.data, in.size, old, size);
		size_t before = at ? (size_t)(at - in.data) : in.size;
		buffer_append(out, bytes_of(in.data, before));
		if (!at)
			break;
		buffer_append_string(out, new);
		in = bytes_of(at + size, in.size - before - size);
		found++;
	}
	return found;
}

static void edit_replace(struct forgery *f, char **words)
{
	_cleanup_(buffer_clear) struct buffer old = { 0 };
	_cleanup_(buffer_clear) struct buffer new = { 0 };
	get_member(f, words[0], &old);
	if (!replace_all(buffer_bytes(&old), words[1], words[2], &new))
		die(f->name, "doesn't occur:", words[1]);
	set_member(f, words[0], buffer_bytes(&new));
}

static void edit_content(struct forgery *f, char **words)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	struct error e;
	must(file_read(words[1], LIMIT_MEMBER_INFLATED, &content, &e), f->name, &e);
	set_member(f, words[0], buffer_bytes(&content));
}

static void edit_dump(struct forgery *f, char **words)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	_cleanup_(file_write_clear) struct file_write file = { .fd = -1 };
	struct error e;
	get_member(f, words[0], &content);
	must(file_write_start(&file, words[1], &e) &&
	             sink_write(file_write_sink(&file), buffer_bytes(&content), &e) &&
	             file_write_commit(&file, true, &e),
	     f->name, &e);
}

static void edit_line(struct forgery *f, char **words)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	get_member(f, words[0], &content);
	buffer_append_string(&content, words[1]);
	buffer_append_byte(&content, '\n');
	set_member(f, words[0], buffer_bytes(&content));
}

static void edit_add(struct forgery *f, char **words)
{
	struct manifest *m = &f->m;
	m->members = reallocarray(m->members, m->member_count + 1, sizeof *m->members);
	m->members[m->member_count] = (struct manifest_member){ 0 };
	snprintf(m->members[m->member_count++].name, sizeof m->members->name, "%s", words[0]);
	struct part *p = part_at(f, find(f, "log.proof"));
	snprintf(p->name, sizeof p->name, "%s", words[0]);
	set_member(f, words[0], bytes_of_string(words[1]));
}

static void edit_remove(struct forgery *f, char **words)
{
	struct manifest_member *gone = member(f, words[0]);
	size_t i = (size_t)(gone - f->m.members);
	drop(f, find(f, words[0]));
	f->m.member_count--;
	memmove(gone, gone + 1, (f->m.member_count - i) * sizeof *gone);
}

/* The members the other way round, in the manifest and in the tar. */
static void edit_reverse(struct forgery *f, char **words)
{
	struct manifest *m = &f->m;
	size_t first = find(f, m->members[0].name);
	(void)words;
	for (size_t i = 0, j = m->member_count - 1; i < j; i++, j--) {
		struct manifest_member one = m->members[i];
		struct part other = f->parts[first + i];
		m->members[i] = m->members[j];
		m->members[j] = one;
		f->parts[first + i] = f->parts[first + j];
		f->parts[first + j] = other;
	}
}

static void edit_bomb(struct forgery *f, char **words)
{
	size_t size = (size_t)number(words[1]) << 20;
	uint8_t *zeros = calloc(1, size);
	set_member(f, words[0], bytes_of(zeros, size));
	member(f, words[0])->inflated = LIMIT_MEMBER_INFLATED;
	free(zeros);
}

/* Another spelling of a member's compression, which inflates to the same. */
static void respell(struct buffer *out, struct bytes gzip, const char *how)
{
	static const uint8_t name[] = { 0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255, 'n', 'a', 'm', 'e', 0 },
			     nothing[] = { 0, 0, 0, 0xff, 0xff }; /* a stored block of no bytes */
	struct error e;
	bool named = strcmp(how, "name") == 0, empty = strcmp(how, "empty") == 0;
	buffer_append(out, named ? bytes_of(name, sizeof name) : bytes_of(gzip.data, 10));
	for (size_t i = 0; empty && i < 1000; i++)
		buffer_append(out, bytes_of(nothing, sizeof nothing));
	buffer_append(out, bytes_of(gzip.data + 10, gzip.size - 10));
	if (strcmp(how, "time") == 0)
		out->data[4] = 1;
	else if (strcmp(how, "os") == 0)
		out->data[9] = 3;
	else if (strcmp(how, "two") == 0)
		must(gzip_deflate(bytes_of(NULL, 0), out, &e), how, &e);
	else if (!named && !empty)
		die(how, "no such spelling", NULL);
}

static void edit_gzip(struct forgery *f, char **words)
{
	_cleanup_(buffer_clear) struct buffer packed = { 0 };
	struct manifest_member *m = member(f, words[0]);
	respell(&packed, buffer_bytes(&part(f, words[0])->content), words[1]);
	replace_content(part(f, words[0]), buffer_bytes(&packed));
	m->size = packed.size;
	sha256_of(buffer_bytes(&packed), &m->hash);
}

static void edit_told(struct forgery *f, char **words)
{
	struct manifest_member *m = member(f, words[0]);
	if (strcmp(words[1], "size") == 0)
		m->size = number(words[2]);
	else if (strcmp(words[1], "inflated") == 0)
		m->inflated = number(words[2]);
	else
		hash_of_text(words[2], &m->hash);
}

/* --- edits of the manifest's text, its signature and its log entry --- */

static void edit_text(struct forgery *f, char **words)
{
	struct buffer new = { 0 };
	if (!replace_all(buffer_bytes(&f->text), words[0], words[1], &new))
		die(f->name, "doesn't occur in the manifest:", words[0]);
	buffer_clear(&f->text);
	f->text = new;
}

static void edit_signer(struct forgery *f, char **words)
{
	f->signer = words[0];
}

static void edit_cosigner(struct forgery *f, char **words)
{
	f->cosigner = words[0];
}

static void edit_unsigned(struct forgery *f, char **words)
{
	(void)words;
	f->unsigned_ = true;
}

static void edit_bad_signature(struct forgery *f, char **words)
{
	(void)words;
	f->bad_signature = true;
}

static void edit_genuine(struct forgery *f, char **words)
{
	(void)words;
	f->genuine = true;
}

static void edit_log(struct forgery *f, char **words)
{
	if (f->log_sets == ELEMENTS(f->log_set))
		die(f->name, "too many:", words[0]);
	f->log_set[f->log_sets][0] = words[0];
	f->log_set[f->log_sets++][1] = words[1];
}

static void edit_log_other(struct forgery *f, char **words)
{
	f->log_other = true;
	hash_of_text(words[0], &f->other);
}

static void edit_log_receiver(struct forgery *f, char **words)
{
	(void)words;
	f->log_at_receiver = true;
}

/* So many members more, behind those that there are. */
static void edit_many(struct forgery *f, char **words)
{
	f->many = number(words[0]);
}

/* --- edits of the tar --- */

static void edit_insert(struct forgery *f, char **words)
{
	struct part *p = part_at(f, find(f, words[0]));
	snprintf(p->name, sizeof p->name, "%s", words[1]);
	replace_content(p, bytes_of_string(words[2]));
}

static void edit_file(struct forgery *f, char **words)
{
	struct part *p = part_at(f, find(f, words[0]));
	struct error e;
	snprintf(p->name, sizeof p->name, "%s", words[1]);
	must(file_read(words[2], 64u << 20, &p->content, &e), f->name, &e);
}

static void edit_drop(struct forgery *f, char **words)
{
	part(f, words[0]);
	drop(f, find(f, words[0]));
}

static void edit_twice(struct forgery *f, char **words)
{
	size_t i = find(f, words[0]);
	struct part *p = part_at(f, i);
	memcpy(p->name, f->parts[i + 1].name, sizeof p->name);
	replace_content(p, buffer_bytes(&f->parts[i + 1].content));
}

static void edit_move(struct forgery *f, char **words)
{
	struct part moved = *part(f, words[0]);
	size_t from = find(f, words[0]);
	f->count--;
	memmove(&f->parts[from], &f->parts[from + 1], (f->count - from) * sizeof moved);
	*part_at(f, find(f, words[1])) = moved;
}

static void edit_rename(struct forgery *f, char **words)
{
	struct part *p = part(f, words[0]);
	memset(p->name, 0, sizeof p->name);
	memcpy(p->name, words[1], strnlen(words[1], TAR_NAME_MAX));
}

static void edit_type(struct forgery *f, char **words)
{
	part(f, words[0])->type = words[1][0];
}

static void edit_tar_size(struct forgery *f, char **words)
{
	part(f, words[0])->told_size = number(words[1]);
}

static void edit_flip_header(struct forgery *f, char **words)
{
	part(f, words[0])->flip = (int)number(words[1]);
}

static void edit_put_header(struct forgery *f, char **words)
{
	struct part *p = part(f, words[0]);
	p->put_at = (int)number(words[1]);
	p->put = (int)number(words[2]);
}

static void edit_flip(struct forgery *f, char **words)
{
	struct part *p = part(f, words[0]);
	size_t at = (size_t)number(words[1]);
	if (at >= p->content.size)
		die(f->name, "nothing there:", words[1]);
	p->content.data[at] ^= 1;
}

static void edit_part(struct forgery *f, char **words)
{
	struct part *p = part(f, words[0]);
	struct error e;
	must(file_read(words[1], 64u << 20, &p->content, &e), f->name, &e);
}

/* A padding of one's own: how many bytes more than the right size, or fewer, what byte it is full of, and the
 * last one. */
static void edit_padding(struct forgery *f, char **words)
{
	bool fewer = words[0][0] == '-';
	int64_t more = (int64_t)number(words[0] + fewer);
	f->padding_more = fewer ? -more : more;
	f->padding_fill = (uint8_t)number(words[1]);
	f->padding_last = (uint8_t)number(words[2]);
}

static void edit_no_padding(struct forgery *f, char **words)
{
	(void)words;
	f->no_padding = true;
}

/* --- edits of the whole plaintext --- */

static void edit_cut(struct forgery *f, char **words)
{
	f->plain.size = (size_t)number(words[0]);
}

static void edit_trail(struct forgery *f, char **words)
{
	buffer_append_string(&f->plain, words[0]);
}

static void edit_trail_zeros(struct forgery *f, char **words)
{
	for (uint64_t n = number(words[0]); n; n--)
		buffer_append_byte(&f->plain, 0);
}

enum stage { STAGE_MANIFEST, STAGE_TEXT, STAGE_PARTS, STAGE_BYTES };

static const struct {
	const char *name;
	enum stage stage;
	int words;
	edit *apply;
} edits[] = {
	{ "set", STAGE_MANIFEST, 2, edit_set }, /* set|FIELD|VALUE */
	{ "new-id", STAGE_MANIFEST, 0, edit_id },
	{ "recipients", STAGE_MANIFEST, 1,
	  edit_recipients }, /* of the manifest, and of the file where no stanzas are named */
	{ "stanzas", STAGE_MANIFEST, 1, edit_stanzas }, /* of the file alone */
	{ "replace", STAGE_MANIFEST, 3, edit_replace }, /* replace|MEMBER|OLD|NEW in its lines */
	{ "content", STAGE_MANIFEST, 2, edit_content }, /* content|MEMBER|FILE */
	{ "dump", STAGE_MANIFEST, 2, edit_dump },       /* dump|MEMBER|FILE writes its lines there */
	{ "line", STAGE_MANIFEST, 2, edit_line },       /* line|MEMBER|TEXT at its end */
	{ "add", STAGE_MANIFEST, 2, edit_add },         /* add|MEMBER|TEXT */
	{ "remove", STAGE_MANIFEST, 1, edit_remove },
	{ "reverse", STAGE_MANIFEST, 0, edit_reverse },
	{ "bomb", STAGE_MANIFEST, 2, edit_bomb }, /* bomb|MEMBER|MiB */
	{ "gzip", STAGE_MANIFEST, 2, edit_gzip }, /* gzip|MEMBER|name, time, os, two or empty */
	{ "told", STAGE_MANIFEST, 3, edit_told }, /* told|MEMBER|size, inflated or hash|VALUE */
	{ "text", STAGE_TEXT, 2, edit_text },     /* text|OLD|NEW in the manifest, before it is signed */
	{ "many", STAGE_TEXT, 1, edit_many },
	{ "genuine", STAGE_TEXT, 0, edit_genuine }, /* manifest and proof as they were */
	{ "signer", STAGE_TEXT, 1, edit_signer },   /* another key file */
	{ "cosigner", STAGE_TEXT, 1, edit_cosigner },
	{ "unsigned", STAGE_TEXT, 0, edit_unsigned },
	{ "bad-signature", STAGE_TEXT, 0, edit_bad_signature },
	{ "log", STAGE_TEXT, 2, edit_log },                   /* log|FIELD|VALUE: the entry says that */
	{ "log-other", STAGE_TEXT, 1, edit_log_other },       /* the entry names this hash */
	{ "log-receiver", STAGE_TEXT, 0, edit_log_receiver }, /* it stands in the receiver's log */
	{ "insert", STAGE_PARTS, 3, edit_insert }, /* insert|BEFORE|NAME|TEXT; BEFORE may be "end" */
	{ "file", STAGE_PARTS, 3, edit_file },     /* file|BEFORE|NAME|FILE */
	{ "part", STAGE_PARTS, 2, edit_part },     /* part|NAME|FILE instead of its content */
	{ "drop", STAGE_PARTS, 1, edit_drop },
	{ "twice", STAGE_PARTS, 1, edit_twice },
	{ "move", STAGE_PARTS, 2, edit_move },     /* move|NAME|BEFORE */
	{ "rename", STAGE_PARTS, 2, edit_rename }, /* in the tar alone */
	{ "type", STAGE_PARTS, 2, edit_type },
	{ "tar-size", STAGE_PARTS, 2, edit_tar_size },
	{ "flip-header", STAGE_PARTS, 2, edit_flip_header }, /* flip-header|NAME|BYTE, the checksum left */
	{ "put-header", STAGE_PARTS, 3,
	  edit_put_header },                         /* put-header|NAME|BYTE|VALUE, the checksum right */
	{ "flip", STAGE_PARTS, 2, edit_flip },       /* flip|NAME|BYTE of its content */
	{ "padding", STAGE_PARTS, 3, edit_padding }, /* padding|MORE|FILL|LAST */
	{ "no-padding", STAGE_PARTS, 0, edit_no_padding },
	{ "cut", STAGE_BYTES, 1, edit_cut },
	{ "trail", STAGE_BYTES, 1, edit_trail },
	{ "trail-zeros", STAGE_BYTES, 1, edit_trail_zeros },
};

static void apply_one(struct forgery *f, char *text, enum stage stage)
{
	char *words[WORDS_MAX + 1] = { 0 }, *next = text;
	size_t length = strcspn(text, "|"), i = 0;
	int count = 0;
	while (i < ELEMENTS(edits) &&
	       (strlen(edits[i].name) != length || strncmp(edits[i].name, text, length) != 0))
		i++;
	if (i == ELEMENTS(edits))
		die(f->name, "no such edit:", text);
	if (edits[i].stage != stage)
		return;
	while (next && count <= WORDS_MAX)
		words[count++] = strsep(&next, "|");
	if (next || count - 1 != edits[i].words)
		die(f->name, "wrong number of words:", words[0]);
	edits[i].apply(f, words + 1);
}

static void apply(struct forgery *f, char **plan, size_t count, enum stage stage)
{
	for (size_t i = 0; i < count; i++)
		apply_one(f, plan[i], stage);
}

/* --- making it --- */

/* In the note itself where the text would be too large to be signed: nobody gets as far as the signature. */
static void add_many(struct forgery *f, struct buffer *text)
{
	struct buffer out = { 0 };
	const char *all = buffer_string(text), *sums = all ? strstr(all, "sha256: |\n") : NULL;
	if (!sums)
		die(f->name, "no members to add to", NULL);
	buffer_append(&out, bytes_of(all, (size_t)(sums - all)));
	for (uint64_t i = 0; i < f->many; i++)
		buffer_printf(
			&out,
			"  - name: \"records/x%llu.gz\"\n    size: \"%020d\"\n    inflated: \"%020d\"\n",
			(unsigned long long)i, 1, 1);
	size_t rest = strcspn(sums, "\n") + 1;
	buffer_append(&out, bytes_of(sums, rest));
	for (uint64_t i = 0; i < f->many; i++)
		buffer_printf(&out, "  %064d  records/x%llu.gz\n", 0, (unsigned long long)i);
	buffer_append_string(&out, sums + rest);
	buffer_clear(text);
	*text = out;
}

static void sign_by(struct forgery *f, const char *path)
{
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	struct error e;
	if (path)
		read_key(path, &key);
	must(note_sign(&f->signed_text, buffer_bytes(&f->text),
	               path ? &key.signer : &f->forge->sender.key.signer, 0, &e),
	     f->name, &e);
}

static void sign(struct forgery *f)
{
	bool huge = f->many > LIMIT_NOTE_SIZE / 200;
	if (f->many && !huge)
		add_many(f, &f->text);
	sign_by(f, f->signer);
	if (f->cosigner)
		sign_by(f, f->cosigner);
	if (huge)
		add_many(f, &f->signed_text);
	if (f->unsigned_)
		f->signed_text.size = f->text.size;
	if (f->bad_signature) /* a bit in the middle of the base64 */
		f->signed_text.data[f->signed_text.size - 40] =
			f->signed_text.data[f->signed_text.size - 40] == 'A' ? 'B' : 'A';
	replace_content(part(f, "manifest.note"), buffer_bytes(&f->signed_text));
}

static void set_entry(struct forgery *f, struct entry *entry, const char *field, const char *value)
{
	struct {
		const char *name;
		const char **text;
		uint64_t *number;
	} fields[] = {
		{ "action", &entry->action, NULL },
		{ "package", &entry->package, NULL },
		{ "peer", &entry->peer, NULL },
		{ "key", &entry->key, NULL },
		{ "mandate", &entry->mandate, NULL },
		{ "role", &entry->role, NULL },
		{ "unit", &entry->unit, NULL },
		{ "finding", &entry->finding, NULL },
		{ "answers", &entry->answers, NULL },
		{ "package_kind", &entry->package_kind, NULL },
		{ "agreement", &entry->terms.agreement, NULL },
		{ "purpose", &entry->terms.purpose, NULL },
		{ "overrides", &entry->terms.overrides, NULL },
		{ "sequence", NULL, &entry->sequence },
		{ "records", NULL, &entry->records },
		{ "withheld", NULL, &entry->withheld },
		{ "roster_version", NULL, &entry->roster_version },
		{ "agreement_version", NULL, &entry->terms.version },
	};
	for (size_t i = 0; i < ELEMENTS(fields); i++) {
		if (strcmp(fields[i].name, field) != 0)
			continue;
		if (fields[i].text)
			*fields[i].text = *value ? value : NULL;
		else
			*fields[i].number = number(value);
		return;
	}
	die(f->name, "no such field of an entry:", field);
}

/* What the sender's program would have logged of this manifest, but for what the plan says. */
static void describe(struct forgery *f, struct entry *entry, const struct sha256 *hash)
{
	const struct manifest *m = &f->m;
	bool receipt = m->kind == PACKAGE_RECEIPT;
	hex_encode(bytes_of(receipt ? m->answer_id : m->id, PACKAGE_ID_SIZE), f->id);
	if (f->signer) {
		_cleanup_(keyfile_clear) struct keyfile key = { 0 };
		read_key(f->signer, &key);
		hex_encode(bytes_of(key.signer.public.id, sizeof key.signer.public.id), f->key);
		entry->key = f->key;
	}
	entry->package = f->id;
	entry->package_kind = package_kind_name(receipt ? PACKAGE_CASES : m->kind);
	entry->peer = m->receiver;
	entry->sequence = receipt ? m->answer_sequence : m->sequence;
	entry->records = receipt ? m->accepted : m->records;
	entry->withheld = m->withheld;
	if (m->answers && !receipt) {
		hex_encode(bytes_of(m->answer_id, PACKAGE_ID_SIZE), f->answers);
		entry->answers = f->answers;
	}
	entry->terms = m->terms;
	entry->manifest = receipt ? NULL : hash;
	entry->receipt = receipt ? hash : NULL;
	for (size_t i = 0; i < f->log_sets; i++)
		set_entry(f, entry, f->log_set[i][0], f->log_set[i][1]);
}

/* An entry like that of pack, its proof, and no trace of it afterwards. */
static void log_it(struct forgery *f)
{
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	struct desk *d = f->log_at_receiver ? &f->forge->receiver : &f->forge->sender;
	struct part *proof = part(f, "log.proof"), *witness = part(f, "log.witness");
	struct sha256 hash = f->other;
	struct error e;
	if (!f->log_other)
		sha256_of(buffer_bytes(&f->text), &hash);
	must(act_begin(&a, d, f->m.kind == PACKAGE_RECEIPT ? ACT_OPEN : ACT_PACK, POWER_ANY, &e), f->name,
	     &e);
	describe(f, &a.entry, &hash);
	buffer_reset(&proof->content);
	buffer_reset(&witness->content);
	must(act_log(&a, &e) && store_sign_log(d->store, &checkpoint, &e) &&
	             proof_format(store_log(d->store), a.index, buffer_bytes(&checkpoint), &proof->content,
	                          &e) &&
	             witnessing_write(d, f->m.receiver, f->m.sequence, buffer_bytes(&checkpoint),
	                              &witness->content, &e),
	     f->name, &e);
}

static void put_octal(char *field, size_t digits, uint64_t value)
{
	for (; digits-- > 0; value >>= 3)
		field[digits] = (char)('0' + (value & 7));
}

static void write_part(struct forgery *f, struct part *p)
{
	_cleanup_(buffer_clear) struct buffer header = { 0 };
	struct tar_writer tar;
	struct error e;
	uint64_t size = p->told_size == UINT64_MAX ? p->content.size : p->told_size;
	tar_writer_start(&tar, sink_to_buffer(&header));
	must(tar_writer_member(&tar, "x", size, &e), f->name, &e);
	char *h = p->header;
	memcpy(h, header.data, TAR_BLOCK);
	memcpy(h, p->name, TAR_NAME_MAX);
	h[156] = p->type;
	if (p->put_at >= 0)
		h[p->put_at] = (char)p->put;
	memset(h + 148, ' ', 8);
	uint32_t sum = 0;
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += (uint8_t)h[i];
	put_octal(h + 148, 6, sum);
	h[154] = 0;
	if (p->flip >= 0)
		h[p->flip] ^= 1;
	buffer_append(&f->plain, bytes_of(h, TAR_BLOCK));
	buffer_append(&f->plain, buffer_bytes(&p->content));
	while (f->plain.size % TAR_BLOCK)
		buffer_append_byte(&f->plain, 0);
}

static void write_tar(struct forgery *f)
{
	for (size_t i = 0; i < f->count; i++)
		write_part(f, &f->parts[i]);
	if (!f->no_padding) {
		struct part *p = part_at(f, f->count);
		uint64_t without = f->plain.size + 3 * TAR_BLOCK;
		int64_t room = (int64_t)(package_padded_size(without) - without) + f->padding_more;
		snprintf(p->name, sizeof p->name, "padding");
		for (; room > 1; room--)
			buffer_append_byte(&p->content, f->padding_fill);
		buffer_append_byte(&p->content, f->padding_last);
		write_part(f, p);
	}
	for (size_t i = 0; i < (size_t)2 * TAR_BLOCK; i++)
		buffer_append_byte(&f->plain, 0);
}

static void write_age(struct forgery *f)
{
	_cleanup_(age_writer_freep) struct age_writer *age = NULL;
	_cleanup_(file_write_clear) struct file_write file = { .fd = -1 };
	_cleanup_(string_freep) char *path = string_printf("%s/%s.sluis", f->forge->out, f->name);
	struct error e;
	const struct age_recipient *to = f->stanza_count ? f->stanzas : f->m.recipients;
	must(path && file_write_start(&file, path, &e), f->name, &e);
	must(age_writer_start(file_write_sink(&file), to,
	                      f->stanza_count ? f->stanza_count : f->m.recipient_count, &age, &e) &&
	             sink_write(age_writer_sink(age), buffer_bytes(&f->plain), &e) &&
	             age_writer_end(age, &e) && file_write_commit(&file, true, &e),
	     f->name, &e);
}

static void forgery_start(struct forgery *f, struct forge *from, const char *name)
{
	struct error e;
	*f = (struct forgery){ .forge = from, .name = name };
	for (size_t i = 0; i < from->base_count; i++) {
		struct part *p = part_at(f, i);
		memcpy(p->name, from->base[i].name, sizeof p->name);
		replace_content(p, buffer_bytes(&from->base[i].content));
	}
	must(note_parse(buffer_bytes(&from->base[0].content), "manifest", &f->note, &e) &&
	             manifest_parse(&f->note, &f->m, &e),
	     name, &e);
}

static void forgery_clear(struct forgery *f)
{
	for (size_t i = 0; i < f->count; i++)
		buffer_clear(&f->parts[i].content);
	buffer_clear(&f->text);
	buffer_clear(&f->signed_text);
	buffer_clear(&f->plain);
	manifest_clear(&f->m);
	free(f);
}

static void make(struct forge *from, char *line)
{
	char *plan[PARTS_MAX], *next = line, *name = strsep(&next, "\t");
	size_t count = 0;
	struct error e;
	while (next && count < ELEMENTS(plan))
		plan[count++] = strsep(&next, "\t");
	if (next)
		die(name, "too many edits", NULL);
	struct forgery *f = malloc(sizeof *f);
	if (!f)
		die(name, "out of memory", NULL);
	forgery_start(f, from, name);
	apply(f, plan, count, STAGE_MANIFEST);
	must(manifest_format(&f->m, &f->text, &e), name, &e);
	apply(f, plan, count, STAGE_TEXT);
	if (!f->genuine) {
		sign(f);
		log_it(f);
	}
	apply(f, plan, count, STAGE_PARTS);
	write_tar(f);
	apply(f, plan, count, STAGE_BYTES);
	write_age(f);
	forgery_clear(f);
}

/* The genuine package, without its rosters and padding: every forgery starts from it. */
static void read_base(struct forge *f, const char *path)
{
	_cleanup_(fd_closep) int fd = -1;
	_cleanup_(age_reader_freep) struct age_reader *age = NULL;
	struct fd_stream file = { -1, path };
	struct tar_reader tar;
	struct error e;
	must(file_open(path, false, &fd, &e), path, &e);
	file.fd = fd;
	struct age_keys keys = { 0 };
	keys.identities = store_identities(f->receiver.store, &keys.identity_count);
	must(age_reader_start(fd_source(&file), &keys, &age, &e), path, &e);
	tar_reader_start(&tar, age_reader_source(age));
	for (bool more = true;;) {
		struct tar_member member;
		struct buffer content = { 0 };
		must(tar_reader_next(&tar, &member, &more, &e), path, &e);
		if (!more)
			return;
		must(tar_reader_take(&tar, 64u << 20, &content, &e), path, &e);
		if (strcmp(member.name, "padding") == 0 || strncmp(member.name, "rosters/", 8) == 0) {
			buffer_clear(&content);
			continue;
		}
		struct part *p = &f->base[f->base_count++];
		memcpy(p->name, member.name, sizeof member.name);
		p->content = content;
	}
}

int main(int argc, char **argv)
{
	static struct forge f;
	struct error e;
	if (argc != 7)
		die(argv[0], "PACKAGE OUT SENDER-HOME SENDER-KEY RECEIVER-HOME RECEIVER-KEY <PLAN", NULL);
	must(crypto_start(&e), argv[0], &e);
	f.out = argv[2];
	sit_down(argv[3], argv[4], &f.sender);
	sit_down(argv[5], argv[6], &f.receiver);
	read_base(&f, argv[1]);
	char *line = NULL;
	size_t room = 0;
	for (ssize_t size; (size = getline(&line, &room, stdin)) > 0;) {
		line[strcspn(line, "\n")] = 0;
		if (line[0] && line[0] != '#')
			make(&f, line);
	}
	free(line);
	for (size_t i = 0; i < f.base_count; i++)
		buffer_clear(&f.base[i].content);
	desk_clear(&f.sender);
	desk_clear(&f.receiver);
	return 0;
}
