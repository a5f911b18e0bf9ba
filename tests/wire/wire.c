/* One message: see wire.h. */

#include "tests/wire/wire.h"

#include <stdlib.h>
#include <string.h>

#include "tests/wire/watch.h"

typedef enum { NUMBERS, TRUTH, WATCHED, FILE_POSITION, FUNCTION } PieceKind;

struct WirePiece {
    PieceKind kind;
    void *at;
    size_t size;
    size_t start;      /* of a file: where it stood */
    Function expected; /* of a function */
};

struct WireTaken {
    void *object;
    void (*free_it)(void *object);
};

static void *resize(void *memory, size_t bytes)
{
    void *resized = realloc(memory, bytes);
    if (!resized)
        bad_input("out of memory for a message of %zu bytes", bytes);
    return resized;
}

/* Room for one more. */
static void *grown(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return list;
    *capacity = *capacity ? 2 * *capacity : 16;
    return resize(list, *capacity * size);
}

void wire_put(Wire *w)
{
    w->putting = true;
    w->size = w->at = 0;
}

void wire_take(Wire *w)
{
    w->putting = false;
    w->at = 0;
}

void wire_free(Wire *w)
{
    while (w->taken_count > 0) {
        struct WireTaken last = w->taken[--w->taken_count];
        last.free_it(last.object);
    }
    for (size_t i = 0; i < w->piece_count; i++)
        if (w->pieces[i].kind == FILE_POSITION && w->at_students)
            fclose(w->pieces[i].at);
    free(w->taken);
    free(w->pieces);
    free(w->bytes);
    *w = (Wire){.at_students = w->at_students};
}

bool wire_is_over(const Wire *w)
{
    return !w->failed && w->at == w->size;
}

static void add_piece(Wire *w, WirePiece piece)
{
    w->pieces = grown(w->pieces, w->piece_count, &w->piece_capacity, sizeof piece);
    w->pieces[w->piece_count++] = piece;
}

void wire_will_free(Wire *w, void *object, void (*free_it)(void *object))
{
    struct WireTaken taken = {object, free_it};
    w->taken = grown(w->taken, w->taken_count, &w->taken_capacity, sizeof taken);
    w->taken[w->taken_count++] = taken;
}

/* ---- Bytes -------------------------------------------------------------------------------- */

static void put_bytes(Wire *w, const void *from, size_t size)
{
    if (w->size + size > w->capacity) {
        w->capacity = 2 * (w->size + size);
        w->bytes = resize(w->bytes, w->capacity);
    }
    if (size > 0)
        memcpy(w->bytes + w->size, from, size);
    w->size += size;
}

static void take_bytes(Wire *w, void *to, size_t size)
{
    w->failed |= size > w->size - w->at;
    if (w->failed) {
        memset(to, 0, size);
    } else if (size > 0) {
        memcpy(to, w->bytes + w->at, size);
        w->at += size;
    }
}

static void bytes(Wire *w, void *at, size_t size)
{
    if (w->putting)
        put_bytes(w, at, size);
    else
        take_bytes(w, at, size);
}

static unsigned char byte(Wire *w, unsigned char value)
{
    bytes(w, &value, 1);
    return value;
}

/* count numbers of this size: are they still to come? */
static bool are_there(Wire *w, size_t count, size_t size)
{
    w->failed |= count > (w->size - w->at) / size;
    return !w->failed;
}

/* ---- What an exchange consists of ----------------------------------------------------------- */

void wire_value(Wire *w, void *value, size_t size)
{
    bytes(w, value, size);
    if (w->within > 0)
        add_piece(w, (WirePiece){NUMBERS, value, size, 0, NULL});
}

static void exchange_bool(Wire *w, bool *value)
{
    unsigned char sent = byte(w, w->putting ? *value : 0);
    if (!w->putting)
        *value = sent != 0;
}

void wire_bool(Wire *w, bool *value)
{
    exchange_bool(w, value);
    if (w->within > 0)
        add_piece(w, (WirePiece){TRUTH, value, sizeof *value, 0, NULL});
}

/* What a test's own function is called back with has no NULL in it. */
static bool is_from_student(const Wire *w)
{
    return !w->putting && !w->at_students;
}

/* How an array goes over. */
enum { IS_NULL, IS_THERE, IS_WATCHED };

