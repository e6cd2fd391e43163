/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/page.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* A table whose columns would have too little room: each row is a block of labels and values. */
#define BLOCKS(tables) \
	"table" tables "{display:block}" tables " caption," tables " tbody{display:block}" tables \
	" thead," tables " colgroup{display:none}" tables \
	" tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(var(--least),100%),1fr));gap:." \
	"35rem " \
	"1.25rem;padding:.7rem 0;border-bottom:1px solid #8a9099;break-inside:avoid}" tables " th," tables \
	" td{display:block;min-width:0;padding:0!important;border:0;text-align:left!important}" tables \
	" td:empty{display:none}" tables " tbody th," tables " .t," tables " .i{grid-column:1/-1}" tables \
	" tbody th{font-weight:600}" tables " [data-label]::before{content:attr(data-label)}"

/* Contrast, on white: text 16:1, headings and dark bars 9:1, grey text 7:1, frames 3:1. Any text may be
 * broken where nothing else helps, and columns have fixed shares: so no value, however long, leaves the
 * page. */
static const char style_of_text[] =
	"html{color-scheme:light;--least:9rem}"
	"*{box-sizing:border-box}"
	"body{margin:0;background:#fff;color:#1b1f24;overflow-wrap:anywhere;font:1rem/1.5 "
	"system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}"
	"header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}"
	"header{padding-top:1.5rem;border-bottom:.25rem solid #154273}"
	"h1{margin:0;font-size:1.9rem;line-height:1.2;color:#154273}"
	"h2{margin:2.25rem 0 .5rem;font-size:1.35rem;color:#154273}"
	"h3{margin:1.5rem 0 .5rem;font-size:1.05rem}"
	"p,ul,dl{margin:.5rem 0;max-width:46rem}"
	"header p{margin:.25rem 0 1rem;color:#4a5057}"
	"footer{margin-top:3rem;padding-top:.75rem;padding-bottom:2rem;border-top:1px solid "
	"#8a9099;color:#4a5057;font-size:.9rem}"
	".skip{position:absolute;left:-99rem;padding:.5rem 1rem;background:#154273;color:#fff}"
	".skip:focus{left:0}"
	":focus-visible{outline:3px solid #b45309;outline-offset:2px}"
	".verdict{margin:1.5rem 0;padding:1rem 1.25rem;border:2px "
	"solid;border-left-width:.6rem;max-width:none;font-size:1.15rem;font-weight:600}"
	".good{border-color:#1f7a3d;background:#eef8f0}"
	".open{border-color:#a65f00;background:#fff8e8}"
	".bad{border-color:#b42318;background:#fdf0ee}"
	".verdict span{margin-right:.6rem}"
	"dl{display:grid;grid-template-columns:fit-content(22rem) minmax(0,1fr);gap:.2rem "
	"1.5rem;max-width:none}"
	"dt{color:#4a5057}"
	"dd{margin:0}"
	".words{columns:3 9rem;column-gap:1.5rem;max-width:44rem;padding-left:0;margin:1rem "
	"0;font:1.15rem/1.75 ui-monospace,'Cascadia Mono',Menlo,'DejaVu Sans Mono',monospace}"
	".words li{margin-left:2.5em;break-inside:avoid}"
	".words .check{border-bottom:1px solid #8a9099}"
	"details{border-bottom:1px solid #c9ced4}"
	"summary{padding:.35rem 0;cursor:pointer}"
	"summary::first-letter{text-transform:uppercase}"
	"details>p{margin:.15rem 0 .6rem 1.1rem;max-width:none}"
	"figure{margin:1rem 0}"
	"figcaption{font-weight:600;padding-bottom:.5rem}"
	"svg{display:block;width:100%;height:auto;max-width:60rem}"
	"svg text{font:14px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:#4a5057}"
	/* Drawn smaller, nobody reads it; its table is below it. */
	"@media screen and (max-width:44rem){figure{display:none}}"
	"@media (max-width:36rem){html{--least:6rem}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}";
