#ifndef PLAIN_PRODUCT_H
#define PLAIN_PRODUCT_H

/* The plain loops of common/product.c under other names, so that one program has both. */

#include "common/matrix.h"

void plain_product_ab(Matrix a, Matrix b, Matrix c);
void plain_product_atb(Matrix a, Matrix b, Matrix c);
void plain_product_abt(Matrix a, Matrix b, Matrix c);

#endif
