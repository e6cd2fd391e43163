/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* One self-contained HTML page: no scripts, nothing from outside (its own policy
 * forbids both), readable on screen, on paper and by a screen reader (WCAG 2.2 AA).
 * Everything given here is escaped; words arrive translated, and may be NULL
 * (empty). What the page says is the caller's; it goes into a buffer, whose
 * failure is sticky: ask `buffer_ok` once at the end. */

#include "base/bytes.h"
#include "report/column.h"

/* As text or as an attribute's value between double quotes. Characters that could
 * mislead (text_append_shown) and bytes that aren't UTF-8 become U+FFFD. */
void html_append(struct buffer *out, const char *text);

struct page_words {
	const char *language; /* "nl", "en": the page's lang attribute */
	const char *title;    /* of the window, and the one h1 */
	const char *subtitle; /* a line below it; may be NULL */
	const char *skip;     /* "to the content": the first link, for who has no mouse */
	const char *made_by;  /* in the footer; may be NULL */
};
/* Opens head, header and main; nothing else may be open at `page_end`. */
void page_begin(struct buffer *out, const struct page_words *words);
void page_end(struct buffer *out, const struct page_words *words);

/* A region with an h2; `id` is a plain identifier, unique in the page. Sections don't nest. */
void page_section(struct buffer *out, const char *id, const char *heading);
void page_section_end(struct buffer *out);
void page_subheading(struct buffer *out, const char *heading); /* h3 */
void page_paragraph(struct buffer *out, const char *text);

/* The one thing to remember, in a frame. Colour and sign only repeat what the words say. */
enum page_tone { PAGE_GOOD, PAGE_OPEN, PAGE_BAD };
void page_verdict(struct buffer *out, enum page_tone tone, const char *text);

/* "label: value", aligned. */
void page_pairs(struct buffer *out);
void page_pair(struct buffer *out, const char *label, const char *value);
void page_pairs_end(struct buffer *out);

/* Words to be typed over, numbered from 1: in columns, read downwards. `words` has blanks between them; they
 * are put in as they are, and nowhere else, since they may be secret. The last `checks` of them are set
 * apart. */
void page_words(struct buffer *out, struct bytes words, size_t checks);

/* What is there to be looked at, and may be passed over: on screen the summary alone until somebody asks for
 * more, on paper all of it. Folds don't nest. */
void page_fold(struct buffer *out, const char *summary);
void page_fold_end(struct buffer *out);

/* A table with a caption and column headers; each row's first cell is its header. Cells
 * are given row by row, and a row closes itself. Nothing scrolls and nothing is cut: long values are
 * broken, and where the columns have no room beside each other, on a narrow screen or on A4,
 * each row becomes a block of labels and values. */
struct page_table {
	struct buffer *out;
	const struct column *columns;
	size_t count, at; /* `at`: cells of the open row */
};
void page_table_begin(struct page_table *t, struct buffer *out, const char *caption,
                      const struct column *columns, size_t count);
void page_cell(struct page_table *t, const char *text);
void page_table_end(struct page_table *t);

/* Bars, left to right, as SVG: an image whose name is `title` and whose content the
 * table that the caller puts beside it gives again. `label` stands below a bar (not all
 * when there are many), `value` decides its height; `second` is the part of it that is drawn dark. */
struct page_bar {
	const char *label;
	uint64_t value, second;
};
void page_bars(struct buffer *out, const char *title, const struct page_bar *bars, size_t count);