/* clang-format off */
static const char style_of_tables[] =
	"table{width:100%;margin:1rem 0;border-collapse:collapse;table-layout:fixed;font-size:.95rem}"
	"caption{text-align:left;font-weight:600;padding:.25rem 0 .5rem}"
	"th,td{padding:.35rem .75rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid "
	"#c9ced4;font-weight:400}"
	"th.n,td.n{padding-right:1.25rem;text-align:right;font-variant-numeric:tabular-nums}"
	".wide{font-size:.85rem}.wide th,.wide td{padding-right:.6rem}"
	"th:last-child,td:last-child{padding-right:0!important}"
	"thead th{font-weight:600;vertical-align:bottom;border-bottom:2px solid #154273}"
	"[data-label]::before{display:block;color:#4a5057;font:400 .85rem/1.4 system-ui,-apple-system,'Segoe "
	"UI',Roboto,'Noto Sans',sans-serif}"
	".i{font-family:ui-monospace,'Cascadia Mono',Menlo,'DejaVu Sans Mono',monospace;font-size:.9em}"
	BLOCKS(".long")
	"@media screen and (max-width:54rem){" BLOCKS(".middling") "}"
	"@media screen and (max-width:78rem){" BLOCKS(".wide") "}";
static const char style_of_paper[] =
	"@media print{html{font-size:10pt}header,main,footer{max-width:none;padding-left:0;padding-right:0}"
	".skip{display:none}.words{line-height:1.4;margin:.5rem 0}h2{margin-top:1.4rem}"
	"footer{margin-top:1rem;padding-bottom:0}"
	"details::details-content{content-visibility:visible;display:block;height:auto}"
	"summary{list-style:none;break-after:avoid}.verdict{background:#fff}"
	"h2,h3,caption,figcaption{break-after:avoid}figure,.verdict,tr{break-inside:avoid}"
	"thead{display:table-header-group;break-after:avoid}tbody tr:first-child{break-before:avoid}"
	".middling{font-size:.85rem}" BLOCKS(".wide")
	"@page{size:A4;margin:18mm 16mm}}";
/* clang-format on */

static void append(struct buffer *out, const char *markup)
{
	buffer_append_string(out, markup);
}

void html_append(struct buffer *out, const char *text)
{
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	text_append_shown(&shown, bytes_of_string(text));
	if (shown.failed)
		out->failed = true;
	for (size_t i = 0; i < shown.size && !shown.failed; i++)
		switch (shown.data[i]) {
		case '&':
			append(out, "&amp;");
			break;
		case '<':
			append(out, "&lt;");
			break;
		case '>':
			append(out, "&gt;");
			break;
		case '"':
			append(out, "&quot;");
			break;
		case '\'':
			append(out, "&#39;");
			break;
		default:
			buffer_append_byte(out, shown.data[i]);
		}
}

/* `<open>text</close>`, both given whole. */
static void element(struct buffer *out, const char *open, const char *text, const char *close)
{
	append(out, open);
	html_append(out, text);
	append(out, close);
}

void page_begin(struct buffer *out, const struct page_words *words)
{
	element(out, "<!DOCTYPE html>\n<html lang=\"", words->language,
	        "\">\n<head>\n<meta charset=\"utf-8\">\n");
	append(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	            "'unsafe-inline'\">\n"
	            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	            "<meta name=\"referrer\" content=\"no-referrer\">\n");
	element(out, "<title>", words->title, "</title>\n<style>");
	append(out, style_of_text);
	append(out, style_of_tables);
	append(out, style_of_paper);
	element(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">", words->skip,
	        "</a>\n<header>\n");
	element(out, "<h1>", words->title, "</h1>\n");
	if (words->subtitle)
		element(out, "<p>", words->subtitle, "</p>\n");
	append(out, "</header>\n<main id=\"content\" tabindex=\"-1\">\n");
}

void page_end(struct buffer *out, const struct page_words *words)
{
	append(out, "</main>\n");
	if (words->made_by)
		element(out, "<footer>\n<p>", words->made_by, "</p>\n</footer>\n");
	append(out, "</body>\n</html>\n");
}

void page_section(struct buffer *out, const char *id, const char *heading)
{
	buffer_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	element(out, "", heading, "</h2>\n");
}

void page_section_end(struct buffer *out)
{
	append(out, "</section>\n");
}

void page_subheading(struct buffer *out, const char *heading)
{
	element(out, "<h3>", heading, "</h3>\n");
}

void page_paragraph(struct buffer *out, const char *text)
{
	element(out, "<p>", text, "</p>\n");
}

void page_verdict(struct buffer *out, enum page_tone tone, const char *text)
{
	static const char *const opens[] = {
		[PAGE_GOOD] = "<p class=\"verdict good\"><span aria-hidden=\"true\">✓</span>",
		[PAGE_OPEN] = "<p class=\"verdict open\"><span aria-hidden=\"true\">…</span>",
		[PAGE_BAD] = "<p class=\"verdict bad\"><span aria-hidden=\"true\">✗</span>",
	};
	element(out, opens[tone], text, "</p>\n");
}

