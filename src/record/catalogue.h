/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The field catalogue: which fields a case record may have, what each means, how
 * it is checked, and what the law calls it. Data, not code: share/sluis/
 * catalogue.yaml, which is also built into the programs (`catalogue_shipped`). */

#include "base/bytes.h"
#include "record/attachment.h"

/* The closed lists that the whole program knows, each said here once: what it doesn't know, it refuses by
 * name, wherever the word stands (catalogue, record, roster, table of grounds). The words are those of files.
 */

/* Of personal data: for each the letter in tables, and the word. */
/* clang-format off */
#define CATEGORIES(X) \
	X(CATEGORY_IDENTIFICATION, 'I', "identification") \
	X(CATEGORY_ORDINARY,       'O', "ordinary") \
	/* AVG 9 other than health: none ships */ \
	X(CATEGORY_SPECIAL,        'S', "special") \
	X(CATEGORY_FINANCIAL,      'F', "financial") \
	/* AVG 10, never exchanged */ \
	X(CATEGORY_CRIMINAL,       'C', "criminal") \
	/* AVG 9, and what tells of it */ \
	X(CATEGORY_HEALTH,         'H', "health")
/* clang-format on */
enum category {
#define X(category, letter, name) category,
	CATEGORIES(X)
#undef X
};
#define X(category, letter, name) +1
enum { CATEGORY_COUNT = 0 CATEGORIES(X) };
#undef X
extern const char *const category_names[CATEGORY_COUNT];
char category_letter(enum category c);
bool category_parse(struct bytes text, enum category *ret) _must_check_;

enum domain { DOMAIN_SHARED, DOMAIN_WMO, DOMAIN_PW, DOMAIN_WGS, DOMAIN_JEUGD, DOMAIN_WI };
const char *domain_name(enum domain d); /* as the catalogue spells it */

/* Under which a record is made, as bits: a mandate, or a row of the table of grounds, is for one or more. */
/* clang-format off */
#define LAWS(X) \
	X(LAW_WMO,   "wmo")       /* Wet maatschappelijke ondersteuning 2015 */ \
	X(LAW_PW,    "pw")        /* Participatiewet */ \
	X(LAW_JEUGD, "jeugdwet")  \
	X(LAW_WGS,   "wgs")       /* Wet gemeentelijke schuldhulpverlening */ \
	X(LAW_WI,    "wi")        /* Wet inburgering 2021 */ \
	X(LAW_SUWI,  "suwi")      /* Wet SUWI, and the laws that UWV and SVB carry out */ \
	X(LAW_ZVW,   "zvw")       /* Zorgverzekeringswet */
/* clang-format on */
enum {
#define X(law, name) law##_PLACE,
	LAWS(X)
#undef X
		LAW_COUNT
};
enum law {
#define X(law, name) law = 1 << law##_PLACE,
	LAWS(X)
#undef X
};
extern const char *const law_names[LAW_COUNT]; /* in the order of their bits */
const char *law_name(enum law law);            /* "wmo", "pw"; "?" for what isn't one */
bool law_parse(struct bytes text, enum law *ret) _must_check_;

/* Where data came from (`gegevensbron`): the strictest source of the whole record. */
/* clang-format off */
#define SOURCES(X) \
	X(SOURCE_CLIENT,        "client") \
	X(SOURCE_WMO,           "wmo") \
	X(SOURCE_PW,            "pw") \
	X(SOURCE_JEUGD,         "jeugd") \
	X(SOURCE_WGS,           "wgs") \
	X(SOURCE_WI,            "wi") \
	X(SOURCE_UWV,           "uwv") \
	X(SOURCE_SVB,           "svb") \
	X(SOURCE_BRP,           "brp") \
	X(SOURCE_SUWINET,       "suwinet") \
	X(SOURCE_CARE,          "aanbieder") \
	X(SOURCE_REINTEGRATION, "reintegratie") \
	X(SOURCE_OTHER,         "overig")
/* clang-format on */
enum data_source {
#define X(source, name) source,
	SOURCES(X)
#undef X
		SOURCE_COUNT
};
bool source_parse(struct bytes text, enum data_source *ret) _must_check_;

enum field_kind {
	FIELD_TEXT,      /* UTF-8, `most` characters: a name; of other categories it is taken as typed */
	FIELD_FREE_TEXT, /* what a person types, may hold LF; leaves only where a purpose names it */
	FIELD_BSN,
	FIELD_DAY,         /* YYYY-MM-DD */
	FIELD_PARTIAL_DAY, /* YYYY, YYYY-MM or YYYY-MM-DD */
	FIELD_CODE,        /* one of `codes` */
	FIELD_NUMBER,      /* integer, least…most; a JSON number */
	FIELD_TRUTH,       /* a JSON true or false */
	FIELD_POSTCODE,    /* [1-9][0-9]{3}[A-Z]{2} */
	FIELD_DIGITS,      /* decimal digits, least…most of them, zeros kept */
	FIELD_ATTACHMENTS, /* array of {name, mediaType, size, sha256, category}: record/attachment.h */
	FIELD_REFERENCE,   /* a number of a register, `most` characters: no blanks, at least one digit */
	FIELD_CODES,       /* several of `codes`, each once, in their order, one blank between */
	FIELD_UNIT, /* a unit's name, oss.nl/wmo, never a person's; exchange holds it against the roster */
	FIELD_TELEPHONE, /* digits, 8 to 15 of them, a + before them at will */
	FIELD_EMAIL,
};

/* The fields that the programs themselves look at: role, name, and the kind and category that they rely on. A
 * catalogue that lacks one, or gives it another meaning, is refused; and since a name is never redefined, a
 * municipality's additions can claim no role. Where a reference is needed, a text does: catalogues of before
 * 2026.3 call it so. docs/adr/0031 tells why this isn't in the catalogue. */
