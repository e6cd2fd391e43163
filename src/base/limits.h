/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Every limit that a length from a file is compared with before anything is
 * allocated. Sizes in bytes unless the name says otherwise. */

#define LIMIT_NOTE_SIZE (2u << 20)      /* any signed text with its signatures */
#define LIMIT_NOTE_SIGNATURES 32u       /* signature lines on one note */
#define LIMIT_KEY_FILE_SIZE (64u << 10) /* a personal key file */
#define STORE_DATABASE "store.db"       /* by which the folder of a store is known */
#define LIMIT_YAML_SIZE (2u << 20)      /* a YAML file that a person wrote */
#define LIMIT_YAML_DEPTH 16u
#define LIMIT_JSON_DEPTH 32u
#define LIMIT_JSON_LINE_SIZE (1u << 20) /* one record */
#define LIMIT_STATUTE_SIZE (32u << 20)  /* a statute's text as others publish it */
#define LIMIT_STATUTE_DEPTH 64u
#define LIMIT_CSV_FIELD_SIZE (1u << 20)
#define LIMIT_CSV_ROW_SIZE (4u << 20)
#define LIMIT_CSV_COLUMNS 1024u
#define LIMIT_AGE_HEADER_SIZE (256u << 10)
#define LIMIT_PACKAGE_SIZE UINT64_C(0xffffffff) /* as it travels: no file on a stick (FAT) is larger */
#define LIMIT_AGE_STANZAS 128u
#define LIMIT_PACKAGE_ROSTERS 64u        /* roster notes in one package */
#define LIMIT_PACKAGE_MEMBERS 4096u      /* members in one manifest */
#define LIMIT_MEMBER_SIZE (8u << 20)     /* a compressed member as it stands in the tar */
#define LIMIT_MEMBER_INFLATED (8u << 20) /* the same, inflated */
#define LIMIT_PACKAGE_INFLATION 32u /* times the largest package of the agreement: its members inflated */
#define LIMIT_PACKAGE_INFLATED (4ull << 30) /* the same of letters that no agreement's size bounds */
#define LIMIT_REFUSAL_REASONS 1024u         /* fields and rules in one notice of refusal */
#define LIMIT_SEQUENCE_AHEAD 10000u       /* letters that may be missing before the next one from a sender */
#define LIMIT_PROOF_SIZE (1u << 20)       /* log.proof */
#define LIMIT_PACKAGE_TERMINATIONS 128u   /* of agreements with its receiver, which it hasn't seen */
#define LIMIT_PACKAGE_RESUMPTIONS 8u      /* of its sender's log, that its receiver hasn't seen */
#define LIMIT_WITNESS_SIZE (4u << 20)     /* log.witness; the anchor; what an officer has seen */
#define LIMIT_WITNESS_STEPS 4096u         /* checkpoints in one of these */
#define LIMIT_WITNESSES_NAMED 64u         /* in an agreement */
#define LIMIT_HANDOVERS (1u << 31)        /* generation of one */
#define LIMIT_EVIDENCE_SIZE (64u << 20)   /* a file of evidence */
#define LIMIT_DISCLOSURE_SIZE (64u << 20) /* values of log entries with their proofs: some 20 000 entries */
#define LIMIT_LOG_ENTRY_SIZE (65535u)     /* tlog-tiles: an entry's length is a uint16 */
#define LIMIT_REQUEST_CLIENTS 10000u      /* in one letter that asks */
#define LIMIT_REQUEST_FIELDS 256u         /* and fields */
#define LIMIT_SELECTION_ROWS 10000000u
#define LIMIT_TOGETHER_RECORDS 200u  /* that have one number of a plan or household */
#define LIMIT_ROSTER_CONTROLLERS 64u /* rows of one roster: its checks compare rows with each other */
#define LIMIT_ROSTER_OFFICERS 512u
#define LIMIT_ROSTER_UNITS 512u
#define LIMIT_ROSTER_ROWS 4096u          /* persons; mandates; revocations */
#define LIMIT_BUNDLE_STATEMENTS 1000000u /* rosters, agreements and manifests in one exported log */
#define LIMIT_BUNDLE_DEPTH 12u           /* directories in it */
