/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Questions with answers of one line, on the terminal when standard input is one, else
 * from standard input for scripts: there nothing is asked aloud, and an answer that
 * isn't right ends it. Which questions, and what is right, is the caller's. */

#include "base/bytes.h"

struct dialogue {
	bool is_terminal;
	uint64_t line;       /* answers read so far */
	struct buffer shown; /* what comes above the next question; dropped in a script */
};

enum reply {
	REPLY_TEXT,  /* what was typed, without white space around it */
	REPLY_ENTER, /* nothing: keep what there is, or go on */
	REPLY_CLEAR, /* "-": without this */
	REPLY_BACK,  /* "<" */
	REPLY_STOP,  /* "." */
	REPLY_HELP,  /* "?" */
	REPLY_END,   /* standard input has no more */
};

void dialogue_begin(struct dialogue *d);
void dialogue_clear(struct dialogue *d);
/* A line, or several, above the next question; what isn't text is made visible. */
void dialogue_say(struct dialogue *d, const char *format, ...) _printf_(2, 3);
/* One of a numbered list, its further lines below its first. */
void dialogue_item(struct dialogue *d, size_t number, const struct buffer *text);
/* Asks and waits. `ret` holds a text. A line with control characters (an arrow key) or no UTF-8 is refused:
 * on the terminal it is asked again. ERR_INTERRUPTED, ERR_TOO_LARGE, ERR_CONTROL_CHARACTER, ERR_UTF8. */
bool dialogue_ask(struct dialogue *d, const char *question, struct buffer *ret, enum reply *ret_reply,
                  struct error *e) _must_check_;
/* The same on the terminal alone, without echo: for a secret, of at most `size` bytes, into `out`. White
 * space around it stays. ERR_NO_TERMINAL, ERR_INTERRUPTED, ERR_TOO_LARGE. */
bool dialogue_ask_hidden(struct dialogue *d, const char *question, uint8_t *out, size_t size,
                         size_t *ret_size, enum reply *ret_reply, struct error *e) _must_check_;
