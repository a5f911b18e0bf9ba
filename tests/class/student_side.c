/* The student's side of a call: it makes each object anew, calls the function, and sends the objects
   back. See apart.c. */

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tests/class/message.h"

static void swap_addresses(char *bytes, size_t size, bool to_far)
{
    for (size_t w = 0; w + sizeof(uintptr_t) <= size; w += sizeof(uintptr_t)) {
        uintptr_t word = word_at(bytes + w);
        for (size_t i = 1; i < message->count && word >= 65536; i++) {
            const Object *o = &message->objects[i];
            uintptr_t from = (uintptr_t)(to_far ? o->near : o->far),
                      to = (uintptr_t)(to_far ? o->far : o->near);
            if (word >= from && word <= from + o->size) {
                word += to - from;
                memcpy(bytes + w, &word, sizeof word);
                break;
            }
        }
    }
}

static FILE *open_copy(void)
{
    size_t at = (message->used + 15) / 16 * 16;
    FILE *file = tmpfile();
    if (!file || fwrite(message->bytes + at, 1, message->file_size, file) != message->file_size)
        bad_input("no file could be made for the student's process");
    rewind(file);
    return file;
}

static void serve_call(void)
{
    FILE *file = message->file_at >= 0 ? open_copy() : NULL;
    for (size_t i = 0; i < message->count; i++)
        message->objects[i].far = message->objects[i].near == __start_notes
                                      ? __start_notes
                                      : malloc(message->objects[i].size);
    for (size_t i = 0; i < message->count; i++) {
        const Object *o = &message->objects[i];
        memcpy(o->far, message->bytes + o->at, o->size);
        swap_addresses(o->far, o->size, true);
    }
    char *frame = message->objects[0].far;
    if (file)
        memcpy(frame + message->file_at, &file, sizeof file);
    message->answer = RETURNED;
    if (!message->refusal_wanted)
        message->serve(frame);
    else if (refused(message->serve(frame)))
        message->answer = WAS_REFUSED;
    if (file) {
        message->file_read = (size_t)ftell(file);
        fclose(file);
    }
    for (size_t i = 0; i < message->count; i++) {
        const Object *o = &message->objects[i];
        memcpy(message->bytes + o->at, o->far, o->size);
        swap_addresses(message->bytes + o->at, o->size, false);
    }
    for (size_t i = 0; i < message->count; i++)
        if (message->objects[i].far != __start_notes)
            free(message->objects[i].far);
}

static const char *output_folder;

void leave_test(const char *folder, size_t test)
{
    output_folder = folder;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(to_student[1]);
    close(to_test[0]);
    munmap(outcomes, test_count * sizeof *outcomes);
    outcomes = reports;
    child_begin(folder, test);
}

_Noreturn void serve_calls(void)
{
    char turn;
    while (read(to_student[0], &turn, 1) == 1) {
        if (message->serve)
            serve_call();
        else if (message->next)
            child_goes_on(output_folder, message->next);
        else
            child_end();
        if (write(to_test[1], &turn, 1) != 1)
            break;
    }
    _exit(0);
}

/* What a call of anything that is not allowed becomes: inside/check_object.sh. */
void forbidden_call(const char *name);
void forbidden_call(const char *name)
{
    snprintf(current->message, sizeof current->message, "uses %.60s, which graded code may not",
             name);
    end_test(REFUSED);
}
