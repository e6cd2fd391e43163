/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/ceremony.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/keyed.h"
#include "crypto/slip39.h"
#include "trust/key_types.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 4096u

/* --- the text --- */

static const char *const step_names[] = {
#define X(step, name, words) [step] = name,
	CEREMONY_STEPS(X)
#undef X
};
static const char *const result_names[] = {
	[CEREMONY_DONE] = "done", [CEREMONY_SKIPPED] = "skipped", [CEREMONY_FAILED] = "failed"
};

const char *ceremony_step_name(enum ceremony_step s)
{
	return step_names[s];
}

const char *ceremony_step_words(enum ceremony_step s)
{
	static const char *const words_of[] = {
#define X(step, name, words) [step] = words,
		CEREMONY_STEPS(X)
#undef X
	};
	return words_of[s];
}

const char *ceremony_result_name(enum ceremony_result r)
{
	return result_names[r];
}

static bool is_line(struct bytes text)
{
	bool told = false;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\n')
			return false;
		told = told || text.data[i] != ' ';
	}
	return told;
}

static const struct keyed row_keys[] = {
	KEYED_WORD("step", struct ceremony_row, step, step_names),
	KEYED_TEXT("about", struct ceremony_row, about, KEYED_OPTIONAL, .most = 128, .fits = is_line),
	KEYED_TEXT("by", struct ceremony_row, by, KEYED_OPTIONAL, .fits = name_is_person),
	KEYED_HEX("hash", struct ceremony_row, hash, KEYED_HAS(struct ceremony_row, has_hash)),
	KEYED_WORD("result", struct ceremony_row, result, result_names),
	KEYED_NUMBER("tries", struct ceremony_row, tries, UINT32_MAX, KEYED_OPTIONAL),
	KEYED_MOMENT("at", struct ceremony_row, at),
	{ 0 },
};
static const struct keyed officer_keys[] = {
	KEYED_TEXT("person", struct ceremony_officer, person, .fits = name_is_person),
	KEYED_OTHER("key", struct ceremony_officer, key, verifier_type),
	KEYED_HEX("card", struct ceremony_officer, card),
	KEYED_TRUTH("made", struct ceremony_officer, made, KEYED_OPTIONAL),
	{ 0 },
};
static const struct keyed card_keys[] = {
	KEYED_TEXT("name", struct ceremony_card, name, .fits = name_is_valid),
	KEYED_HEX("card", struct ceremony_card, card),
	{ 0 },
};
static const struct keyed text_keys[] = {
	KEYED_TEXT("type", struct ceremony_text, type, .most = STATEMENT_TYPE_MAX, .fits = is_line),
	KEYED_HEX("hash", struct ceremony_text, hash),
	{ 0 },
};
static const struct keyed deviation_keys[] = {
	KEYED_MOMENT("at", struct ceremony_deviation, at),
	KEYED_TEXT("words", struct ceremony_deviation, words, .most = CEREMONY_WORDS_MOST, .fits = is_line),
	{ 0 },
};
static const struct keyed program_item = KEYED_TEXT_ITEM(.most = 200, .fits = is_line);
static const struct keyed recovery_keys[] = {
	KEYED_OTHER("recipient", struct ceremony, recovery, recipient_type),
	KEYED_NUMBER("threshold", struct ceremony, recovery_threshold, SLIP39_MEMBERS_MOST, .least = 2),
	KEYED_NUMBER("shares", struct ceremony, recovery_shares, SLIP39_MEMBERS_MOST, .least = 2),
	{ 0 },
};
static const struct keyed ceremony_keys[] = {
	KEYED_CONSTANT("type", CEREMONY_TYPE),
	KEYED_TEXT("roster", struct ceremony, roster, KEYED_OPTIONAL, .most = 128, .fits = is_line),
	KEYED_HEX("root", struct ceremony, root, KEYED_HAS(struct ceremony, has_root)),
	KEYED_MOMENT("begun", struct ceremony, begun),
	KEYED_MOMENT("ended", struct ceremony, ended, KEYED_OPTIONAL),
	KEYED_VALUES("programs", struct ceremony, programs, program_count, program_item, 64),
	KEYED_LIST("officers", struct ceremony, officers, officer_count, officer_keys, 64, KEYED_OPTIONAL),
	KEYED_TEXT("witness", struct ceremony, witness, KEYED_OPTIONAL, .most = CEREMONY_WITNESS_MOST,
	           .fits = is_line),
	KEYED_PART("recovery", struct ceremony, has_recovery, recovery_keys),
	KEYED_LIST("cards", struct ceremony, cards, card_count, card_keys, ROWS_MOST, KEYED_OPTIONAL),
	KEYED_LIST("texts", struct ceremony, texts, text_count, text_keys, ROWS_MOST, KEYED_OPTIONAL),
	KEYED_LIST("steps", struct ceremony, steps, step_count, row_keys, ROWS_MOST),
	KEYED_LIST("deviations", struct ceremony, deviations, deviation_count, deviation_keys, ROWS_MOST,
	           KEYED_OPTIONAL),
	{ 0 },
};

