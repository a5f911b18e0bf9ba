#undef HAVE_CBLAS
#define product_ab plain_product_ab
#define product_atb plain_product_atb
#define product_abt plain_product_abt

#include "common/product.c"
