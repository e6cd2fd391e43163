/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* fuzz-seeds CORPUS: writes those seeds that need keys or an exact form, over the old ones.
 * For when a format changes; the others were written by hand. Keys that fuzz.h
 * doesn't have are made here and forgotten. */

#include "fuzz.h"

#include "base/limits.h"
#include "codec/base64.h"
#include "codec/gzip.h"
#include "io/file.h"
#include "io/tar.h"
#include "log/evidence.h"
#include "log/proof.h"
#include "trust/card.h"
#include "trust/manifest.h"
#include "trust/roster.h"

#define DO(call) ((call) ? (void)0 : failed(#call, &e))
_Noreturn static void failed(const char *call, const struct error *e)
{
	fprintf(stderr, "%s: %s %s: %s\n", call, error_name(e->code), e->subject, e->detail);
	exit(1);
}

static const char *corpus;

static void put(const char *target, const char *name, struct bytes content)
{
	_cleanup_(string_freep) char *path = string_printf("%s/%s/%s", corpus, target, name);
	struct error e;
	DO(file_replace(path, content, true, &e));
}

static moment day(const char *text)
{
	moment m = 0;
	MUST(day_parse(bytes_of_string(text), &m));
	return m;
}

/* --- age --- */

static void armored(struct bytes binary, struct buffer *out, const char *line_end)
{
	buffer_printf(out, "-----BEGIN AGE ENCRYPTED FILE-----%s", line_end);
	for (size_t at = 0; at < binary.size; at += 48) {
		size_t size = binary.size - at < 48 ? binary.size - at : 48;
		base64_append(out, bytes_of(binary.data + at, size), BASE64_PADDED);
		buffer_append_string(out, line_end);
	}
	buffer_printf(out, "-----END AGE ENCRYPTED FILE-----%s", line_end);
}

static void encrypted(struct bytes plaintext, size_t others, struct buffer *out)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	struct age_recipient to[3] = { fuzz_identity()->recipient };
	struct error e;
	for (size_t i = 1; i <= others; i++)
		random_bytes(to[i].key, sizeof to[i].key);
	DO(age_writer_start(sink_to_buffer(out), to, 1 + others, &w, &e));
	DO(sink_write(age_writer_sink(w), plaintext, &e) && age_writer_end(w, &e));
}

static void encrypted_by_passphrase(struct buffer *out)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(secret_clear) struct secret passphrase = { 0 };
	struct error e;
	DO(secret_copy(&passphrase, BYTES("een zin die niemand kiest"), &e));
	DO(age_writer_start_passphrase(sink_to_buffer(out), &passphrase, 2, &w, &e));
	DO(sink_write(age_writer_sink(w), BYTES("iets\n"), &e) && age_writer_end(w, &e));
}

static void age(void)
{
	_cleanup_(buffer_clear) struct buffer one = { 0 };
	_cleanup_(buffer_clear) struct buffer three = { 0 };
	_cleanup_(buffer_clear) struct buffer empty = { 0 };
	_cleanup_(buffer_clear) struct buffer phrase = { 0 };
	_cleanup_(buffer_clear) struct buffer armor = { 0 };
	_cleanup_(buffer_clear) struct buffer crlf = { 0 };
	encrypted(BYTES("iets\n"), 0, &one);
	encrypted(BYTES("iets\n"), 2, &three);
	encrypted(BYTES(""), 0, &empty);
	encrypted_by_passphrase(&phrase);
	armored(buffer_bytes(&one), &armor, "\n");
	armored(buffer_bytes(&phrase), &crlf, "\r\n");
	put("age_reader", "valid-one", buffer_bytes(&one));
	put("age_reader", "valid-three", buffer_bytes(&three));
	put("age_reader", "valid-empty", buffer_bytes(&empty));
	put("age_reader", "valid-passphrase", buffer_bytes(&phrase));
	put("age_reader", "valid-armored", buffer_bytes(&armor));
	put("armor", "valid-lf", buffer_bytes(&armor));
	put("armor", "valid-crlf", buffer_bytes(&crlf));
	const uint8_t *end = memmem(three.data, three.size, "\n--- ", 5);
	size_t header = (size_t)(end - three.data) + 5 + 43 + 1;
	put("age_header", "valid-three", bytes_of(three.data, header));
	end = memmem(phrase.data, phrase.size, "\n--- ", 5);
	put("age_header", "valid-scrypt", bytes_of(phrase.data, (size_t)(end - phrase.data) + 5 + 43 + 1));
}