static void *room_for(Wire *w, size_t size, bool watched)
{
    void *memory = watched ? watched_memory(size) : malloc(size > 0 ? size : 1);
    if (!memory)
        bad_input("out of memory for an argument");
    wire_will_free(w, memory, free);
    return memory;
}

void *wire_array(Wire *w, const void *array, size_t count, size_t size)
{
    void *here = (void *)(uintptr_t)array;
    int how = byte(w, !array ? IS_NULL : w->putting && is_watched(array) ? IS_WATCHED : IS_THERE);
    bool watched = how == IS_WATCHED && (w->putting || w->at_students);
    w->failed |= how == IS_NULL && is_from_student(w);
    if (how == IS_NULL || (!w->putting && !are_there(w, count, size)))
        return NULL;
    if (!w->putting)
        here = room_for(w, count * size, watched);
    bytes(w, here, count * size);
    add_piece(w, (WirePiece){watched ? WATCHED : NUMBERS, here, count * size, 0, NULL});
    return here;
}

void wire_matrix(Wire *w, Matrix *m)
{
    wire_value(w, &m->rows, sizeof m->rows);
    wire_value(w, &m->cols, sizeof m->cols);
    bool overflows = m->cols > 0 && m->rows > SIZE_MAX / m->cols;
    m->v = wire_array(w, m->v, overflows ? SIZE_MAX : m->rows * m->cols, sizeof *m->v);
}

void *wire_object(Wire *w, const void *object, size_t size)
{
    void *here = (void *)(uintptr_t)object;
    bool is_null = byte(w, object != NULL) == IS_NULL;
    w->failed |= is_null && is_from_student(w);
    if (is_null)
        return NULL;
    if (!w->putting)
        here = memset(room_for(w, size, false), 0, size);
    w->within++;
    return here;
}

void wire_object_end(Wire *w)
{
    w->within--;
}

/* ---- Files ---------------------------------------------------------------------------------- */

static void put_file(Wire *w, FILE *file)
{
    long start = ftell(file);
    size_t size_at = w->size;
    uint64_t count = 0;
    put_bytes(w, &count, sizeof count);
    for (int c; (c = fgetc(file)) != EOF; count++) {
        unsigned char b = (unsigned char)c;
        put_bytes(w, &b, 1);
    }
    memcpy(w->bytes + size_at, &count, sizeof count);
    fseek(file, start, SEEK_SET);
    add_piece(w, (WirePiece){FILE_POSITION, file, count, (size_t)start, NULL});
}

/* A byte before the file's own: no system makes a file of none. */
static FILE *take_file(Wire *w)
{
    uint64_t count = 0;
    take_bytes(w, &count, sizeof count);
    if (!are_there(w, count, 1))
        count = 0;
    unsigned char *copy = room_for(w, count + 1, false);
    copy[0] = 0;
    take_bytes(w, copy + 1, count);
    FILE *file = fmemopen(copy, count + 1, "rb");
    if (!file)
        bad_input("no file of %llu bytes could be made", (unsigned long long)count);
    fseek(file, 1, SEEK_SET);
    add_piece(w, (WirePiece){FILE_POSITION, file, count, 1, NULL});
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
    bytes(w, &read, sizeof read);
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
    if (byte(w, now != NULL) == IS_NULL)
        instead = NULL;
    if (!w->putting)
        memcpy(pointer, &instead, sizeof instead);
    if (w->within > 0)
        add_piece(w, (WirePiece){FUNCTION, pointer, sizeof now, 0, instead});
}

static void same_function(Wire *w, const WirePiece *piece)
{
    Function now, other = another;
    memcpy(&now, piece->at, sizeof now);
    if (byte(w, now == piece->expected) == 0 && !w->putting)
        memcpy(piece->at, &other, sizeof other);
}

void *wire_token(Wire *w, void *address, void *mine)
{
    bool same = byte(w, !w->at_students || !w->putting || address == &token);
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
            exchange_bool(w, piece->at);
        else
            bytes(w, piece->at, piece->size);
        if (piece->kind == WATCHED) {
            size_t pages;
            Walks *walks = walks_of(piece->at, &pages);
            bytes(w, &walks->comes, sizeof walks->comes);
            bytes(w, walks->touched, pages);
        }
    }
}