void page_pairs(struct buffer *out)
{
	append(out, "<dl>\n");
}

void page_pair(struct buffer *out, const char *label, const char *value)
{
	element(out, "<dt>", label, "</dt>");
	element(out, "<dd>", value, "</dd>\n");
}

void page_pairs_end(struct buffer *out)
{
	append(out, "</dl>\n");
}

void page_words(struct buffer *out, struct bytes words, size_t checks)
{
	size_t left = 1;
	for (size_t i = 0; i < words.size; i++)
		left += words.data[i] == ' ';
	append(out, "<ol class=\"words\">\n");
	for (struct cursor c = cursor_of(words); left; left--) {
		append(out, left <= checks ? "<li class=\"check\">" : "<li>");
		buffer_append(out, cursor_until(&c, ' '));
		append(out, "</li>\n");
	}
	append(out, "</ol>\n");
}

void page_fold(struct buffer *out, const char *summary)
{
	element(out, "<details>\n<summary>", summary, "</summary>\n");
}

void page_fold_end(struct buffer *out)
{
	append(out, "</details>\n");
}

/* --- tables --- */

/* How many characters beside each other there is room for: on a narrow screen, on A4, on a wide screen. */
#define ROOM_NARROW 34u
#define ROOM_PAPER 84u
#define ROOM_WIDE 130u
#define BETWEEN_COLUMNS 3u

static unsigned longest_word(const char *text)
{
	unsigned longest = 0;
	for (const char *at = text; *at; at += strspn(at, " ")) {
		size_t size = strcspn(at, " ");
		unsigned width = (unsigned)text_width(bytes_of(at, size));
		longest = width > longest ? width : longest;
		at += size;
	}
	return longest;
}

/* What a column asks of the width, in characters: its title isn't to be broken, nor what it mostly holds. */
static unsigned share_of(const struct column *c)
{
	static const unsigned least[] = {
		[COLUMN_TEXT] = 24, [COLUMN_ID] = 14,    [COLUMN_NAME] = 12,
		[COLUMN_DATE] = 11, [COLUMN_STATE] = 11, [COLUMN_NUMBER] = 6,
	};
	unsigned word = longest_word(column_title(c));
	return (word > least[c->kind] ? word : least[c->kind]) + BETWEEN_COLUMNS;
}

static const char *layout_for(unsigned shares)
{
	return shares <= ROOM_NARROW  ? ""
	       : shares <= ROOM_PAPER ? "middling"
	       : shares <= ROOM_WIDE  ? "wide"
	                              : "long";
}

static const char *class_of(const struct column *c)
{
	static const char *const classes[] = {
		[COLUMN_TEXT] = " class=\"t\"",
		[COLUMN_ID] = " class=\"i\"",
		[COLUMN_NAME] = "",
		[COLUMN_DATE] = "",
		[COLUMN_STATE] = "",
		[COLUMN_NUMBER] = " class=\"n\"",
	};
	return classes[c->kind];
}

/* Roles are said, since a table that is laid out as blocks is none to every browser. */
void page_table_begin(struct page_table *t, struct buffer *out, const char *caption,
                      const struct column *columns, size_t count)
{
	unsigned shares = 0;
	assert(count > 0);
	*t = (struct page_table){ .out = out, .columns = columns, .count = count };
	for (size_t i = 0; i < count; i++)
		shares += share_of(&columns[i]);
	/* Few columns beside each other are read more easily than far apart. */
	buffer_printf(out, "<table role=\"table\" class=\"%s\" style=\"max-width:%uch\">\n",
	              layout_for(shares), 2 * shares);
	element(out, "<caption>", caption, "</caption>\n<colgroup>");
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "<col style=\"width:%.2f%%\">", 100.0 * share_of(&columns[i]) / shares);
	append(out, "</colgroup>\n<thead role=\"rowgroup\">\n<tr role=\"row\">");
	for (size_t i = 0; i < count; i++) {
		buffer_printf(out, "<th role=\"columnheader\" scope=\"col\"%s>",
		              columns[i].kind == COLUMN_NUMBER ? " class=\"n\"" : "");
		element(out, "", column_title(&columns[i]), "</th>");
	}
	append(out, "</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
}