void ceremony_clear(struct ceremony *c)
{
	keyed_clear(c, ceremony_keys);
	buffer_clear(&c->note);
	*c = (struct ceremony){ 0 };
}

static bool check(const struct ceremony *c, const struct keyed_lines *lines, struct error *e)
{
	struct keyed_at whole = keyed_whole(lines);
	for (size_t i = 0; i < c->officer_count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(c->officers[i].person, c->officers[k].person) == 0)
				return keyed_fault(keyed_in(whole, "officers/%zu", i), e, ERR_DUPLICATE,
				                   "person", N_("an officer twice"));
	if (c->ended && !(c->has_root && c->roster && c->officer_count))
		return keyed_fault(whole, e, ERR_MISSING, "ended",
		                   N_("ended without a roster, or without officers"));
	if (c->has_recovery && c->recovery_threshold > c->recovery_shares)
		return keyed_fault(keyed_in(whole, "recovery"), e, ERR_VALUE, "threshold",
		                   N_("more than there are shares"));
	return true;
}

bool ceremony_parse(struct bytes raw, const char *subject, struct ceremony *ret, struct error *e)
{
	_cleanup_(ceremony_clear) struct ceremony c = { 0 };
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct note note;
	if (!statement_open_draft(raw, CEREMONY_TYPE, subject, &note, e) ||
	    !keyed_read(note.text, subject, ceremony_keys, &c, &lines, e) || !check(&c, &lines, e))
		return false;
	buffer_append(&c.note, raw);
	if (!buffer_ok(&c.note, e))
		return false;
	sha256_of(note.text, &c.hash);
	*ret = c;
	c = (struct ceremony){ 0 };
	return true;
}

bool ceremony_format(const struct ceremony *c, struct buffer *out, struct error *e)
{
	keyed_write(c, ceremony_keys, KEYED_PLAIN, out);
	return buffer_ok(out, e);
}

/* --- whose word it is --- */

static const struct ceremony_officer *present(const struct ceremony *c, const char *person)
{
	for (size_t i = 0; i < c->officer_count; i++)
		if (strcmp(c->officers[i].person, person) == 0)
			return &c->officers[i];
	return NULL;
}

static bool check_signed(const struct ceremony *c, const struct roster *root, struct error *e)
{
	struct note note;
	if (!c->ended || !statement_is_signed(buffer_bytes(&c->note)))
		return error_set(e, ERR_UNSIGNED, c->officer_count ? c->officers[0].person : NULL, "%s",
		                 N_("the ceremony hasn't ended"));
	if (!statement_open(buffer_bytes(&c->note), CEREMONY_TYPE, "transcript", &note, e))
		return false;
	for (size_t i = 0; i < c->officer_count; i++) {
		const struct ceremony_officer *o = &c->officers[i];
		const struct roster_person *p = roster_person(root, o->person);
		if (!p || !roster_is_an_officer(root, o->person) || !note_verifier_equal(&p->key, &o->key))
			return error_set(e, ERR_TRANSCRIPT, o->person, "%s",
			                 N_("no officer in the first roster, or with another key"));
		if (!note_verify_one(&note, &o->key, e))
			return false;
	}
	return true;
}

