/* One message: see wire.h. */

#include "tests/wire/wire.h"

#include <stdlib.h>
#include <string.h>

#include "tests/wire/pieces.h"
#include "tests/wire/watch.h"

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

void wire_add_piece(Wire *w, WirePiece piece)
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

void wire_put_bytes(Wire *w, const void *from, size_t size)
{
    if (w->size + size > w->capacity) {
        w->capacity = 2 * (w->size + size);
        w->bytes = resize(w->bytes, w->capacity);
    }
    if (size > 0)
        memcpy(w->bytes + w->size, from, size);
    w->size += size;
}

void wire_take_bytes(Wire *w, void *to, size_t size)
{
    w->failed |= size > w->size - w->at;
    if (w->failed) {
        memset(to, 0, size);
    } else if (size > 0) {
        memcpy(to, w->bytes + w->at, size);
        w->at += size;
    }
}

void wire_bytes(Wire *w, void *at, size_t size)
{
    if (w->putting)
        wire_put_bytes(w, at, size);
    else
        wire_take_bytes(w, at, size);
}

unsigned char wire_byte(Wire *w, unsigned char value)
{
    wire_bytes(w, &value, 1);
    return value;
}

/* count numbers of this size: are they still to come? */
bool wire_are_there(Wire *w, size_t count, size_t size)
{
    w->failed |= count > (w->size - w->at) / size;
    return !w->failed;
}

/* ---- What an exchange consists of ----------------------------------------------------------- */

void wire_value(Wire *w, void *value, size_t size)
{
    wire_bytes(w, value, size);
    if (w->within > 0)
        wire_add_piece(w, (WirePiece){NUMBERS, value, size, 0, NULL});
}

void wire_exchange_bool(Wire *w, bool *value)
{
    unsigned char sent = wire_byte(w, w->putting ? *value : 0);
    if (!w->putting)
        *value = sent != 0;
}

void wire_bool(Wire *w, bool *value)
{
    wire_exchange_bool(w, value);
    if (w->within > 0)
        wire_add_piece(w, (WirePiece){TRUTH, value, sizeof *value, 0, NULL});
}

/* What a test's own function is called back with has no NULL in it. */
static bool is_from_student(const Wire *w)
{
    return !w->putting && !w->at_students;
}

void *wire_room(Wire *w, size_t size, bool watched)
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
    int how = wire_byte(w, !array                            ? IS_NULL
                           : w->putting && is_watched(array) ? IS_WATCHED
                                                             : IS_THERE);
    bool watched = how == IS_WATCHED && (w->putting || w->at_students);
    w->failed |= how == IS_NULL && is_from_student(w);
    if (how == IS_NULL || (!w->putting && !wire_are_there(w, count, size)))
        return NULL;
    if (!w->putting)
        here = wire_room(w, count * size, watched);
    wire_bytes(w, here, count * size);
    wire_add_piece(w, (WirePiece){watched ? WATCHED : NUMBERS, here, count * size, 0, NULL});
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
    bool is_null = wire_byte(w, object != NULL) == IS_NULL;
    w->failed |= is_null && is_from_student(w);
    if (is_null)
        return NULL;
    if (!w->putting)
        here = memset(wire_room(w, size, false), 0, size);
    w->within++;
    return here;
}

void wire_object_end(Wire *w)
{
    w->within--;
}