/* --- notes, cards, checkpoints --- */

static void notes(void)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(buffer_clear) struct buffer checkpoint = { 0 };
	_cleanup_(note_signer_clear) struct note_signer other = { 0 };
	const struct checkpoint c = { .origin = "oss.nl/wmo", .size = 12, .root = { { 1, 2, 3 } } };
	char text[NOTE_VERIFIER_TEXT_MAX + 2];
	struct error e;
	DO(note_signer_generate("elders", NOTE_ED25519, &other, &e));
	DO(note_sign(&note, BYTES("een tekst\n\nmet een lege regel\n"), fuzz_person(), 0, &e));
	put("note", "valid-one", buffer_bytes(&note));
	DO(note_sign(&note, BYTES("een tekst\n\nmet een lege regel\n"), &other, 0, &e));
	DO(note_sign(&note, BYTES("een tekst\n\nmet een lege regel\n"), fuzz_witness(), 1795521600, &e));
	put("note", "valid-three", buffer_bytes(&note));
	DO(checkpoint_sign(&c, fuzz_log(), &checkpoint, &e));
	put("checkpoint", "valid-log", buffer_bytes(&checkpoint));
	struct note parsed;
	_cleanup_(buffer_clear) struct buffer copy = { 0 };
	buffer_append(&copy, buffer_bytes(&checkpoint));
	DO(note_parse(buffer_bytes(&copy), "note", &parsed, &e) &&
	   note_sign(&checkpoint, parsed.text, fuzz_witness(), 1795521600, &e));
	put("checkpoint", "valid-cosigned", buffer_bytes(&checkpoint));
	const struct note_signer *const signers[] = { fuzz_person(), fuzz_log(), fuzz_witness() };
	static const char *const names[] = { "valid-person", "valid-log", "valid-witness" };
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		note_verifier_format(&signers[i]->public, text);
		put("verifier", names[i], bytes_of_string(strcat(text, "\n")));
	}
}

static void cards(void)
{
	_cleanup_(buffer_clear) struct buffer person = { 0 };
	_cleanup_(buffer_clear) struct buffer unit = { 0 };
	struct error e;
	DO(card_make("oss.nl/p-7f3k", &fuzz_identity()->recipient, fuzz_person(), NULL, &person, &e));
	DO(card_make("oss.nl/wmo", &fuzz_identity()->recipient, fuzz_log(), fuzz_witness(), &unit, &e));
	put("card", "valid-person", buffer_bytes(&person));
	put("card", "valid-unit", buffer_bytes(&unit));
}

/* --- roster --- */

#define OFFICERS 3u
static struct note_signer officers[OFFICERS];

static struct roster_person a_person(const char *name, const struct note_signer *key)
{
	struct roster_person p = { .name = string_copy(name),
		                   .label = string_copy("Iemand: één"),
		                   .key = key->public,
		                   .from = day("2026-01-01") };
	random_bytes(p.recipient.key, sizeof p.recipient.key);
	return p;
}

