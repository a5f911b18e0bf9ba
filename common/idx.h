#ifndef IDX_H
#define IDX_H

/* Pictures from a file in the IDX format, in which MNIST comes, plain or packed with gzip:

       2 bytes      0 0
       1 byte       8: a pixel is an unsigned byte
       1 byte       3: three sizes follow
       3 x 4 bytes  how many pictures, their height, their width; the largest byte first
       the rest     the pixels, picture after picture and row after row, 0 .. 255

   The format is described at http://yann.lecun.com/exdb/mnist/. MNIST has 60,000 pictures of
   28 x 28; any number and size is read here. */

#include <stdbool.h>
#include <stddef.h>

#include "common/matrix.h"
#include "common/random.h"

typedef struct {
    size_t count, height, width; /* none is 0 */
    unsigned char *pixels;       /* count * height * width of them */
} Idx;

/* The most pixels that a file may hold. MNIST has 47 million. */
#define IDX_MOST_PIXELS ((size_t)1 << 30)

enum { IDX_ERROR = 200 };

/* Reads the file at path, to its end.

   idx     output, to be freed with idx_free
   error   one line, what was found and what was expected. The caller adds the file's name
   Returns true when all was read. Returns false, with error filled and idx not changed, when
   there is no such file, when it cannot be read, is a folder or empty, when its head is another
   (a file of labels is told apart), when a size is 0 or together they are over IDX_MOST_PIXELS,
   when the file ends before its last pixel or goes on behind it, and when packed data is cut
   short or damaged. A file takes no more memory than its sizes say, and not much more than it
   holds: sizes that promise too much cost nothing. Bytes behind packed data are not looked at, as
   gzip does. Built without zlib, it reads no packed files, and says so. */
bool idx_load(const char *path, Idx *idx, char error[IDX_ERROR]);
void idx_free(Idx *idx);

/* Fills x with pictures drawn at random, each as likely as the others, in every row anew. A pixel
   of 0 becomes -1, one of 255 becomes 1, as in common/pictures.h.

   x   N x (height * width)   output
   Refuses another number of columns. */
void idx_draw(Random *random, const Idx *idx, Matrix x);

#endif
