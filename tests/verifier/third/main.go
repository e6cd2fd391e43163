// SPDX-FileCopyrightText: 2026 The sluis authors
// SPDX-License-Identifier: EUPL-1.2

// Answers what tests/verifier/verdicts.py asks, a line each, with verifiers that others wrote: Go's
// golang.org/x/mod/sumdb/note and tlog, and sigsum-go. Where both have an answer, both must give the same one.
// Debian brings them: golang-golang-x-mod-dev, golang-sigsum-sigsum-go-dev.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"sigsum.org/sigsum-go/pkg/checkpoint"
	"sigsum.org/sigsum-go/pkg/crypto"
	"sigsum.org/sigsum-go/pkg/merkle"
	"sigsum.org/sigsum-go/pkg/types"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "third:", err)
		os.Exit(2)
	}
}

// The parts of "name+keyid+base64(type and key)".
func keyOf(text string) (name string, id uint32, kind byte, public crypto.PublicKey) {
	parts := strings.SplitN(text, "+", 3)
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	number, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	copy(public[:], raw[1:])
	return parts[0], uint32(number), raw[0], public
}

// A witness's key: sigsum's cosignatures, for note's verifier.
type witness struct {
	name string
	id   uint32
	key  crypto.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.id }
func (w witness) Verify(text, signature []byte) bool {
	origin, head, err := treeHead(string(text))
	if err != nil || head.FormatCheckpoint(origin) != string(text) || len(signature) != 72 {
		return false
	}
	cosigned := types.Cosignature{Timestamp: binary.BigEndian.Uint64(signature)}
	copy(cosigned.Signature[:], signature[8:])
	return cosigned.Verify(&w.key, origin, &head)
}

func verifierOf(text string) note.Verifier {
	name, id, kind, key := keyOf(text)
	if kind == 4 {
		return witness{name, id, key}
	}
	v, err := note.NewVerifier(text)
	must(err)
	return v
}