static struct roster *a_roster(void)
{
	struct roster *r = calloc(1, sizeof *r);
	struct error e;
	MUST(r);
	r->id = string_copy("oss");
	r->version = 1;
	r->issued = day("2026-02-01");
	r->review_by = day("2027-02-01");
	r->controllers = calloc(1, sizeof *r->controllers);
	r->controllers[r->controller_count++] = (struct roster_controller){ string_copy("oss.nl"), 2 };
	r->persons = calloc(OFFICERS + 2, sizeof *r->persons);
	r->officers = calloc(OFFICERS, sizeof *r->officers);
	for (size_t i = 0; i < OFFICERS; i++) {
		_cleanup_(string_freep) char *name = string_printf("oss.nl/p-000%zu", i + 1);
		DO(note_signer_generate(name, NOTE_ED25519, &officers[i], &e));
		r->persons[r->person_count++] = a_person(name, &officers[i]);
		r->officers[r->officer_count++] =
			(struct roster_officer){ string_copy(name), string_copy("oss.nl") };
	}
	r->persons[r->person_count++] = a_person("oss.nl/p-7f3k", fuzz_person());
	r->units = calloc(2, sizeof *r->units);
	r->units[r->unit_count++] = (struct roster_unit){ .name = string_copy("oss.nl/wmo"),
		                                          .controller = string_copy("oss.nl"),
		                                          .ready = true,
		                                          .recipient = fuzz_identity()->recipient,
		                                          .has_recovery = true,
		                                          .log = fuzz_log()->public,
		                                          .witness = fuzz_witness()->public };
	random_bytes(r->units[0].recovery.key, 32);
	r->units[r->unit_count++] =
		(struct roster_unit){ .name = string_copy("oss.nl/wi"), .controller = string_copy("oss.nl") };
	r->mandates = calloc(2, sizeof *r->mandates);
	for (size_t i = 0; i < 2; i++)
		r->mandates[r->mandate_count++] =
			(struct roster_mandate){ string_copy(i ? "m-2" : "m-1"),
			                         string_copy("oss.nl/p-7f3k"),
			                         string_copy(i ? "oss.nl/wi" : "oss.nl/wmo"),
			                         string_copy("consulent"),
			                         i ? LAW_PW : LAW_WMO,
			                         POWER_READ | POWER_PACK | POWER_OPEN,
			                         day("2026-01-01"),
			                         i ? 0 : day("2026-12-31") };
	r->revocations = calloc(1, sizeof *r->revocations);
	r->revocations[r->revocation_count++] = (struct roster_revocation){
		.person = string_copy("oss.nl/p-0003"), .reason = REVOKED_LOST, .effective = day("2026-02-01")
	};
	return r;
}

/* --- what is seen of logs --- */

static void a_checkpoint(uint64_t size, const struct sha256 *root, struct buffer *note)
{
	const struct checkpoint c = { .origin = "oss.nl/wmo", .size = size, .root = *root };
	struct error e;
	DO(checkpoint_sign(&c, fuzz_log(), note, &e));
}

