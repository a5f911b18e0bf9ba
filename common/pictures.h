#ifndef PICTURES_H
#define PICTURES_H

/* Pictures: a cat drawn from its size and fur, and the way back, from a picture to size and fur.

   A picture is a row of numbers, pixel after pixel from the top left corner, row after row.
   A pixel is gray: -1 is black and 1 is white, the range of tanh.

       cats       N x 2     size 0 .. 9 and fur 0 (light) .. 1 (dark), as in common/cats.h
       pictures   N x 256   16 x 16 pixels

   The drawing is a cat's face from the front on a light ground: ears, eyes with slit pupils, nose,
   muzzle, whiskers, lit from above. Size is the width of the head, 7 pixels at 0 and 15 at 9. Fur
   is its gray, in which a pixel is linear. The lightest fur is darker than the ground; the darkest
   is lighter than the pupils. All pixels lie within -0.9 .. 0.9, which tanh reaches. */

#include "common/matrix.h"

enum { PICTURE_SIDE = 16, PICTURE_PIXELS = PICTURE_SIDE * PICTURE_SIDE };

/* Draws a cat for each row. A pixel is the mean of 4 x 4 points in it, so that edges are smooth.

   cats       N x 2     input
   pictures   N x 256   output
   Refuses other shapes, and a cat that cannot be: size outside 0 .. 9, fur outside 0 .. 1. */
void pictures_draw(Matrix cats, Matrix pictures);

/* Reads size and fur back: for each picture the cat whose drawing comes nearest.

       (size, fur) = the minimum over size in 0 .. 9 and fur in 0 .. 1 of
                     sum over pixels of (picture - drawing of (size, fur))^2

   A drawing is linear in fur, so for a given size the best fur is a formula. Sizes are tried in
   steps of 0.1, and a parabola through the best and its neighbors gives the digits after that.
   On drawn cats size is off by 0.1 and fur by 0.02 at most, by 0.02 and 0.002 as the root of the
   mean square; with noise of standard deviation 0.1 on each pixel by 0.03 and 0.01.

   pictures   N x 256   input
   cats       N x 2     output: always a cat that can be, whatever the picture shows
   misfit     N         output: the root of the mean square that is left, 0 for a drawing.
                        NaN, and the cat too, for a picture with a NaN
   Refuses other shapes. */
void pictures_measure(Matrix pictures, Matrix cats, double *misfit);

/* Writes pictures side by side into one image, a BMP file, which browsers and image viewers open.
   Each pixel becomes a square of 4 x 4; pixels beyond -1 .. 1, and NaN, are shown as the nearest
   gray, and as black. An existing file is replaced.

   pictures   N x (height * width)   input, N at least 1
   columns                           how many stand in a row, at least 1
   A file that cannot be written: one line, exit status 2.
   Refuses other shapes. */
void pictures_write(const char *path, Matrix pictures, size_t height, size_t columns);

#endif