// The first three lines of a checkpoint, by tlog's parser, which knows one origin alone.
func treeHead(text string) (string, types.TreeHead, error) {
	origin, rest, found := strings.Cut(text, "\n")
	if !found {
		return "", types.TreeHead{}, errors.New("no origin")
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	if err != nil {
		return "", types.TreeHead{}, err
	}
	return origin, types.TreeHead{Size: uint64(tree.N), RootHash: crypto.Hash(tree.Hash)}, nil
}

func answerNote(words []string) string {
	raw, err := base64.StdEncoding.DecodeString(words[0])
	must(err)
	var known []note.Verifier
	for _, text := range words[1:] {
		known = append(known, verifierOf(text))
	}
	opened, err := note.Open(raw, note.VerifierList(known...))
	var nobody *note.UnverifiedNoteError
	if errors.As(err, &nobody) {
		return "none"
	}
	if err != nil {
		return "refused"
	}
	answer := ""
	for i, v := range known {
		for _, s := range opened.Sigs {
			if s.Name == v.Name() && s.Hash == v.KeyHash() {
				answer += strconv.Itoa(i) + " "
			}
		}
	}
	return answer + "signed"
}

func goCheckpoint(raw []byte, key string) string {
	name, _, _, _ := keyOf(key)
	opened, err := note.Open(raw, note.VerifierList(verifierOf(key)))
	if err != nil {
		return "refused"
	}
	origin, head, err := treeHead(opened.Text)
	if err != nil || origin != name {
		return "refused"
	}
	return fmt.Sprintf("%d %x", head.Size, head.RootHash[:])
}

// Not by Checkpoint.Verify, which knows the origins of sigsum's own logs alone.
func sigsumCheckpoint(raw []byte, key string) string {
	name, _, _, public := keyOf(key)
	var c checkpoint.Checkpoint
	if c.FromASCII(bytes.NewReader(raw)) != nil || c.Origin != name || c.KeyId != checkpoint.NewLogKeyId(name, &public) ||
		!crypto.Verify(&public, []byte(c.FormatCheckpoint(name)), &c.Signature) {
		return "refused"
	}
	return fmt.Sprintf("%d %x", c.Size, c.RootHash[:])
}

func hashOf(text string) (h tlog.Hash) {
	raw, err := hex.DecodeString(text)
	must(err)
	copy(h[:], raw)
	return h
}

func numberOf(text string) uint64 {
	n, err := strconv.ParseUint(text, 10, 63)
	must(err)
	return n
}

func sayYes(err error) string {
	if err != nil {
		return "no"
	}
	return "yes"
}

// sigsum-go leaves it to its callers that the older tree isn't the larger one: 0.11 takes that where the roots are
// equal, and panics where there is a path.
func sigsumConsistency(from, size uint64, first, root *crypto.Hash, path []crypto.Hash) string {
	if from > size {
		return "-"
	}
	return sayYes(merkle.VerifyConsistency(from, size, first, root, path))
}

func answerProof(words []string, inclusion bool) string {
	a, b := numberOf(words[0]), numberOf(words[1])
	first, root := hashOf(words[2]), hashOf(words[3])
	var path []tlog.Hash
	var sigsumPath []crypto.Hash
	for _, text := range words[4:] {
		path = append(path, hashOf(text))
		sigsumPath = append(sigsumPath, crypto.Hash(hashOf(text)))
	}
	sigsumFirst, sigsumRoot := crypto.Hash(first), crypto.Hash(root)
	if inclusion {
		return sayYes(tlog.CheckRecord(path, int64(b), root, int64(a), first)) + " " +
			sayYes(merkle.VerifyInclusion(&sigsumFirst, a, b, &sigsumRoot, sigsumPath))
	}
	return sayYes(tlog.CheckTree(path, int64(b), root, int64(a), first)) + " " +
		sigsumConsistency(a, b, &sigsumFirst, &sigsumRoot, sigsumPath)
}

// The tiles of a bundle, by their names there.
type tiles map[string][]byte

func (t tiles) Height() int                         { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, there := t[strings.Replace(tile.Path(), "tile/8/", "tile/", 1)]
		if !there || len(data) != tile.W*tlog.HashSize {
			return nil, errors.New("a tile that isn't there")
		}
		found = append(found, data)
	}
	return found, nil
}

// A log's checkpoint, tiles and entries: "tree KEY NAME BASE64 …".
func answerTree(words []string) string {
	files := tiles{}
	for i := 1; i+1 < len(words); i += 2 {
		raw, err := base64.StdEncoding.DecodeString(words[i+1])
		must(err)
		files[words[i]] = raw
	}
	var size int64
	var root string
	if _, err := fmt.Sscanf(goCheckpoint(files["checkpoint"], words[0]), "%d %s", &size, &root); err != nil {
		return "no"
	}
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: hashOf(root)}, files)
	for n, at := int64(0), int64(0); at < size; n++ {
		width := min(size-at, 256)
		tile := tlog.Tile{H: 8, L: -1, N: n, W: int(width)}
		data := files[strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)]
		for ; width > 0; width, at = width-1, at+1 {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return "no"
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, at)})
			if err != nil || hashes[0] != tlog.RecordHash(data[2:end]) {
				return "no"
			}
			data = data[end:]
		}
		if len(data) != 0 {
			return "no"
		}
	}
	return "yes"
}

func answer(words []string) string {
	switch words[0] {
	case "note":
		return answerNote(words[1:])
	case "checkpoint":
		raw, err := base64.StdEncoding.DecodeString(words[1])
		must(err)
		return goCheckpoint(raw, words[2]) + " / " + sigsumCheckpoint(raw, words[2])
	case "inclusion", "consistency":
		return answerProof(words[1:], words[0] == "inclusion")
	case "tree":
		return answerTree(words[1:])
	}
	must(errors.New("not a question"))
	return ""
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<30)
	for lines.Scan() {
		fmt.Println(answer(strings.Split(lines.Text(), " ")))
	}
	must(lines.Err())
}