/* Trees of one leaf and of two, a cosignature, and two roots of one size. */
static void witnesses(struct bytes roster_note, const struct sha256 *fingerprint)
{
	struct sha256 leaves[2], root, other = { { 9 } };
	struct buffer notes[3] = { 0 };
	_cleanup_(buffer_clear) struct buffer chain = { 0 };
	_cleanup_(buffer_clear) struct buffer seen = { 0 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	_cleanup_(roster_chain_clear) struct roster_chain rosters = { .fingerprint = *fingerprint };
	struct roster *r = NULL;
	struct error e;
	merkle_leaf(BYTES("een"), &leaves[0]);
	merkle_leaf(BYTES("twee"), &leaves[1]);
	merkle_node(&leaves[0], &leaves[1], &root);
	a_checkpoint(1, &leaves[0], &notes[0]);
	a_checkpoint(2, &root, &notes[1]);
	a_checkpoint(2, &other, &notes[2]);
	DO(checkpoint_cosign(buffer_bytes(&notes[1]), fuzz_witness(), 1795514400, &seen, &e));
	put("seen", "valid-one", buffer_bytes(&seen));
	witness_start(&chain);
	buffer_append_string(&chain, "\nold 0\n\n");
	buffer_append(&chain, buffer_bytes(&notes[0]));
	buffer_append_string(&chain, "\nold 1\n");
	base64_append(&chain, bytes_of(leaves[1].bytes, SHA256_SIZE), BASE64_PADDED);
	buffer_append_string(&chain, "\n\n");
	buffer_append(&chain, buffer_bytes(&notes[1]));
	put("witness", "valid-two", buffer_bytes(&chain));
	DO(witness_add_seen(buffer_bytes(&seen), &chain, &e));
	put("witness", "valid-seen", buffer_bytes(&chain));
	DO(roster_parse(roster_note, "roster", &r, &e) && roster_chain_append(&rosters, &r, &e));
	const struct evidence_parts parts = { .kind = EVIDENCE_FORK,
		                              .log = "oss.nl/wmo",
		                              .witness = "oss.nl/wi",
		                              .found = 1795514400,
		                              .rosters = &rosters,
		                              .known = buffer_bytes(&notes[1]),
		                              .shown = buffer_bytes(&notes[2]),
		                              .chain = buffer_bytes(&chain) };
	DO(evidence_format(&parts, &file, &e));
	put("evidence", "valid-fork", buffer_bytes(&file));
	for (size_t i = 0; i < ELEMENTS(notes); i++)
		buffer_clear(&notes[i]);
}

static void rosters(void)
{
	_cleanup_(roster_freep) struct roster *r = a_roster();
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	DO(roster_format(r, &text, &e));
	put("roster", "valid-draft", buffer_bytes(&text));
	for (size_t i = 0; i < 2; i++)
		DO(note_sign(&note, buffer_bytes(&text), &officers[i], 0, &e));
	put("roster", "valid-signed", buffer_bytes(&note));
	witnesses(buffer_bytes(&note), &r->hash);
	for (size_t i = 0; i < OFFICERS; i++)
		note_signer_clear(&officers[i]);
}

/* --- manifests --- */

static void manifest(const char *name, bool receipt)
{
	_cleanup_(manifest_clear) struct manifest m = {
		.id = { 1, 2, 3 },
		.kind = receipt ? PACKAGE_RECEIPT : PACKAGE_CASES,
		.sender = string_copy("oss.nl/wi"),
		.receiver = string_copy("oss.nl/wmo"),
		.signer = string_copy("oss.nl/p-7f3k"),
		.recipients = calloc(1, sizeof(struct age_recipient)),
		.recipient_count = 1,
		.sequence = 1,
		.terms.agreement = string_copy("oss-wmo-wi"),
		.terms.version = 1,
		.terms.hash = { { 8 } },
		.terms.purpose = string_copy("onderzoek-2.3.2"),
		.terms.ground = string_copy("wmo-5.1.1-4"),
		.roster_version = 3,
		.roster_hash = { { 7 } },
		.created = 1795514400,
		.use_by = 1796724000,
		.records = 41,
		.withheld = 2,
		.members = calloc(2, sizeof(struct manifest_member)),
		.answers = receipt,
	};
	static const char *const members[] = { "consents/000001.ndjson.gz", "records/000001.ndjson.gz" };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e;
	m.recipients[0] = fuzz_identity()->recipient;
	m.answer_sequence = receipt;
	for (; !receipt && m.member_count < ELEMENTS(members); m.member_count++) {
		struct manifest_member *one = &m.members[m.member_count];
		*one = (struct manifest_member){ .size = 13, .inflated = 400, .hash = { { 6 } } };
		strcpy(one->name, members[m.member_count]);
	}
	DO(manifest_format(&m, &text, &e) && note_sign(&note, buffer_bytes(&text), fuzz_person(), 0, &e));
	put("manifest", name, buffer_bytes(&note));
}

/* --- the log --- */

static void entry(struct buffer *ret)
{
	static const struct sha256 hash = { { 1, 2, 3 } };
	const struct entry entry = {
		.log = "oss.nl/wmo",
		.start = 1795521600,
		.end = 1795521601,
		.failed = true,
		.action = "pack",
		.finding = "consent-missing",
		.activity = "https://example.nl/verwerking/1",
		.terms.agreement = "oss-wmo-wi",
		.terms.version = 3,
		.terms.hash = hash,
		.terms.purpose = "onderzoek-2.3.2",
		.terms.ground = "wmo-5.1.1-4",
		.unit = "oss.nl/wmo",
		.role = "consulent",
		.mandate = "m-1",
		.key = "0a0b0c0d",
		.roster_version = 2,
		.package = "00",
		.package_kind = "cases",
		.sequence = 9,
		.manifest = &hash,
		.receipt = &hash,
		.peer = "oss.nl/wi",
		.peer_log = "oss.nl/wi",
		.peer_size = 77,
		.peer_root = &hash,
		.records = 41,
		.withheld = 2,
		.rejected = 1,
		.source = "suwinet",
		.retention = "24m",
		.second = true,
		.clock_back = true,
		.commitment = { { 255 } },
	};
	struct error e;
	DO(entry_format(&entry, ret, &e));
}

static void base64_line(struct buffer *out, struct bytes raw)
{
	base64_append(out, raw, BASE64_PADDED);
	buffer_append_byte(out, '\n');
}

/* A tree of two leaves, the entry first. */
static void log_parts(void)
{
	_cleanup_(buffer_clear) struct buffer first = { 0 };
	_cleanup_(buffer_clear) struct buffer child = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	_cleanup_(buffer_clear) struct buffer proof = { 0 };
	struct sha256 leaves[2];
	struct checkpoint c = { .origin = "oss.nl/wmo", .size = 2 };
	struct error e;
	entry(&first);
	DO(entry_format(&(struct entry){ .child = true, .index = 1 }, &child, &e));
	put("entry", "valid-act", buffer_bytes(&first));
	put("entry", "valid-child", buffer_bytes(&child));
	merkle_leaf(buffer_bytes(&first), &leaves[0]);
	merkle_leaf(buffer_bytes(&child), &leaves[1]);
	merkle_node(&leaves[0], &leaves[1], &c.root);
	DO(checkpoint_sign(&c, fuzz_log(), &note, &e));
	buffer_append_string(&proof, "c2sp.org/tlog-proof@v1\nextra ");
	base64_line(&proof, buffer_bytes(&first));
	buffer_append_string(&proof, "index 0\n");
	base64_line(&proof, bytes_of(leaves[1].bytes, SHA256_SIZE));
	buffer_append_byte(&proof, '\n');
	buffer_append(&proof, buffer_bytes(&note));
	put("proof", "valid-two", buffer_bytes(&proof));
}

/* --- containers --- */

static void containers(void)
{
	_cleanup_(buffer_clear) struct buffer packed = { 0 };
	_cleanup_(buffer_clear) struct buffer zeros = { 0 };
	_cleanup_(buffer_clear) struct buffer tar = { 0 };
	static const uint8_t block[4096];
	struct tar_writer w;
	struct error e;
	DO(gzip_deflate(BYTES("regel een\nregel twee\nregel drie\n"), &packed, &e));
	DO(gzip_deflate(bytes_of(block, sizeof block), &zeros, &e));
	put("gzip", "valid-text", buffer_bytes(&packed));
	put("gzip", "valid-zeros", buffer_bytes(&zeros));
	tar_writer_start(&w, sink_to_buffer(&tar));
	DO(tar_writer_file(&w, "manifest.note", BYTES("iets\n"), &e) &&
	   tar_writer_file(&w, "records/000001.ndjson.gz", BYTES(""), &e));
	DO(tar_writer_end(&w, &e));
	put("tar", "valid-two", buffer_bytes(&tar));
}

int main(int argc, char **argv)
{
	MUST(argc == 2);
	corpus = argv[1];
	(void)fuzz_identity();
	age();
	notes();
	cards();
	rosters();
	manifest("valid-cases", false);
	manifest("valid-receipt", true);
	log_parts();
	containers();
	return 0;
}