bool ceremony_verify(const struct ceremony *c, const struct roster *root, struct error *e)
{
	if (c->has_root && !sha256_equal(&c->root, &root->hash))
		return error_set(e, ERR_TRANSCRIPT, root->id, "%s", N_("it is of another first roster"));
	if (!check_signed(c, root, e))
		return false;
	bool *there = calloc(root->officer_count + 1, sizeof *there), enough = false;
	if (!there)
		return error_memory(e);
	for (size_t i = 0; i < root->officer_count; i++)
		there[i] = present(c, root->officers[i].person) != NULL;
	for (size_t i = 0; !enough && i < root->controller_count; i++)
		enough = roster_signers_missing(root, root->controllers[i].name, there) == 0;
	free(there);
	return enough ||
	       error_set(e, ERR_QUORUM, root->id, "%s", N_("fewer officers were there than a roster needs"));
}

/* --- as it goes on --- */

static bool grow(void *list, size_t count, size_t size, struct error *e)
{
	char *items;
	memcpy(&items, list, sizeof items);
	items = reallocarray(items, count + 2, size);
	if (!items)
		return error_memory(e);
	memcpy(list, &items, sizeof items);
	memset(items + count * size, 0, 2 * size);
	return true;
}

static bool copy(char **to, const char *text, struct error *e)
{
	if (!text)
		return true;
	*to = string_copy(text);
	return *to || error_memory(e);
}

bool ceremony_add_step(struct ceremony *c, const struct ceremony_row *row, struct error *e)
{
	if (!grow(&c->steps, c->step_count, sizeof *c->steps, e))
		return false;
	struct ceremony_row *to = &c->steps[c->step_count++];
	*to = *row;
	to->about = to->by = NULL;
	return copy(&to->about, row->about, e) && copy(&to->by, row->by, e);
}

bool ceremony_add_officer(struct ceremony *c, const char *person, const struct note_verifier *key,
                          const struct sha256 *card, bool made, struct error *e)
{
	if (!grow(&c->officers, c->officer_count, sizeof *c->officers, e))
		return false;
	struct ceremony_officer *to = &c->officers[c->officer_count++];
	*to = (struct ceremony_officer){ .key = *key, .card = *card, .made = made };
	return copy(&to->person, person, e);
}

bool ceremony_add_card(struct ceremony *c, const char *name, const struct sha256 *card, struct error *e)
{
	if (!grow(&c->cards, c->card_count, sizeof *c->cards, e))
		return false;
	c->cards[c->card_count].card = *card;
	return copy(&c->cards[c->card_count++].name, name, e);
}

bool ceremony_add_text(struct ceremony *c, const char *type, const struct sha256 *hash, struct error *e)
{
	if (!grow(&c->texts, c->text_count, sizeof *c->texts, e))
		return false;
	c->texts[c->text_count].hash = *hash;
	return copy(&c->texts[c->text_count++].type, type, e);
}

bool ceremony_add_deviation(struct ceremony *c, moment at, const char *words, struct error *e)
{
	if (!grow(&c->deviations, c->deviation_count, sizeof *c->deviations, e))
		return false;
	c->deviations[c->deviation_count].at = at;
	return copy(&c->deviations[c->deviation_count++].words, words, e);
}

bool ceremony_add_program(struct ceremony *c, const char *program, struct error *e)
{
	for (size_t i = 0; i < c->program_count; i++)
		if (strcmp(c->programs[i], program) == 0)
			return true;
	return grow(&c->programs, c->program_count, sizeof *c->programs, e) &&
	       copy(&c->programs[c->program_count++], program, e);
}

const struct ceremony_row *ceremony_last(const struct ceremony *c, enum ceremony_step step, const char *about)
{
	for (size_t i = c->step_count; i > 0; i--) {
		const struct ceremony_row *row = &c->steps[i - 1];
		if (row->step == step &&
		    (row->about && about ? strcmp(row->about, about) == 0 : row->about == about))
			return row;
	}
	return NULL;
}
