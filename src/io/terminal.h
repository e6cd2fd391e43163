/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The terminal: its size, questions, and progress of long work. */

#include "base/bytes.h"

/* How many columns there are where `fd` goes: what COLUMNS says, or the terminal; 80 when neither knows. 0
 * when it is no terminal, so that what reads a pipe gets whole lines. */
unsigned terminal_width(int fd);
/* How many lines: what LINES says, or the terminal; 24 when neither knows, and 0 when it is no terminal. */
unsigned terminal_height(int fd);
/* Whether what goes to `fd` may have colours: a terminal that isn't "dumb", and NO_COLOR empty or not set
 * (no-color.org). */
bool terminal_has_colours(int fd);

/* A line typed at /dev/tty without echo, into `out` (at most `size` bytes, no NUL,
 * no LF). Restores the terminal also when a signal comes. ERR_NO_TERMINAL when
 * there is none, ERR_INTERRUPTED on ^C, ERR_TOO_LARGE. `prompt` is shown as is. */
bool terminal_read_hidden(const char *prompt, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
	_must_check_;
/* Shown at /dev/tty, wherever the output goes, and copied nowhere: for a secret that somebody is to write
 * down. ERR_NO_TERMINAL. */
bool terminal_show(struct bytes text, struct error *e) _must_check_;
/* A line with echo, as `text_read_words` reads it; for search terms and the questions of `agreement new`. */
bool terminal_read_line(const char *prompt, struct buffer *ret, struct error *e) _must_check_;

/* How far long work is, on stderr: a line now and then ("packing: 42%", or "packing: 1234" when `total` is 0,
 * not known), the first after three seconds, and only where stderr is a terminal. Lines, since a screen
 * reader reads those, and nothing is drawn over. */
struct progress {
	const char *label; /* translated by the caller */
	uint64_t total;
	int64_t told_ns;
};
void progress_start(struct progress *p, const char *label, uint64_t total);
void progress_update(struct progress *p, uint64_t done);
/* For who has other words for it: may a line be told now? Then the next may be as long after. */
bool progress_is_due(struct progress *p);
/* From here on none is told. */
void progress_silence(void);
