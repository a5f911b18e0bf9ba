#ifndef PIECES_H
#define PIECES_H

/* What wire.c and pieces.c share. */

#include "tests/wire/wire.h"

typedef enum { NUMBERS, TRUTH, WATCHED, FILE_POSITION, FUNCTION } PieceKind;

struct WirePiece {
    PieceKind kind;
    void *at;
    size_t size;
    size_t start;      /* of a file: where it stood */
    Function expected; /* of a function */
};

/* How an array, an object or a function goes over. */
enum { IS_NULL, IS_THERE, IS_WATCHED };

void wire_add_piece(Wire *w, WirePiece piece);
void wire_put_bytes(Wire *w, const void *from, size_t size);
void wire_take_bytes(Wire *w, void *to, size_t size);
void wire_bytes(Wire *w, void *at, size_t size); /* the one or the other */
unsigned char wire_byte(Wire *w, unsigned char value);
/* count numbers of this size: are they still to come? */
bool wire_are_there(Wire *w, size_t count, size_t size);
void wire_exchange_bool(Wire *w, bool *value);
/* In taking: memory that is freed with w. */
void *wire_room(Wire *w, size_t size, bool watched);

#endif
