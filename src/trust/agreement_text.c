/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_text.h"

#include "base/text.h"
#include "codec/yaml.h"
#include "trust/statement.h"

#include <string.h>

#define TEXT(type, key) \
	CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct type, key, 0, \
	                       CYAML_UNLIMITED)

static const cyaml_schema_field_t field_keys[] = {
	TEXT(agreement_field_text, field),
	TEXT(agreement_field_text, why),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t field_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct agreement_field_text, field_keys),
};

static const cyaml_schema_field_t party_keys[] = {
	TEXT(agreement_party_text, unit),  TEXT(agreement_party_text, controller),
	TEXT(agreement_party_text, kind),  TEXT(agreement_party_text, role),
	TEXT(agreement_party_text, tasks), CYAML_FIELD_END,
};
static const cyaml_schema_value_t party_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct agreement_party_text, party_keys),
};

static const cyaml_schema_field_t purpose_keys[] = {
	TEXT(agreement_purpose_text, code),
	TEXT(agreement_purpose_text, description),
	TEXT(agreement_purpose_text, necessity),
	TEXT(agreement_purpose_text, from),
	TEXT(agreement_purpose_text, to),
	TEXT(agreement_purpose_text, task),
	TEXT(agreement_purpose_text, phase),
	TEXT(agreement_purpose_text, ground),
	TEXT(agreement_purpose_text, article),
	TEXT(agreement_purpose_text, basis),
	TEXT(agreement_purpose_text, exception),
	TEXT(agreement_purpose_text, consent),
	TEXT(agreement_purpose_text, no_objection),
	TEXT(agreement_purpose_text, free_text),
	TEXT(agreement_purpose_text, secret_address),
	TEXT(agreement_purpose_text, household),
	TEXT(agreement_purpose_text, client_supplied),
	TEXT(agreement_purpose_text, retention_months),
	CYAML_FIELD_SEQUENCE("fields", CYAML_FLAG_POINTER_NULL | CYAML_FLAG_OPTIONAL,
	                     struct agreement_purpose_text, fields, &field_schema, 0, AGREEMENT_FIELDS_MAX),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t purpose_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct agreement_purpose_text, purpose_keys),
};

static const cyaml_schema_value_t override_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0,
	                                                                 CYAML_UNLIMITED) };

static const cyaml_schema_field_t agreement_keys[] = {
	TEXT(agreement_text, type),
	TEXT(agreement_text, id),
	TEXT(agreement_text, version),
	TEXT(agreement_text, title),
	TEXT(agreement_text, kind),
	TEXT(agreement_text, goal),
	TEXT(agreement_text, target_group),
	TEXT(agreement_text, excluded),
	CYAML_FIELD_SEQUENCE("parties", CYAML_FLAG_POINTER_NULL | CYAML_FLAG_OPTIONAL, struct agreement_text,
	                     parties, &party_schema, 0, AGREEMENT_PARTIES_MAX),
	CYAML_FIELD_SEQUENCE("purposes", CYAML_FLAG_POINTER_NULL | CYAML_FLAG_OPTIONAL, struct agreement_text,
	                     purposes, &purpose_schema, 0, AGREEMENT_PURPOSES_MAX),
	TEXT(agreement_text, approval_by_two),
	TEXT(agreement_text, use_by_days),
	TEXT(agreement_text, largest_package_mib),
	TEXT(agreement_text, rights),
	TEXT(agreement_text, incidents),
	TEXT(agreement_text, contact),
	TEXT(agreement_text, budget),
	TEXT(agreement_text, results),
	TEXT(agreement_text, evaluation),
	TEXT(agreement_text, valid_from),
	TEXT(agreement_text, valid_until),
	TEXT(agreement_text, supersedes),
	TEXT(agreement_text, witness_days),
	TEXT(agreement_text, catalogue),
	TEXT(agreement_text, additions),
	TEXT(agreement_text, grounds),
	CYAML_FIELD_SEQUENCE("overrides", CYAML_FLAG_POINTER_NULL | CYAML_FLAG_OPTIONAL,
	                     struct agreement_text, overrides, &override_schema, 0, AGREEMENT_OVERRIDES_MAX),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t agreement_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct agreement_text, agreement_keys),
};

/* A signature line behind an empty line: no YAML draft has one in its first column. */
static bool looks_signed(struct bytes raw)
{
	static const char mark[] = "\n\n\xe2\x80\x94 ";
	return raw.size && memmem(raw.data, raw.size, mark, sizeof mark - 1) != NULL;
}

bool agreement_text_find(struct bytes raw, const char *subject, struct bytes *ret, bool *ret_signed,
                         struct error *e)
{
	struct note n;
	bool is_signed = looks_signed(raw);
	if (is_signed) {
		if (!statement_open(raw, AGREEMENT_TYPE, subject, &n, e))
			return false;
		raw = n.text;
	} else if (!bytes_starts_with(raw, "type: " AGREEMENT_TYPE "\n")) {
		/* First what may have made the line look otherwise: CRLF, say. */
		if (!text_check_signed(raw, subject, e))
			return false;
		bool kin = bytes_starts_with(raw, "type: sluis.agreement/v");
		return error_line(e, kin ? ERR_VERSION : ERR_NOTE, subject, 1,
		                  "the first line is not type: " AGREEMENT_TYPE);
	}
	*ret = raw;
	*ret_signed = is_signed;
	return true;
}

bool agreement_text_load(struct bytes yaml, const char *subject, struct agreement_text **ret, struct error *e)
{
	void *loaded = NULL;
	if (!yaml_load(yaml, subject, &agreement_schema, &loaded, NULL, e))
		return false;
	*ret = loaded;
	return true;
}

void agreement_text_freep(struct agreement_text **t)
{
	if (*t)
		yaml_unload(&agreement_schema, *t, 0);
	*t = NULL;
}