void page_cell(struct page_table *t, const char *text)
{
	const struct column *c = &t->columns[t->at];
	const char *tag = t->at == 0 ? "th" : "td";
	if (t->at == 0)
		append(t->out, "<tr role=\"row\">");
	buffer_printf(t->out, "<%s role=\"%s\"%s%s%s", tag, t->at == 0 ? "rowheader" : "cell",
	              t->at == 0 ? " scope=\"row\"" : "", c->english ? " lang=\"en\"" : "", class_of(c));
	element(t->out, " data-label=\"", column_title(c), "\">");
	/* A header that is empty is no header for who hears it. */
	html_append(t->out, t->at == 0 && (!text || !text[0]) ? "–" : text);
	buffer_printf(t->out, "</%s>", tag);
	if (++t->at == t->count) {
		append(t->out, "</tr>\n");
		t->at = 0;
	}
}

void page_table_end(struct page_table *t)
{
	assert(t->at == 0);
	append(t->out, "</tbody>\n</table>\n");
}

/* --- bars --- */

enum {
	CHART_WIDTH = 960,
	CHART_HEIGHT = 240,
	CHART_LEFT = 64,
	CHART_TOP = 16,
	CHART_BOTTOM = 28,
	LABEL_WIDTH = 116
};

/* The least of 1, 2 or 5 × 10^n that isn't below `value`: a top for the axis that can be read. */
static uint64_t round_up(uint64_t value)
{
	for (uint64_t ten = 1;; ten *= 10) {
		for (uint64_t step = 1; step <= 5; step += step == 1 ? 1 : 3)
			if (step * ten >= value)
				return step * ten;
		if (ten > UINT64_MAX / 100)
			return UINT64_MAX;
	}
}

static void grid_line(struct buffer *out, uint64_t value, unsigned y)
{
	buffer_printf(out, "<path d=\"M%d %u.5H%d\" stroke=\"#c9ced4\"/>", CHART_LEFT, y, CHART_WIDTH);
	buffer_printf(out, "<text x=\"%d\" y=\"%u\" text-anchor=\"end\">%" PRIu64 "</text>\n", CHART_LEFT - 8,
	              y + 4, value);
}

static unsigned height_of(uint64_t value, uint64_t top)
{
	const double room = CHART_HEIGHT - CHART_TOP - CHART_BOTTOM;
	unsigned height = (unsigned)((double)value / (double)top * room + 0.5);
	return value && !height ? 1 : height; /* little is not nothing */
}

static void draw_bar(struct buffer *out, const struct page_bar *bar, uint64_t top, double x, double width)
{
	const unsigned base = CHART_HEIGHT - CHART_BOTTOM;
	unsigned whole = height_of(bar->value, top), part = height_of(bar->second, top);
	if (whole)
		buffer_printf(out,
		              "<rect x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"%u\" fill=\"#5f8fc4\"/>", x,
		              base - whole, width, whole);
	if (part)
		buffer_printf(out,
		              "<rect x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"%u\" fill=\"#154273\"/>", x,
		              base - part, width, part);
}

void page_bars(struct buffer *out, const char *title, const struct page_bar *bars, size_t count)
{
	const unsigned base = CHART_HEIGHT - CHART_BOTTOM;
	uint64_t most = 1;
	for (size_t i = 0; i < count; i++)
		most = bars[i].value > most ? bars[i].value : most;
	uint64_t top = round_up(most);
	double slot = (double)(CHART_WIDTH - CHART_LEFT) / (double)(count ? count : 1);
	double width = slot * 0.8 > 64 ? 64 : slot * 0.8;
	size_t every = (size_t)(LABEL_WIDTH / slot) + 1;
	element(out, "<figure>\n<figcaption>", title, "</figcaption>\n");
	buffer_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", CHART_WIDTH,
	              CHART_HEIGHT);
	element(out, "", title, "\">\n");
	grid_line(out, top, CHART_TOP);
	if (top > 1)
		grid_line(out, top / 2, CHART_TOP + (base - CHART_TOP) / 2);
	grid_line(out, 0, base);
	for (size_t i = 0; i < count; i++) {
		double middle = CHART_LEFT + slot * ((double)i + 0.5);
		draw_bar(out, &bars[i], top, middle - width / 2, width);
		if (i % every)
			continue;
		buffer_printf(out, "<text x=\"%.1f\" y=\"%u\" text-anchor=\"middle\">", middle, base + 18);
		element(out, "", bars[i].label, "</text>\n");
	}
	append(out, "</svg>\n</figure>\n");
}
