/* Pieces that are more than numbers: files, functions, watched pages. And the answer to a call. */

#include "tests/wire/pieces.h"

#include <string.h>

#include "tests/wire/watch.h"

/* ---- Files ---------------------------------------------------------------------------------- */

static void put_file(Wire *w, FILE *file)
{
    long start = ftell(file);
    size_t size_at = w->size;
    uint64_t count = 0;
    wire_put_bytes(w, &count, sizeof count);
    for (int c; (c = fgetc(file)) != EOF; count++) {
        unsigned char b = (unsigned char)c;
        wire_put_bytes(w, &b, 1);
    }
    memcpy(w->bytes + size_at, &count, sizeof count);
    fseek(file, start, SEEK_SET);
    wire_add_piece(w, (WirePiece){FILE_POSITION, file, count, (size_t)start, NULL});
}

/* A byte before the file's own: no system makes a file of none. */
static FILE *take_file(Wire *w)
{
    uint64_t count = 0;
    wire_take_bytes(w, &count, sizeof count);
    if (!wire_are_there(w, count, 1))
        count = 0;
    unsigned char *copy = wire_room(w, count + 1, false);
    copy[0] = 0;
    wire_take_bytes(w, copy + 1, count);
    FILE *file = fmemopen(copy, count + 1, "rb");
    if (!file)
        bad_input("no file of %llu bytes could be made", (unsigned long long)count);
    fseek(file, 1, SEEK_SET);
    wire_add_piece(w, (WirePiece){FILE_POSITION, file, count, 1, NULL});
    return file;
}

FILE *wire_file(Wire *w, FILE *file)
{
    if (w->putting)
        put_file(w, file);
    return w->putting ? file : take_file(w);
}

static void file_position(Wire *w, const WirePiece *piece)
{
    uint64_t read = 0;
    if (w->putting)
        read = (uint64_t)ftell(piece->at) - piece->start;
    wire_bytes(w, &read, sizeof read);
    w->failed |= read > piece->size;
    if (!w->putting && !w->failed)
        fseek(piece->at, (long)(piece->start + read), SEEK_SET);
}

/* ---- Functions and addresses of the tests' side ---------------------------------------------- */

static char token; /* what the student's side has in their place */

static void another(void) {}

void wire_function(Wire *w, void *pointer, Function instead)
{
    Function now;
    memcpy(&now, pointer, sizeof now);
    if (wire_byte(w, now != NULL) == IS_NULL)
        instead = NULL;
    if (!w->putting)
        memcpy(pointer, &instead, sizeof instead);
    if (w->within > 0)
        wire_add_piece(w, (WirePiece){FUNCTION, pointer, sizeof now, 0, instead});
}

static void same_function(Wire *w, const WirePiece *piece)
{
    Function now, other = another;
    memcpy(&now, piece->at, sizeof now);
    if (wire_byte(w, now == piece->expected) == 0 && !w->putting)
        memcpy(piece->at, &other, sizeof other);
}

void *wire_token(Wire *w, void *address, void *mine)
{
    bool same = wire_byte(w, !w->at_students || !w->putting || address == &token);
    w->failed |= !same;
    return w->putting ? address : w->at_students ? &token : mine;
}

/* ---- Answers --------------------------------------------------------------------------------- */

void wire_pieces(Wire *w)
{
    for (size_t i = 0; i < w->piece_count; i++) {
        const WirePiece *piece = &w->pieces[i];
        if (piece->kind == FILE_POSITION)
            file_position(w, piece);
        else if (piece->kind == FUNCTION)
            same_function(w, piece);
        else if (piece->kind == TRUTH)
            wire_exchange_bool(w, piece->at);
        else
            wire_bytes(w, piece->at, piece->size);
        if (piece->kind == WATCHED) {
            size_t pages;
            Walks *walks = walks_of(piece->at, &pages);
            wire_bytes(w, &walks->comes, sizeof walks->comes);
            wire_bytes(w, walks->touched, pages);
        }
    }
}
