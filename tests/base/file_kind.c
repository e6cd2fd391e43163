/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file_kind.h"

#include <criterion/criterion.h>
#include <string.h>

#define NOTE "type: sluis.roster/v1\nid: oss.nl\n\n\xe2\x80\x94 oss.nl/p-1 AAAA\n"

#define HEAD(literal) \
	{ \
		(const uint8_t *)(literal), sizeof(literal) - 1 \
	}

/* A file's beginning for each kind, and where two are alike, for both. */
static const struct {
	enum file_kind kind;
	struct bytes head;
} cases[] = {
	{ FILE_OTHER, HEAD("zomaar een tekst\n") },
	{ FILE_OTHER, HEAD("Besproken op kantoor.\r\n\r\n\xe2\x80\x94 nee zeggen heeft geen gevolgen\r\n") },
	{ FILE_OTHER, HEAD("oss.nl/wmo\n12\nAAAA=\n\n\xe2\x80\x94 oss.nl/wmo+log BBBB\n") },
	{ FILE_OTHER, HEAD("# kop, met, komma's\nsleutel: waarde\n") },
	{ FILE_OTHER, HEAD("\x80\x81\x82\x83\x84\x85\x86\x87\x88") },
	{ FILE_AGE, HEAD("age-encryption.org/v1\n-> X25519 AAAA\nBBBB\n---\n") },
	{ FILE_AGE, HEAD("age-encryption.org/v2\n") },
	{ FILE_ARMOR, HEAD("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n") },
	{ FILE_ARMOR, HEAD("\n  -----BEGIN AGE ENCRYPTED FILE-----\r\nYWdl\r\n") },
	{ FILE_KEY, HEAD("age-encryption.org/v1\n-> scrypt AAAA 18\n") },
	{ FILE_NOTE, HEAD(NOTE) },
	{ FILE_NOTE, HEAD("type: sluis.agreement/v1\nid: x\n") },
	{ FILE_CARD, HEAD("type: sluis.card/v1\nname: oss.nl/p-1\n") },
	{ FILE_PROOF, HEAD("evidence\0") },
	{ FILE_MAPPING, HEAD("# x\nversion: \"1\"\nsource: wi\nformat: csv\n") },
	{ FILE_CSV, HEAD("bsn;naam;datum\n999990019;x;y\n") },
	{ FILE_CSV, HEAD("\xef\xbb\xbf"
	                 "bsn,naam,datum\r\n") },
	{ FILE_JSON, HEAD("{\"wet\":\"pw\"}\n") },
	{ FILE_JSON, HEAD(" [\n {\"wet\":\"pw\"}]") },
	{ FILE_EMPTY, HEAD("") },
	{ FILE_ZEROS, HEAD("\0") },
	{ FILE_ZEROS, HEAD("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
	{ FILE_AGE_CRLF, HEAD("age-encryption.org/v1\r\n-> X25519 AAAA\r\n") },
	{ FILE_AGE_CRLF, HEAD("age-encryption.org/v1\r-> X25519 AAAA\r") },
	{ FILE_NOTE_CRLF, HEAD("type: sluis.roster/v1\r\nid: oss.nl\r\n") },
	{ FILE_NOTE_CRLF, HEAD("type: sluis.card/v1\r\nname: oss.nl/p-1\r\n") },
	{ FILE_NOTE_CRLF, HEAD("oss.nl/wmo\r\n12\r\nAAAA=\r\n\r\n\xe2\x80\x94 oss.nl/wmo+log BBBB\r\n") },
	{ FILE_NOTE_RECODED, HEAD("type: sluis.roster/v1\nid: x\n\n\x97 oss.nl/p-1 AAAA\n") },
	{ FILE_NOTE_RECODED,
	  HEAD("type: sluis.roster/v1\nid: x\n\n\xc3\xa2\xe2\x82\xac\xe2\x80\x9d oss.nl/p-1 A\n") },
	{ FILE_NOTE_RECODED, HEAD("type: sluis.roster/v1\nid: x\n\n=E2=80=94 oss.nl/p-1 AAAA\n") },
	{ FILE_MARKED, HEAD("\xef\xbb\xbf" NOTE) },
	{ FILE_MARKED, HEAD("\xef\xbb\xbfoss.nl/wmo\n12\nAA=\n\n\xe2\x80\x94 oss.nl/wmo+log BBBB\n") },
	{ FILE_MARKED, HEAD("\xef\xbb\xbf"
	                    "age-encryption.org/v1\n") },
	{ FILE_LETTERS, HEAD("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUx\n") },
	{ FILE_LETTERS, HEAD("dHlwZTogc2x1aXMucm9zdGVyL3YxCg==\n") },
	{ FILE_LETTERS, HEAD("b3NzLm5sL3dtbwoxMgpBQUFBPQoK4oCUIG9zcy5u\nbC93bW8rbG9nIEJC\n") },
	{ FILE_OTHER, HEAD("999990019\n999990020\n999990032\n999990044\n999990056\n") },
	{ FILE_LETTERS, HEAD("begin 644 x.sluis\n") },
	{ FILE_MAIL, HEAD("Received: from x\nSubject: pakket\n\nage-encryption.org/v1\n") },
	{ FILE_MAIL,
	  HEAD("Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nYWdl") },
	{ FILE_MAIL, HEAD("Hierbij het rooster:\n\n> type: sluis.roster/v1\n> id: x\n") },
	{ FILE_TNEF, HEAD("\x78\x9f\x3e\x22\0\0") },
	{ FILE_SMIME, HEAD("-----BEGIN PGP MESSAGE-----\n") },
	{ FILE_SMIME, HEAD("\x30\x82\x01\x02\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02") },
	{ FILE_HTML, HEAD("\xef\xbb\xbf\r\n<!DOCTYPE html>") },
	{ FILE_HTML, HEAD("<Table border=1><tr><td>bsn") },
	{ FILE_HTML, HEAD("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">") },
	{ FILE_SHORTCUT, HEAD("[InternetShortcut]\r\nURL=x") },
	{ FILE_SHORTCUT, HEAD("L\0\0\0\x01\x14\x02\0\0\0") },
	{ FILE_BESIDE, HEAD("\0\x05\x16\x07\0\x02") },
	{ FILE_ZIP, HEAD("PK\3\4\x14\0\0\0\0\0\0\0\0\0x.sluis") },
	{ FILE_ZIP, HEAD("PK\5\6\0\0\0\0") },
	{ FILE_ARCHIVE, HEAD("\x1f\x8b\x08\0") },
	{ FILE_ARCHIVE, HEAD("7z\xbc\xaf\x27\x1c\0\4") },
	{ FILE_ARCHIVE, HEAD("Rar!\x1a\x07\x01\0") },
	{ FILE_WORKBOOK, HEAD("PK\3\4\x14\0\0\0[Content_Types].xml") },
	{ FILE_WORKBOOK, HEAD("PK\3\4\x14\0\0\0xl/workbook.xml") },
	{ FILE_WORKBOOK, HEAD("PK\3\4\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet") },
	{ FILE_WORKBOOK, HEAD("<?xml version=\"1.0\"?><?mso-application?><Workbook "
	                      "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">") },
	{ FILE_OFFICE, HEAD("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0") },
	{ FILE_DOCUMENT, HEAD("%PDF-1.7\n") },
	{ FILE_DOCUMENT, HEAD("PK\3\4\x14\0\0\0word/document.xml") },
	{ FILE_XML, HEAD("<?xml version=\"1.0\"?>\n<Bericht>") },
	{ FILE_XML, HEAD("<wmo301:Bericht>") },
	{ FILE_UTF16, HEAD("\xff\xfe"
	                   "b\0s\0n\0") },
	{ FILE_UTF16, HEAD("b\0s\0n\0;\0n\0a\0a\0m\0") },
	{ FILE_UTF16, HEAD("\0b\0s\0n\0;\0n\0a\0a\0m") },
	{ FILE_PICTURE, HEAD("\x89PNG\r\n\x1a\n") },
	{ FILE_DATABASE, HEAD("SQLite format 3\0") },
	{ FILE_PROGRAM, HEAD("MZ\x90\0") },
};

Test(file_kind, tells_each_by_its_first_bytes)
{
	bool seen[FILE_KIND_COUNT] = { false };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		uint8_t tar[512] = { 0 };
		struct bytes head = cases[i].head;
		if (cases[i].kind == FILE_PROOF) { /* a tar, whose first member's name this is */
			memcpy(tar, head.data, head.size);
			memcpy(tar + 257, "ustar", 5);
			head = bytes_of(tar, sizeof tar);
		}
		enum file_kind kind = file_kind_of(head);
		cr_assert_eq(kind, cases[i].kind, "case %zu: %s instead of %s", i, file_kind_name(kind),
		             file_kind_name(cases[i].kind));
		seen[kind] = true;
	}
	for (unsigned kind = 0; kind < FILE_KIND_COUNT; kind++)
		cr_assert(seen[kind], "no case of %s", file_kind_name((enum file_kind)kind));
}

/* Nothing is read behind the end: each beginning of each case, in memory of just that size. */
Test(file_kind, reads_no_further_than_it_may)
{
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		for (size_t size = 0; size <= cases[i].head.size; size++) {
			uint8_t *exact = size ? memcpy(malloc(size), cases[i].head.data, size) : NULL;
			cr_assert_lt((unsigned)file_kind_of(bytes_of(exact, size)),
			             (unsigned)FILE_KIND_COUNT);
			free(exact);
		}
}

Test(file_kind, lets_through_what_may_be_asked_for)
{
	struct error e;
	static const struct {
		const char *head;
		unsigned uses;
		bool fits;
	} asked[] = {
		{ "age-encryption.org/v1\n-> X25519 A\n", FILE_FOR_PACKAGE | FILE_FOR_NOTE, true },
		{ "age-encryption.org/v1\n-> X25519 A\n", FILE_FOR_KEY, false },
		{ "age-encryption.org/v1\n-> scrypt A 18\n", FILE_FOR_KEY, true },
		{ "age-encryption.org/v1\n-> scrypt A 18\n", FILE_FOR_PACKAGE | FILE_FOR_NOTE, false },
		{ "a;b;c\n", FILE_FOR_CASES, true },
		{ "a;b;c\n", FILE_FOR_MAPPING, false },
		{ "\nsource: x\nformat: csv\n", FILE_FOR_CASES, false },
		{ "niets bekends", FILE_FOR_KEY, true },
		{ "", FILE_FOR_WORDS, true },
		{ "", FILE_FOR_PACKAGE, false },
		{ "From: x\nSubject: y\n", FILE_FOR_WORDS, true },
	};
	for (size_t i = 0; i < ELEMENTS(asked); i++) {
		struct bytes head = bytes_of_string(asked[i].head);
		cr_assert_eq(file_kind_check(head, "f", asked[i].uses, &e), asked[i].fits, "case %zu", i);
		if (!asked[i].fits)
			cr_assert_eq(e.code, ERR_WRONG_FILE);
	}
}
