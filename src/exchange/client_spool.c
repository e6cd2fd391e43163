/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_spool.h"

#include "exchange/spool.h"

bool client_spool_start(struct client_spool *c, const char *directory, struct error *e)
{
	*c = (struct client_spool){ 0 };
	return spool_start(directory, &c->spool, e);
}

void client_spool_clear(struct client_spool *c)
{
	spool_freep(&c->spool);
	buffer_wipe(&c->line);
	*c = (struct client_spool){ 0 };
}

/* The texts that differ per client, each as u32 length and bytes. */
enum { SPOOLED_SUBJECT, SPOOLED_RECORD, SPOOLED_CASE, SPOOLED_CONSENT, SPOOLED_WITHHELD, SPOOLED_COUNT };

static void spool_text(struct buffer *out, struct bytes text)
{
	const uint8_t size[4] = { (uint8_t)(text.size >> 24), (uint8_t)(text.size >> 16),
		                  (uint8_t)(text.size >> 8), (uint8_t)text.size };
	buffer_append(out, bytes_of(size, sizeof size));
	buffer_append(out, text);
}

static bool add_client(struct client_spool *c, struct bytes bsn, struct bytes case_number,
                       const char *record_id, const char *consents, const char *withheld, struct error *e)
{
	buffer_reset(&c->line);
	spool_text(&c->line, bsn);
	spool_text(&c->line, bytes_of_string(record_id));
	spool_text(&c->line, case_number);
	spool_text(&c->line, bytes_of_string(consents));
	spool_text(&c->line, bytes_of_string(withheld));
	c->count++;
	return buffer_ok(&c->line, e) && sink_write(spool_sink(c->spool), buffer_bytes(&c->line), e);
}

bool client_spool_add_bsn(struct client_spool *c, struct bytes bsn, const char *record_id,
                          const char *consents, const char *withheld, struct error *e)
{
	return add_client(c, bsn, (struct bytes){ NULL, 0 }, record_id, consents, withheld, e);
}

bool client_spool_add(struct client_spool *c, const struct record *r, const char *record_id,
                      const char *consents, const char *withheld, struct error *e)
{
	c->without_case += !record_role(r, ROLE_CASE).size;
	return add_client(c, record_role(r, ROLE_BSN), record_role(r, ROLE_CASE), record_id, consents,
	                  withheld, e);
}

static bool unspool_texts(struct client_spool *c, const char *ret[SPOOLED_COUNT], struct error *e)
{
	size_t at[SPOOLED_COUNT];
	buffer_reset(&c->line);
	for (size_t i = 0; i < SPOOLED_COUNT; i++) {
		uint8_t raw[4];
		if (!source_exactly(spool_source(c->spool), raw, sizeof raw, "spool", e))
			return false;
		size_t size = (size_t)raw[0] << 24 | (size_t)raw[1] << 16 | (size_t)raw[2] << 8 | raw[3];
		uint8_t *room = buffer_room(&c->line, size + 1);
		if (!room)
			return error_memory(e);
		if (!source_exactly(spool_source(c->spool), room, size, "spool", e))
			return false;
		room[size] = 0;
		at[i] = c->line.size;
		buffer_grew(&c->line, size + 1);
	}
	for (size_t i = 0; i < SPOOLED_COUNT; i++) {
		const char *text = (const char *)c->line.data + at[i];
		ret[i] = *text ? text : NULL;
	}
	return true;
}

bool client_spool_each(struct client_spool *c,
                       bool (*each)(void *context, struct entry_private *p, struct error *e), void *context,
                       struct error *e)
{
	if (c->count && !spool_rewind(c->spool, e))
		return false;
	for (uint64_t i = 0; i < c->count; i++) {
		const char *texts[SPOOLED_COUNT];
		if (!unspool_texts(c, texts, e))
			return false;
		struct entry_private p = { 0 };
		p.values[PRIVATE_SUBJECT] =
			texts[SPOOLED_SUBJECT] ? texts[SPOOLED_SUBJECT] : texts[SPOOLED_RECORD];
		p.values[PRIVATE_SUBJECT_TYPE] = texts[SPOOLED_SUBJECT]  ? "bsn"
		                                 : texts[SPOOLED_RECORD] ? "record"
		                                                         : NULL;
		p.values[PRIVATE_RECORD] = texts[SPOOLED_RECORD];
		p.values[PRIVATE_CASE] = texts[SPOOLED_CASE];
		p.values[PRIVATE_CONSENT] = texts[SPOOLED_CONSENT];
		p.values[PRIVATE_WITHHELD] = texts[SPOOLED_WITHHELD];
		if (!each(context, &p, e))
			return false;
	}
	return true;
}