/* clang-format off */
#define CATALOGUE_ROLES(X) \
	X(ROLE_BSN,         "burgerservicenummer",  FIELD_BSN,         CATEGORY_IDENTIFICATION) \
	X(ROLE_FIRST_NAMES, "naam.voornamen",       FIELD_TEXT,        CATEGORY_IDENTIFICATION) \
	X(ROLE_PREFIX,      "naam.voorvoegsel",     FIELD_TEXT,        CATEGORY_IDENTIFICATION) \
	X(ROLE_SURNAME,     "naam.geslachtsnaam",   FIELD_TEXT,        CATEGORY_IDENTIFICATION) \
	X(ROLE_BIRTH,       "geboorte.datum",       FIELD_PARTIAL_DAY, CATEGORY_IDENTIFICATION) \
	/* the address, which a secret one is hidden by */ \
	X(ROLE_POSTCODE,    "postcode",             FIELD_POSTCODE,    CATEGORY_IDENTIFICATION) \
	X(ROLE_NUMBER,      "huisnummer",           FIELD_NUMBER,      CATEGORY_IDENTIFICATION) \
	X(ROLE_LETTER,      "huisletter",           FIELD_TEXT,        CATEGORY_IDENTIFICATION) \
	X(ROLE_SUFFIX,      "huisnummertoevoeging", FIELD_TEXT,        CATEGORY_IDENTIFICATION) \
	X(ROLE_SECRECY,     "geheimhouding",        FIELD_CODE,        CATEGORY_ORDINARY) \
	X(ROLE_RELATION,    "relatie.soort",        FIELD_DIGITS,      CATEGORY_ORDINARY) \
	X(ROLE_CASE,        "zaak.identificatie",   FIELD_REFERENCE,   CATEGORY_ORDINARY) \
	/* what a record is under, and where it came from */ \
	X(ROLE_LAW,         "wet",                  FIELD_CODE,        CATEGORY_ORDINARY) \
	X(ROLE_SOURCE,      "gegevensbron",         FIELD_CODE,        CATEGORY_ORDINARY)
/* clang-format on */

enum role {
#define X(role, name, kind, category) role,
	CATALOGUE_ROLES(X)
#undef X
		ROLE_COUNT
};
#define ROLE_NONE ROLE_COUNT               /* of a field that the programs don't look at */
const char *role_name(enum role role);     /* the field's, for errors and where no catalogue is at hand */
enum field_kind role_kind(enum role role); /* which every catalogue gives it, or one that is stricter */
bool role_is_address(enum role role);

struct field {
	size_t index;         /* place in the catalogue */
	const char *name;     /* "naam.geslachtsnaam" */
	enum role role;       /* ROLE_NONE: the programs don't look at it */
	const char *gloss;    /* English, one line */
	const char *gloss_nl; /* Dutch, one line */
	const char *label;    /* English, a few words, for people; NULL: the text has none */
	const char *label_nl; /* Dutch, likewise */
	enum field_kind kind;
	enum category category;
	enum domain domain;
	int64_t least, most;      /* by kind: value, length in characters, or digits */
	const char *const *codes; /* NULL-terminated, for FIELD_CODE */
	size_t code_count;
	const char *source; /* the standard it comes from */
};

#define CATALOGUE_TYPE "sluis.catalogue/v1"

struct catalogue;

/* Strict; each defect with its line: ERR_SYNTAX and the other codes of keyed_read, ERR_VALUE, ERR_DUPLICATE;
 * ERR_MISSING or ERR_VALUE when a field with a role isn't there, or is of another kind or category. */
bool catalogue_load(struct bytes yaml, const char *subject, struct catalogue **ret, struct error *e)
	_must_check_;
/* The same with a municipality's additions (the text of sluis.catalogue/v1) behind it. A field of an earlier
 * text is never redefined: said again in the very same words it counts once, in others it is ERR_DUPLICATE.
 * Of additions that were signed and taken in before this catalogue shipped, its fields take the place of
 * theirs: an agreement still means by a field what the catalogue means that it pins.
 */
struct catalogue_addition {
	struct bytes text;
	const char *subject; /* names it in errors */
	bool held;           /* signed and taken in before */
};
bool catalogue_load_with(struct bytes yaml, const char *subject, const struct catalogue_addition *additions,
                         size_t count, struct catalogue **ret, struct error *e) _must_check_;
void catalogue_freep(struct catalogue **c);
struct bytes catalogue_shipped(void); /* the YAML text built in */

const char *catalogue_version(const struct catalogue *c);
size_t catalogue_size(const struct catalogue *c);
const struct field *catalogue_field(const struct catalogue *c, size_t index);
const struct field *catalogue_find(const struct catalogue *c,
                                   struct bytes name); /* NULL when there is none */

const struct field *catalogue_role(const struct catalogue *c, enum role role); /* every catalogue has it */

const char *field_kind_name(enum field_kind kind); /* as the catalogue spells it */
/* What people see of it: its label, or its name when the text it comes from has no labels. */
const char *field_label(const struct field *f, bool dutch);

/* Did a person type what it holds? Free text, and a text that isn't a name: whoever adds one can't keep a
 * sentence out of it. */
bool field_is_typed(const struct field *f);

/* What it takes, of FIELD_ATTACHMENTS. */
struct attachments_of field_attachments(const struct field *f);

/* Does `value` (text form: numbers in decimal, truths "true"/"false") fit the
 * field? ERR_FIELD_VALUE or ERR_BSN with the field's name and what was expected; never the value. */
bool field_check(const struct field *f, struct bytes value, struct error *e) _must_check_;
