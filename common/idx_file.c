#include "common/idx_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

#ifdef HAVE_ZLIB

#include <zlib.h>

/* Reads plain files too. */
static void *open_file(const char *path)
{
    return gzopen(path, "rb");
}

void idx_file_close(IdxFile *file)
{
    gzclose(file->file);
}

/* What zlib says as "file: message", without its file. */
static void explain(gzFile file, size_t error_size, char *error)
{
    int kind;
    const char *message = gzerror(file, &kind), *colon = strstr(message, ": ");
    if (kind == Z_BUF_ERROR)
        snprintf(error, error_size, "the packed data is cut short");
    else if (kind == Z_ERRNO)
        snprintf(error, error_size, "cannot be read: %s", strerror(errno));
    else
        snprintf(error, error_size, "cannot be unpacked: %s", colon ? colon + 2 : message);
}

bool idx_file_read(IdxFile *file, void *bytes, size_t count, size_t *got, size_t error_size,
                   char *error)
{
    const size_t most = 1 << 20; /* gzread counts in int */
    *got = 0;
    while (*got < count) {
        size_t want = count - *got < most ? count - *got : most;
        int more = gzread(file->file, (char *)bytes + *got, (unsigned)want);
        int kind = Z_OK;
        gzerror(file->file, &kind);
        if (more < 0 || (kind != Z_OK && kind != Z_STREAM_END)) {
            explain(file->file, error_size, error);
            return false;
        }
        if (more == 0)
            break;
        *got += (size_t)more;
    }
    return true;
}

#else

static void *open_file(const char *path)
{
    return fopen(path, "rb");
}

void idx_file_close(IdxFile *file)
{
    fclose(file->file);
}

bool idx_file_read(IdxFile *file, void *bytes, size_t count, size_t *got, size_t error_size,
                   char *error)
{
    const unsigned char *first = bytes;
    *got = fread(bytes, 1, count, file->file);
    if (ferror((FILE *)file->file)) {
        snprintf(error, error_size, "cannot be read: %s", strerror(errno));
        return false;
    }
    if (ftell(file->file) == (long)*got && *got >= 2 && first[0] == 0x1f && first[1] == 0x8b) {
        snprintf(error, error_size, "is packed, and this was built without zlib: ./setup");
        return false;
    }
    return true;
}

#endif

bool idx_file_open(IdxFile *file, const char *path, size_t error_size, char *error)
{
    if (is_folder(path)) {
        snprintf(error, error_size, "is a folder, expected a file of pictures");
        return false;
    }
    errno = 0;
    file->file = open_file(path);
    if (!file->file)
        snprintf(error, error_size, "cannot be read: %s", strerror(errno ? errno : ENOMEM));
    return file->file != NULL;
}
